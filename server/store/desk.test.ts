import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../protocol/index.ts';
import type { DeskStore } from './desk-types.ts';
import { type TestStore, testDrivers } from './fixtures/stores.ts';

const NOW = 1_795_000_000_000;

describe.each(await testDrivers())('the desk’s records in $name', ({ open }) => {
  let opened: TestStore;
  let desk: DeskStore;
  beforeAll(async () => {
    opened = await open();
    desk = opened.store.desk;
  });
  afterAll(() => opened.dispose());

  const wish = async (): Promise<string> => {
    const id = newId('hand');
    const record = { reason: 'asked', priority: 'normal', skills: ['topic.hpf'], toldMs: 60_000 } as const;
    await desk.openHandoff({ id, consultation: newId('con'), since: NOW, createdAt: NOW, ...record });
    return id;
  };

  it('let one of two hundred claims at once win', async () => {
    const id = await wish();
    const won = await Promise.all(
      Array.from({ length: 200 }, (_, i) => desk.claimHandoff(id, `stf_${i}`, NOW + i)),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('refuse a claim of what is over, also by an earlier process', async () => {
    const ended = await wish();
    await desk.endHandoff(ended, 'cancelled', NOW);
    expect(await desk.claimHandoff(ended, 'stf_1', NOW)).toBe(false);
    const left = await wish();
    expect(await desk.endAllHandoffs(NOW)).toBeGreaterThan(0);
    expect(await desk.claimHandoff(left, 'stf_1', NOW)).toBe(false);
  });

  it('know how long the last calls lasted', async () => {
    const id = await wish();
    await desk.claimHandoff(id, 'stf_1', NOW);
    await desk.endHandoff(id, 'served', NOW + 90_000);
    expect((await desk.handlingTimes(5))[0]).toBe(90_000);
  });

  it('keep the work after a call open until it is done, with its words sealed', async () => {
    const record = { consultation: newId('con'), staff: 'stf_work', matter: '租房提取', beganAt: NOW };
    await desk.beginWrapUp({ ...record, proposal: '市民问租房提取' });
    expect(await desk.openWrapUp('stf_work')).toMatchObject({
      proposal: '市民问租房提取',
      matter: '租房提取',
    });
    const done = { at: NOW + 1, disposition: 'answered', summary: '已说明', followUp: null } as const;
    await desk.finishWrapUp(record, done);
    expect(await desk.openWrapUp('stf_work')).toBeNull();
  });

  it('count by rule whether suggestions were of use, the last word of each person alone', async () => {
    const rating = { consultation: newId('con'), suggestion: newId('sug'), rule: 'next_question' };
    await desk.rateSuggestion({ ...rating, staff: 'stf_a', useful: true, at: NOW });
    await desk.rateSuggestion({ ...rating, staff: 'stf_a', useful: false, at: NOW + 1 });
    await desk.rateSuggestion({ ...rating, staff: 'stf_b', useful: true, at: NOW + 2 });
    const old = { ...rating, suggestion: newId('sug'), staff: 'stf_a', useful: true, at: NOW - 10 };
    await desk.rateSuggestion(old);
    expect(await desk.suggestionRatings(NOW)).toEqual([{ rule: 'next_question', useful: 1, useless: 1 }]);
  });

  it('remember how somebody was present last', async () => {
    expect(await desk.lastPresence('stf_who')).toBeNull();
    await desk.savePresence('stf_who', NOW, 'ready', null);
    await desk.savePresence('stf_who', NOW + 5, 'break', 'meal');
    expect(await desk.lastPresence('stf_who')).toEqual({ presence: 'break', reason: 'meal', at: NOW + 5 });
  });
});
