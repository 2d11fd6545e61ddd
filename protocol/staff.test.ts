import { describe, expect, it } from 'vitest';
import {
  AuditEntry,
  mayStaff,
  NewAccount,
  PublicAgent,
  RIGHTS_OF,
  rightsOf,
  STAFF_RIGHTS,
  STAFF_ROLES,
  StaffName,
} from './index.ts';

describe('the rights of staff', () => {
  it('gives each right to at least one role, and each role at least one right', () => {
    const given = new Set(Object.values(RIGHTS_OF).flat());
    expect([...given].sort()).toEqual([...STAFF_RIGHTS].sort());
    for (const role of STAFF_ROLES) expect(RIGHTS_OF[role].length).toBeGreaterThan(0);
  });

  it('keeps those who manage accounts, avatars, content and media away from citizens', () => {
    const citizens = STAFF_RIGHTS.filter((right) => /^(calls?|records|recording)\./.test(right));
    for (const role of ['administrator', 'designer', 'editor', 'operator'] as const) {
      expect(citizens.filter((right) => mayStaff([role], right))).toEqual([]);
    }
  });

  it('lets an agent take calls and see their own, and neither listen to others nor unmask', () => {
    expect(rightsOf(['agent'])).toEqual(['call.take', 'records.own']);
  });

  it('adds up the rights of several roles, each once', () => {
    const rights = rightsOf(['supervisor', 'agent']);
    expect(rights).toContain('call.take');
    expect(rights.filter((right) => right === 'records.own')).toHaveLength(1);
    expect(rightsOf([])).toEqual([]);
  });
});

describe('an account that is asked for', () => {
  const asked = { name: 'Li.Na', publicName: '李老师', number: '0032', roles: ['agent'] };

  it('keeps its name in one form, however it was typed', () => {
    expect(StaffName.parse(' Ｌi.Na ')).toBe('li.na');
    expect(StaffName.parse('李娜')).toBe('李娜');
    for (const bad of ['a', '', '-ab', 'a b', 'a'.repeat(41), '<b>']) {
      expect(StaffName.safeParse(bad).success).toBe(false);
    }
  });

  it('shows citizens no more than the room allows', () => {
    const account = NewAccount.parse(asked);
    expect(PublicAgent.parse({ name: account.publicName, number: account.number })).toBeTruthy();
    expect(NewAccount.safeParse({ ...asked, publicName: '名'.repeat(41) }).success).toBe(false);
  });

  it('has skills with levels from one to three, each skill once', () => {
    const skilled = (...skills: unknown[]) => NewAccount.safeParse({ ...asked, skills }).success;
    expect(skilled({ skill: 'topic.housing_fund', level: 3 }, { skill: 'sign', level: 1 })).toBe(true);
    expect(skilled({ skill: 'lang.en', level: 4 })).toBe(false);
    expect(skilled({ skill: 'lang.en', level: 1 }, { skill: 'lang.en', level: 2 })).toBe(false);
    expect(skilled({ skill: 'Lang EN', level: 1 })).toBe(false);
  });

  it('needs a role', () => {
    expect(NewAccount.safeParse({ ...asked, roles: [] }).success).toBe(false);
    expect(NewAccount.safeParse({ ...asked, roles: ['root'] }).success).toBe(false);
  });
});

describe('an entry of the audit', () => {
  it('names who, a stable act, and what it was done to', () => {
    const entry = { at: 1, who: `stf_${'a'.repeat(22)}`, act: 'call.listen', on: 'con_12345678' };
    expect(AuditEntry.safeParse(entry).success).toBe(true);
    expect(AuditEntry.safeParse({ ...entry, who: 'system', why: 'quality' }).success).toBe(true);
    expect(AuditEntry.safeParse({ ...entry, who: 'li.na' }).success).toBe(false);
    expect(AuditEntry.safeParse({ ...entry, act: 'Listened in' }).success).toBe(false);
  });
});
