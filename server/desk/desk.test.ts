import { beforeEach, describe, expect, it } from 'vitest';
import type { StaffIdentity } from '../../protocol/index.ts';
import { ask, type Bench, bench, consultationOf, person } from './fixtures/desk.ts';

let b: Bench;
beforeEach(() => {
  b = bench();
});

/** Somebody who sits down and says ready. */
async function ready(who: StaffIdentity): Promise<string> {
  await b.desk.join(who);
  b.desk.setPresence(who.staff, 'ready', null);
  return who.staff;
}
const presence = (staff: string) => b.last(staff, 'desk.own')?.presence;
const offerOf = (staff: string) => b.last(staff, 'desk.offer')?.entry;

describe('an offer', () => {
  it('comes to whoever is idle longest, with what was said so far', async () => {
    const zhang = await ready(person('zhang'));
    b.pass(1_000);
    const li = await ready(person('li'));
    const citizen = await ask(b, 'a');
    expect(offerOf(zhang)).toBe(citizen.entry);
    expect(b.last(zhang, 'desk.offer')?.briefing.summary).toContain('公积金');
    expect(offerOf(li)).toBeUndefined();
    expect(citizen.rings).toEqual([true]);
  });

  it('comes to whoever knows the matter, and best of those', async () => {
    await ready(person('zhang'));
    await ready(person('wang', { skills: [{ skill: 'topic.hpf', level: 1 }] }));
    const li = await ready(person('li', { skills: [{ skill: 'topic.hpf', level: 3 }] }));
    const citizen = await ask(b, 'a', { skills: ['topic.hpf'] });
    expect(offerOf(li)).toBe(citizen.entry);
  });

  it('waits a little for whoever knows the matter and is busy, and never long', async () => {
    const zhang = await ready(person('zhang'));
    const expert = await ready(person('wang', { skills: [{ skill: 'lang.en', level: 2 }] }));
    b.desk.setPresence(expert, 'break', 'rest');
    const citizen = await ask(b, 'a', { skills: ['lang.en'] });
    expect(offerOf(zhang)).toBeUndefined();
    b.pass(21_000);
    expect(offerOf(zhang)).toBe(citizen.entry);
  });

  it('does not wait for a skill in an emergency, nor for one that nobody here has', async () => {
    const zhang = await ready(person('zhang'));
    const first = await ask(b, 'a', { skills: ['sign'] });
    expect(offerOf(zhang)).toBe(first.entry);
  });

  it('rings for fifteen seconds, then with the next; the first is set to missed until they say ready', async () => {
    const zhang = await ready(person('zhang'));
    b.pass(1_000);
    const li = await ready(person('li'));
    const citizen = await ask(b, 'a');
    b.pass(14_000);
    expect(offerOf(li)).toBeUndefined();
    b.pass(1_500);
    expect(presence(zhang)).toBe('missed');
    expect(b.last(zhang, 'desk.offerGone')).toEqual({ entry: citizen.entry, why: 'late' });
    expect(offerOf(li)).toBe(citizen.entry);
    expect(citizen.rings).toEqual([true, false, true]);
    const other = await ask(b, 'b');
    expect(offerOf(zhang)).toBe(citizen.entry);
    b.desk.setPresence(zhang, 'ready', null);
    expect(offerOf(zhang)).toBe(other.entry);
  });

  it('goes on to the next when it is declined, and to nobody twice', async () => {
    const zhang = await ready(person('zhang'));
    b.pass(1_000);
    const li = await ready(person('li'));
    const citizen = await ask(b, 'a');
    b.desk.decline(zhang, citizen.entry, 'not_my_topic');
    expect(presence(zhang)).toBe('ready');
    expect(offerOf(li)).toBe(citizen.entry);
    b.desk.decline(li, citizen.entry, 'other');
    b.pass(5_000);
    expect(citizen.nobody).toBeNull();
    b.pass(30_000);
    expect(citizen.nobody).toBe('not_taken');
  });

  it('goes on at once when the browser it rang in has closed', async () => {
    const zhang = await ready(person('zhang'));
    b.pass(1_000);
    const li = await ready(person('li'));
    const citizen = await ask(b, 'a');
    b.desk.leave(zhang);
    expect(offerOf(li)).toBe(citizen.entry);
  });

  it('is taken back when the citizen hangs up while it rings', async () => {
    const zhang = await ready(person('zhang'));
    const citizen = await ask(b, 'a');
    b.desk.cancel(citizen.entry);
    expect(b.last(zhang, 'desk.offerGone')).toEqual({ entry: citizen.entry, why: 'left' });
    expect(presence(zhang)).toBe('ready');
    await expect(b.desk.accept(zhang, citizen.entry)).rejects.toMatchObject({ code: 'state_refused' });
  });
});

