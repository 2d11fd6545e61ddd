import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Briefing, type FormState, Snapshot, type TranscriptEntry } from '../../../protocol/index.ts';
import { loadForms } from '../../affairs/forms.ts';
import { type BriefingInput, briefingOf } from './briefing.ts';
import { eventForStaff, snapshotForStaff } from './staff-view.ts';

const forms = loadForms(join(import.meta.dirname, '../../../affairs'));
const PHONE = '13812345678';

const line = (n: number, role: TranscriptEntry['role'], text: string): TranscriptEntry => ({
  turn: `turn_0000000${n}`,
  role,
  text,
  lang: 'zh',
  at: n,
  cut: false,
});
const FORM: FormState = {
  form: 'frm_00000001',
  kind: 'f.work_order',
  status: 'open',
  revision: 3,
  acked: 0,
  values: { phone: PHONE, content: `小区路灯坏了，打${PHONE}找我` },
  authors: { phone: 'citizen', content: 'avatar' },
  asking: null,
  review: false,
  options: {},
  savedAt: 1,
};
const input = (change: Partial<BriefingInput> = {}): BriefingInput => ({
  consultation: 'con_00000001',
  since: 1,
  lang: 'zh',
  reason: 'asked',
  dialog: { service: 'hpf.rent', slots: { married: true }, lastReply: [], misses: 2 },
  transcript: [line(1, 'citizen', `气死我了，打了三次没人管，我电话${PHONE}`), line(2, 'avatar', '抱歉')],
  cards: [],
  forms: [FORM],
  definition: (kind) => forms.form(kind),
  topics: {
    service: () => ({ zh: '公积金租房提取', en: 'Housing fund for rent' }),
    question: () => null,
    skillOf: () => 'topic.hpf',
    slot: (name, value) => ({ label: name, value: String(value) }),
  },
  byText: true,
  slower: false,
  notes: ['张老师 101：已说明材料'],
  ...change,
});

describe('a briefing', () => {
  it('tells matter, situation, form, feeling and needs, and fits the protocol', () => {
    const briefing = briefingOf(input());
    expect(Briefing.parse(briefing)).toEqual(briefing);
    expect(briefing.matter).toEqual({ id: 'hpf.rent', name: '公积金租房提取' });
    expect(briefing.slots).toEqual([{ label: 'married', value: 'true' }]);
    expect(briefing.feeling).toBe('angry');
    expect(briefing.needs).toEqual(['用文字交流']);
    expect(briefing.form?.fields.map(({ name }) => name)).toEqual(['phone', 'content']);
    expect(briefing.form?.missing).not.toContain('phone');
    expect(briefing.summary).toContain('公积金租房提取');
    expect(briefing.notes).toHaveLength(1);
  });

  it('holds no personal number, wherever the citizen has put it', () => {
    expect(JSON.stringify(briefingOf(input()))).not.toContain(PHONE);
  });

  it('says honestly that nothing was said yet', () => {
    const nothing = briefingOf(
      input({ transcript: [], forms: [], dialog: { service: null, lastReply: [], misses: 0 } }),
    );
    expect(nothing.summary).toContain('还没有说');
    expect(nothing).toMatchObject({ matter: null, form: null, feeling: 'neutral' });
  });
});

describe('what staff sees', () => {
  const definition = (kind: string) => forms.form(kind);

  it('hides personal values in a form and leaves the rest to read', () => {
    const shown = eventForStaff('form.state', FORM, definition);
    expect(JSON.stringify(shown)).not.toContain(PHONE);
    expect(shown?.values.phone).toMatch(/^\*+5678$/);
    expect(shown?.values.content).toContain('小区路灯坏了');
  });

  it('leaves the code that opens a case with the citizen', () => {
    const card = {
      id: 'card_00000001',
      turn: 'turn_00000001',
      title: '回执',
      kind: 'status',
      what: 'work_order',
      number: 'GD20261123',
      queryCode: 'ABC123',
      state: '已提交',
      facts: [],
      stages: [],
      asOf: 1,
    } as const;
    const event = eventForStaff('card.show', { ...card, facts: [], stages: [] }, definition);
    expect(event).not.toHaveProperty('queryCode');
    const snapshot = Snapshot.parse({
      consultation: 'con_00000001',
      lang: 'zh',
      state: 'listening',
      transcript: [],
      cards: [card],
      forms: [FORM],
      suggestions: [],
      service: {
        phase: 'avatar',
        agent: null,
        position: null,
        wait: null,
        until: null,
        avatarHelps: false,
        passingOn: false,
      },
      recording: { possible: false, on: false, rests: null, some: false, days: 90, asked: null },
    });
    const whole = JSON.stringify(snapshotForStaff(snapshot, definition));
    expect(whole).not.toContain('ABC123');
    expect(whole).not.toContain(PHONE);
  });

  it('is told nothing of how the citizen’s own page is to be', () => {
    expect(eventForStaff('page.prefer', { preference: 'large_type' }, definition)).toBeNull();
  });
});
