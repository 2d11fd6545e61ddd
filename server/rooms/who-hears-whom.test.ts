import { describe, expect, it } from 'vitest';
import { maySend, type Party, receives, SEATS, type Seat } from './who-hears-whom.ts';

const party = (seat: Seat): Party =>
  seat === 'monitor' || seat === 'whisper' || seat === 'barge'
    ? { role: 'supervisor', mode: seat }
    : { role: seat };

/** Listener: everybody it hears. The expectation is written out by hand, apart from the code's own table. */
const HEARD: Record<Seat, Seat[]> = {
  citizen: ['avatar', 'agent', 'barge'],
  avatar: ['citizen'],
  agent: ['citizen', 'avatar', 'agent', 'whisper', 'barge'],
  monitor: ['citizen', 'avatar', 'agent', 'whisper', 'barge'],
  whisper: ['citizen', 'avatar', 'agent', 'whisper', 'barge'],
  barge: ['citizen', 'avatar', 'agent', 'whisper', 'barge'],
};
const SEEN: Record<Seat, Seat[]> = {
  citizen: ['agent', 'barge'],
  avatar: [],
  agent: ['citizen', 'agent', 'barge'],
  monitor: ['citizen', 'agent', 'barge'],
  whisper: ['citizen', 'agent', 'barge'],
  barge: ['citizen', 'agent', 'barge'],
};

describe('who hears and sees whom', () => {
  const pairs = SEATS.flatMap((listener) => SEATS.map((speaker) => [listener, speaker] as const));

  it.each(pairs)('%s hears %s exactly as the table says', (listener, speaker) => {
    const expected = HEARD[listener].includes(speaker);
    expect(receives(party(listener), party(speaker), 'microphone')).toBe(expected);
    expect(receives(party(listener), party(speaker), 'voice')).toBe(expected);
  });

  it.each(pairs)('%s sees %s exactly as the table says', (listener, speaker) => {
    const expected = SEEN[listener].includes(speaker);
    for (const source of ['camera', 'screen', 'document'] as const)
      expect(receives(party(listener), party(speaker), source)).toBe(expected);
  });

  it('records what the citizen said and heard, and never a whisper or a paper', () => {
    const recorded = (source: 'microphone' | 'camera' | 'document'): Seat[] =>
      SEATS.filter((speaker) => receives('recorder', party(speaker), source));
    expect(recorded('microphone')).toEqual(['citizen', 'avatar', 'agent', 'barge']);
    expect(recorded('camera')).toEqual(['citizen', 'agent', 'barge']);
    expect(recorded('document')).toEqual([]);
  });

  it('never lets the citizen hear a monitoring or whispering supervisor', () => {
    for (const seat of ['monitor', 'whisper'] as const)
      for (const source of ['microphone', 'camera', 'screen'] as const)
        expect(receives(party('citizen'), party(seat), source)).toBe(false);
  });

  it('treats a supervisor without a mode as one who only listens', () => {
    expect(receives({ role: 'citizen' }, { role: 'supervisor' }, 'microphone')).toBe(false);
    expect(maySend({ role: 'supervisor' }, 'microphone')).toBe(false);
  });

  it('lets nobody but the avatar send the voice', () => {
    for (const seat of SEATS) expect(maySend(party(seat), 'voice')).toBe(seat === 'avatar');
  });
});