describe('a claim', () => {
  it('makes one busy, and the citizen theirs', async () => {
    const zhang = await ready(person('zhang'));
    const citizen = await ask(b, 'a');
    const { token, consultation } = await b.desk.accept(zhang, citizen.entry);
    expect({ token, consultation }).toEqual({
      token: `token of ${zhang}`,
      consultation: citizen.consultation,
    });
    expect(presence(zhang)).toBe('busy');
    expect(citizen.granted).toEqual([zhang]);
  });

  it('is refused to whoever was not asked', async () => {
    await ready(person('zhang'));
    b.pass(1_000);
    const li = await ready(person('li'));
    const citizen = await ask(b, 'a');
    await expect(b.desk.accept(li, citizen.entry)).rejects.toMatchObject({ code: 'state_refused' });
  });

  it('wins once, however often it is pressed', async () => {
    const zhang = await ready(person('zhang'));
    const citizen = await ask(b, 'a');
    const claims = await Promise.allSettled(
      Array.from({ length: 20 }, () => b.desk.accept(zhang, citizen.entry)),
    );
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(citizen.granted).toHaveLength(1);
  });

  it('that could not be written leaves the citizen waiting and the next one asked', async () => {
    const zhang = await ready(person('zhang'));
    b.pass(1_000);
    const li = await ready(person('li'));
    const citizen = await ask(b, 'a');
    const { claimHandoff } = b.store;
    b.store.claimHandoff = () => Promise.reject(new Error('the disk is full'));
    await expect(b.desk.accept(zhang, citizen.entry)).rejects.toThrow('disk');
    b.store.claimHandoff = claimHandoff;
    expect(presence(zhang)).toBe('ready');
    expect(citizen.rings).toEqual([true, false, true]);
    await b.desk.accept(li, citizen.entry);
    expect(citizen.granted).toEqual([li]);
  });

  it('that was lost tells the citizen, and leaves nobody ringing', async () => {
    const zhang = await ready(person('zhang'));
    const citizen = await ask(b, 'a');
    b.store.claimHandoff = async () => false;
    await expect(b.desk.accept(zhang, citizen.entry)).rejects.toMatchObject({ code: 'state_refused' });
    expect(citizen.nobody).toBe('not_taken');
    expect(presence(zhang)).toBe('ready');
  });

  it('leaves one free when the citizen went at the same moment', async () => {
    const zhang = await ready(person('zhang'));
    const citizen = await ask(b, 'a');
    citizen.gone = true;
    await expect(b.desk.accept(zhang, citizen.entry)).rejects.toThrow();
    expect(presence(zhang)).toBe('ready');
    const next = await ask(b, 'b');
    expect(offerOf(zhang)).toBe(next.entry);
  });
});

