import { describe, expect, it } from 'vitest';
import type { StaffGrant } from '../../desk/port.ts';
import {
  ALONE,
  BACK_WITHIN_MS,
  type Effect,
  humanServes,
  JOIN_WITHIN_MS,
  keptOf,
  step,
  type TakeoverEvent,
  type TakeoverState,
  takenUp,
  type Wish,
} from './machine.ts';

const WISH: Wish = { reason: 'asked', priority: 'normal', skills: ['topic.hpf'], since: 1_000 };
const ZHANG: StaffGrant = { staff: 'staff_zhang', agent: { name: '张老师', number: '101' } };
const LI: StaffGrant = { staff: 'staff_li', agent: { name: '李老师', number: '102' } };

const want: TakeoverEvent = { kind: 'want', wish: WISH };
const accepted = (grant: StaffGrant): TakeoverEvent => ({ kind: 'accepted', grant });
const joined = ({ staff }: StaffGrant): TakeoverEvent => ({ kind: 'joined', staff });
const lost = ({ staff }: StaffGrant): TakeoverEvent => ({ kind: 'lost', staff, now: 5_000 });
const passOn: TakeoverEvent = { kind: 'pass_on', skills: ['lang.en'], now: 6_000 };

/** Goes through the events; the effects are those of the last one. */
function walked(...events: TakeoverEvent[]): { state: TakeoverState; effects: Effect[] } {
  return events.reduce(({ state }, event) => step(state, event), { state: ALONE, effects: [] as Effect[] });
}
const words = (effects: Effect[]): string[] =>
  effects.flatMap((effect) => (effect.do === 'say' ? [effect.word] : []));
const released = (effects: Effect[]): string[] =>
  effects.flatMap((effect) => (effect.do === 'release' ? [`${effect.staff} ${effect.how}`] : []));
const did = (effects: Effect[], what: Effect['do']): boolean => effects.some((effect) => effect.do === what);

describe('a takeover', () => {
  it('asks the desk for a human, and the avatar goes on until one is in the room', () => {
    const { state, effects } = walked(want);
    expect(state.phase).toBe('waiting');
    expect(effects).toEqual([{ do: 'request', wish: WISH }]);
    expect(humanServes(state)).toBe(false);
    expect(humanServes(walked(want, accepted(ZHANG)).state)).toBe(false);
    const there = walked(want, { kind: 'ringing', on: true }, accepted(ZHANG), joined(ZHANG));
    expect(there.state.phase).toBe('human');
    expect(words(there.effects)).toEqual(['arrived']);
    expect(humanServes(there.state)).toBe(true);
  });

  it('is asked for once, however often the citizen says it', () => {
    expect(walked(want, want)).toEqual({ state: walked(want).state, effects: [] });
    expect(did(walked(want, accepted(ZHANG), joined(ZHANG), want).effects, 'request')).toBe(false);
  });

  it('goes back to waiting when the one it rings at does not take it', () => {
    const { state } = walked(want, { kind: 'ringing', on: true }, { kind: 'ringing', on: false });
    expect(state.phase).toBe('waiting');
  });

  it('lets the avatar help beside the human, and be silent again', () => {
    const helped = walked(want, accepted(ZHANG), joined(ZHANG), { kind: 'helps', on: true });
    expect(humanServes(helped.state)).toBe(false);
    expect(helped.state.phase).toBe('human');
    expect(humanServes(step(helped.state, { kind: 'helps', on: false }).state)).toBe(true);
  });

  it('hands back to the avatar with a word, and frees the human once', () => {
    const { state, effects } = walked(want, accepted(ZHANG), joined(ZHANG), {
      kind: 'return',
      staff: ZHANG.staff,
    });
    expect(state).toEqual(ALONE);
    expect(released(effects)).toEqual(['staff_zhang returned']);
    expect(did(effects, 'dismiss')).toBe(true);
    expect(words(effects)).toEqual(['back']);
    expect(step(state, { kind: 'return', staff: ZHANG.staff })).toEqual({ state: ALONE, effects: [] });
  });
});