describe('who waits', () => {
  it('is told place and time, by priority and then by how long they wait', async () => {
    const zhang = await ready(person('zhang'));
    const first = await ask(b, 'a');
    await b.desk.accept(zhang, first.entry);
    const second = await ask(b, 'b');
    const third = await ask(b, 'c');
    expect([second.moves.at(-1)?.position, third.moves.at(-1)?.position]).toEqual([1, 2]);
    const urgent = await ask(b, 'd', { priority: 'emergency' });
    expect(urgent.moves.at(-1)?.position).toBe(1);
    expect([second.moves.at(-1)?.position, third.moves.at(-1)?.position]).toEqual([2, 3]);
    const wait = third.moves.at(-1)?.wait as { low: number; high: number };
    expect(wait.low).toBeGreaterThan(0);
    expect(wait.high).toBeGreaterThan(wait.low);
    b.desk.cancel(second.entry);
    expect(third.moves.at(-1)?.position).toBe(2);
  });

  it('keeps their place when they come back', async () => {
    const zhang = await ready(person('zhang'));
    await b.desk.accept(zhang, (await ask(b, 'a')).entry);
    const since = b.clock.now;
    b.pass(60_000);
    const later = await ask(b, 'b');
    const back = await ask(b, 'c', { since });
    expect([back.moves.at(-1)?.position, later.moves.at(-1)?.position]).toEqual([1, 2]);
  });

  it('is told when nobody is left at the desk', async () => {
    const zhang = await ready(person('zhang'));
    await b.desk.accept(zhang, (await ask(b, 'a')).entry);
    const citizen = await ask(b, 'b');
    b.desk.released({ consultation: consultationOf('a'), staff: zhang, how: 'ended' });
    b.desk.setPresence(zhang, 'offline', null);
    await b.desk.wrapUp(zhang, { consultation: consultationOf('a'), disposition: 'answered', summary: '好' });
    b.pass(25_000);
    expect(presence(zhang)).toBe('offline');
    expect(citizen.nobody).toBe('no_agents');
    expect(b.desk.staffed()).toBe(false);
  });

  it('is told when the hours are over, and nobody is promised who cannot come', async () => {
    const zhang = await ready(person('zhang'));
    await b.desk.accept(zhang, (await ask(b, 'a')).entry);
    const citizen = await ask(b, 'b');
    expect(b.desk.staffed()).toBe(true);
    b.hours.open = false;
    b.pass(500);
    expect(citizen.nobody).toBe('closed');
    expect(b.desk.staffed()).toBe(false);
  });

  it('waits once: a second wish of the same consultation is refused', async () => {
    await ready(person('zhang'));
    await ask(b, 'a');
    await expect(ask(b, 'a')).rejects.toMatchObject({ code: 'state_refused' });
  });
});

describe('the work after a call', () => {
  const served = async (): Promise<string> => {
    const zhang = await ready(person('zhang'));
    await b.desk.accept(zhang, (await ask(b, 'a')).entry);
    b.pass(60_000);
    b.desk.released({ consultation: consultationOf('a'), staff: zhang, how: 'returned' });
    return zhang;
  };

  it('begins with a prepared summary, and is kept as it was corrected', async () => {
    const zhang = await served();
    expect(presence(zhang)).toBe('wrap_up');
    expect(b.last(zhang, 'desk.wrapUp')?.summary).toContain('公积金');
    const consultation = consultationOf('a');
    await b.desk.wrapUp(zhang, {
      consultation,
      disposition: 'answered',
      summary: '已说明',
      followUp: '回电',
    });
    expect(presence(zhang)).toBe('ready');
    expect(b.store.wrapUps[0]?.done).toMatchObject({
      summary: '已说明',
      disposition: 'answered',
      followUp: '回电',
    });
  });

  it('ends by itself with the prepared summary, and later when more time was asked for', async () => {
    const zhang = await served();
    b.desk.wrapUpLonger(zhang);
    b.pass(61_000);
    expect(presence(zhang)).toBe('wrap_up');
    b.pass(60_000);
    expect(presence(zhang)).toBe('ready');
    expect(b.store.wrapUps[0]?.done).toMatchObject({
      disposition: null,
      summary: expect.stringContaining('公积金'),
    });
  });

  it('leads to the break that was chosen during the call', async () => {
    const zhang = await ready(person('zhang'));
    await b.desk.accept(zhang, (await ask(b, 'a')).entry);
    b.desk.setPresence(zhang, 'break', 'meal');
    expect(presence(zhang)).toBe('busy');
    b.desk.released({ consultation: consultationOf('a'), staff: zhang, how: 'ended' });
    await b.desk.wrapUp(zhang, { consultation: consultationOf('a'), disposition: 'answered', summary: '' });
    expect(b.last(zhang, 'desk.own')).toMatchObject({ presence: 'break', reason: 'meal' });
  });

  it('is none when the call never began', async () => {
    const zhang = await ready(person('zhang'));
    await b.desk.accept(zhang, (await ask(b, 'a')).entry);
    b.desk.released({ consultation: consultationOf('a'), staff: zhang, how: 'never_came' });
    expect(presence(zhang)).toBe('ready');
  });
});