describe('a takeover that fails', () => {
  it('tells honestly when there is nobody, or nobody on duty, and the avatar goes on', () => {
    for (const why of ['no_agents', 'not_taken'] as const) {
      const { state, effects } = walked(want, { kind: 'nobody', why });
      expect(state).toEqual(ALONE);
      expect(words(effects)).toEqual(['nobody']);
    }
    expect(words(walked(want, { kind: 'nobody', why: 'closed' }).effects)).toEqual(['closed']);
  });

  it('asks the next one when whoever has accepted never comes, and that one first in the queue', () => {
    const claimed = walked(want, accepted(ZHANG));
    expect(claimed.effects).toEqual([{ do: 'timer', ms: JOIN_WITHIN_MS }]);
    const { state, effects } = step(claimed.state, { kind: 'late' });
    expect(state.phase).toBe('waiting');
    expect(released(effects)).toEqual(['staff_zhang never_came']);
    expect(effects).toContainEqual({
      do: 'request',
      wish: { ...WISH, priority: 'returned' },
      not: 'staff_zhang',
    });
    expect(words(effects)).toEqual(['never_came']);
  });

  it('lets nobody in who was given up for late', () => {
    const late = walked(want, accepted(ZHANG), { kind: 'late' });
    expect(step(late.state, joined(ZHANG))).toEqual({ state: late.state, effects: [] });
  });

  it('waits half a minute for a human whose line broke, and goes on with them', () => {
    const away = walked(want, accepted(ZHANG), joined(ZHANG), lost(ZHANG));
    expect(away.state.phase).toBe('away');
    expect(away.state.until).toBe(5_000 + BACK_WITHIN_MS);
    expect(away.effects).toEqual([{ do: 'timer', ms: BACK_WITHIN_MS }]);
    const back = step(away.state, joined(ZHANG));
    expect(back.state).toMatchObject({ phase: 'human', until: null });
    expect(back.effects).toEqual([{ do: 'timer', ms: null }]);
  });

  it('puts the citizen first in the queue, with the avatar, when the human does not come back', () => {
    const { state, effects } = walked(want, accepted(ZHANG), joined(ZHANG), lost(ZHANG), { kind: 'late' });
    expect(state.phase).toBe('waiting');
    expect(humanServes(state)).toBe(false);
    expect(released(effects)).toEqual(['staff_zhang lost']);
    expect(effects).toContainEqual({ do: 'request', wish: { ...WISH, priority: 'returned' } });
    expect(words(effects)).toEqual(['lost']);
  });

  it('takes a citizen who has hung up out of the queue, and asks again when they come back', () => {
    const gone = walked(want, { kind: 'ringing', on: true }, { kind: 'citizen_lost' });
    expect(gone.effects).toEqual([{ do: 'cancel', why: 'citizen_left' }]);
    // The claim came a moment too late: it leads nowhere, and the agent is free.
    expect(step(gone.state, accepted(ZHANG))).toEqual({ state: gone.state, effects: [] });
    const back = step(gone.state, { kind: 'citizen_back' });
    expect(back.effects).toEqual([{ do: 'request', wish: WISH }]);
    expect(step(back.state, { kind: 'citizen_back' }).effects).toEqual([]);
  });

  it('frees whoever is on the way when the citizen is lost or ends', () => {
    const lostNow = walked(want, accepted(ZHANG), { kind: 'citizen_lost' });
    expect(released(lostNow.effects)).toEqual(['staff_zhang never_came']);
    expect(lostNow.state).toMatchObject({ phase: 'waiting', rests: true, staff: null });
    const ended = walked(want, accepted(ZHANG), { kind: 'end' });
    expect(released(ended.effects)).toEqual(['staff_zhang ended']);
    expect(ended.state).toEqual(ALONE);
  });

  it('leaves the queue by the citizen’s own choice', () => {
    for (const why of ['citizen_stays', 'callback', 'work_order'] as const) {
      const { state, effects } = walked(want, { kind: 'decline', why });
      expect(state).toEqual(ALONE);
      expect(effects).toContainEqual({ do: 'cancel', why });
    }
  });
});

describe('passing a citizen on', () => {
  const inCharge = [want, accepted(ZHANG), joined(ZHANG)] as const;

  it('leaves them with the first human until the next one is in the room', () => {
    const asked = walked(...inCharge, passOn);
    expect(asked.state).toMatchObject({ phase: 'human', staff: ZHANG });
    expect(asked.effects).toEqual([
      {
        do: 'request',
        not: 'staff_zhang',
        wish: { reason: 'transfer', priority: 'returned', skills: ['lang.en'], since: 6_000 },
      },
    ]);
    const claimed = step(asked.state, accepted(LI));
    expect(claimed.state.staff).toEqual(ZHANG);
    const over = step(claimed.state, joined(LI));
    expect(over.state).toMatchObject({ phase: 'human', staff: LI, passing: null });
    expect(released(over.effects)).toEqual(['staff_zhang passed_on']);
  });

  it('stays with the first human when nobody takes it, the next never comes, or they change their mind', () => {
    const nobody = walked(...inCharge, passOn, { kind: 'nobody', why: 'not_taken' });
    expect(nobody.state).toMatchObject({ phase: 'human', staff: ZHANG, passing: null });
    expect(words(nobody.effects)).toEqual([]);
    const never = walked(...inCharge, passOn, accepted(LI), { kind: 'late' });
    expect(never.state).toMatchObject({ phase: 'human', staff: ZHANG, passing: null });
    expect(released(never.effects)).toEqual(['staff_li never_came']);
    const kept = walked(...inCharge, passOn, { kind: 'keep' });
    expect(kept.effects).toEqual([{ do: 'cancel', why: 'agent_stays' }]);
    expect(released(walked(...inCharge, passOn, accepted(LI), { kind: 'keep' }).effects)).toEqual([
      'staff_li returned',
    ]);
  });

  it('waits for the next one when the first one’s line breaks for good meanwhile', () => {
    const open = walked(...inCharge, passOn, lost(ZHANG), { kind: 'late' });
    expect(open.state.phase).toBe('waiting');
    expect(did(open.effects, 'request')).toBe(false);
    expect(step(open.state, accepted(LI)).state.staff).toEqual(LI);
    const coming = walked(...inCharge, passOn, accepted(LI), lost(ZHANG), { kind: 'late' });
    expect(coming.state).toMatchObject({ phase: 'ringing', staff: LI });
    expect(step(coming.state, joined(LI)).state.phase).toBe('human');
  });

  it('frees everybody when the citizen goes back to the avatar', () => {
    const waiting = walked(...inCharge, passOn, { kind: 'return', staff: ZHANG.staff });
    expect(waiting.effects).toContainEqual({ do: 'cancel', why: 'agent_stays' });
    const coming = walked(...inCharge, passOn, accepted(LI), { kind: 'return', staff: ZHANG.staff });
    expect(released(coming.effects)).toEqual(['staff_zhang returned', 'staff_li returned']);
  });
});