describe('presence', () => {
  it('is offline some seconds after the socket has gone, and as it was for whoever comes back in time', async () => {
    const zhang = await ready(person('zhang'));
    b.desk.leave(zhang);
    b.pass(4_000);
    await b.desk.join(person('zhang'));
    expect(presence(zhang)).toBe('ready');
    b.desk.leave(zhang);
    b.pass(10_000);
    expect(presence(zhang)).toBe('offline');
    expect(b.desk.staffed()).toBe(false);
  });

  it('is what it was after the server was restarted', async () => {
    const zhang = await ready(person('zhang'));
    const { store } = b;
    const again = bench();
    again.store.savePresence(zhang, again.clock.now, 'ready', null);
    expect((await again.desk.join(person('zhang'))).own.presence).toBe('ready');
    expect(await store.lastPresence(zhang)).toMatchObject({ presence: 'ready' });
  });

  it('of a designer is never ready for calls', async () => {
    await b.desk.join(person('deng', { roles: ['designer'] }));
    expect(() => b.desk.setPresence(person('deng').staff, 'ready', null)).toThrow('role');
  });
});

describe('a supervisor', () => {
  const boss = person('boss', { roles: ['supervisor'] });

  it('goes into a call with a reason that is in the audit first', async () => {
    await b.desk.join(boss);
    const consultation = consultationOf('a');
    await b.desk.enter(boss.staff, { consultation, mode: 'whisper', why: '新人第一天' });
    expect(b.audit).toMatchObject([
      { who: boss.staff, act: 'call.whisper', on: consultation, why: '新人第一天' },
    ]);
    expect(b.entered).toMatchObject([{ consultation, how: 'whisper' }]);
  });

  it('may do what an agent may not', async () => {
    const zhang = await ready(person('zhang'));
    const consultation = consultationOf('a');
    await expect(b.desk.enter(zhang, { consultation, mode: 'monitor', why: '好奇' })).rejects.toMatchObject({
      code: 'role_refused',
    });
    await expect(b.desk.takeOver(zhang, { consultation, why: '好奇' })).rejects.toMatchObject({
      code: 'role_refused',
    });
    expect(b.audit).toEqual([]);
    expect(b.entered).toEqual([]);
  });

  it('takes a call over and is busy with it', async () => {
    await b.desk.join(boss);
    await b.desk.takeOver(boss.staff, { consultation: consultationOf('a'), why: '市民要求' });
    expect(presence(boss.staff)).toBe('busy');
    b.desk.released({ consultation: consultationOf('a'), staff: boss.staff, how: 'ended' });
    expect(presence(boss.staff)).toBe('wrap_up');
  });

  it('gives whoever waits to one agent, before all others', async () => {
    await b.desk.join(boss);
    const zhang = await ready(person('zhang'));
    b.pass(1_000);
    const li = await ready(person('li'));
    const citizen = await ask(b, 'a');
    expect(offerOf(zhang)).toBe(citizen.entry);
    await b.desk.assign(boss.staff, { entry: citizen.entry, staff: li, why: '专家' });
    expect(offerOf(li)).toBe(citizen.entry);
    expect(presence(zhang)).toBe('ready');
    expect(b.audit).toMatchObject([{ act: 'queue.assign' }]);
  });

  it('sends somebody home who left ready', async () => {
    await b.desk.join(boss);
    const zhang = await ready(person('zhang'));
    await b.desk.setPresenceOf(boss.staff, { staff: zhang, presence: 'offline', why: '已下班' });
    expect(presence(zhang)).toBe('offline');
    expect(b.audit).toMatchObject([{ act: 'presence.offline', on: zhang }]);
  });
});