describe('a process that was killed', () => {
  it('brings whoever waited back to their place, and whoever was served to the front', () => {
    const waited = takenUp(keptOf(walked(want).state));
    expect(step(waited, { kind: 'citizen_back' }).effects).toEqual([{ do: 'request', wish: WISH }]);
    const served = takenUp(keptOf(walked(want, accepted(ZHANG), joined(ZHANG)).state));
    expect(served).toMatchObject({ phase: 'waiting', staff: null });
    expect(step(served, { kind: 'citizen_back' }).effects).toEqual([
      { do: 'request', wish: { ...WISH, priority: 'returned' } },
    ]);
  });

  it('brings whoever was with the avatar back to it', () => {
    expect(takenUp(keptOf(ALONE))).toEqual(ALONE);
    expect(takenUp(undefined)).toEqual(ALONE);
  });
});

it('leads from everywhere, by whatever comes, to a human, the queue or the avatar', () => {
  const events: TakeoverEvent[] = [
    want,
    { kind: 'ringing', on: true },
    accepted(ZHANG),
    accepted(LI),
    joined(ZHANG),
    joined(LI),
    lost(ZHANG),
    lost(LI),
    { kind: 'late' },
    { kind: 'nobody', why: 'not_taken' },
    { kind: 'return', staff: ZHANG.staff },
    { kind: 'decline', why: 'citizen_stays' },
    { kind: 'citizen_lost' },
    { kind: 'citizen_back' },
    passOn,
    { kind: 'keep' },
    { kind: 'helps', on: true },
    { kind: 'end' },
  ];
  const seen = new Set<string>();
  const open = [{ state: ALONE, entry: false, timer: false }];
  for (let at = 0; at < open.length; at += 1) {
    const from = open[at];
    if (from === undefined) break;
    for (const event of events) {
      // Only what the desk may tell: nothing of an entry that is over.
      const ofDesk = event.kind === 'ringing' || event.kind === 'accepted' || event.kind === 'nobody';
      if ((ofDesk && !from.entry) || (event.kind === 'late' && !from.timer)) continue;
      const { state, effects } = step(from.state, event);
      let { entry, timer } = from;
      if (ofDesk && event.kind !== 'ringing') entry = false;
      if (event.kind === 'late') timer = false;
      for (const effect of effects) {
        if (effect.do === 'request') entry = true;
        if (effect.do === 'cancel') entry = false;
        if (effect.do === 'timer') timer = effect.ms !== null;
      }
      // Waiting without a wish at the desk, on the way without a clock: that would be for ever.
      const where = JSON.stringify({ from, event, state, entry, timer });
      if (state.phase === 'waiting' && !state.rests) expect(entry, where).toBe(true);
      if (state.phase === 'ringing') expect(state.staff === null ? entry : timer, where).toBe(true);
      if (state.phase === 'away') expect(timer, where).toBe(true);
      if (state.phase === 'avatar') expect(entry || timer, where).toBe(false);
      if (state.phase === 'human') expect(state.staff, where).not.toBeNull();
      if (state.passing !== null) expect(state.passing.next === null ? entry : timer, where).toBe(true);
      const key = JSON.stringify({ state, entry, timer });
      if (seen.has(key)) continue;
      seen.add(key);
      open.push({ state, entry, timer });
    }
  }
  expect(seen.size).toBeGreaterThan(20);
});
