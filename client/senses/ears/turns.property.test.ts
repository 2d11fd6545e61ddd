import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hall, isDucked } from './fixtures/hall.ts';
import { MAX_TURN_MS, PATIENCE } from './options.ts';
import { type EarsProfile, MAX_DUCK_MS } from './types.ts';

type Room = ReturnType<typeof hall>;
type Act = { name: string; run: (room: Room) => void };

const ms = fc.integer({ min: 1, max: 4_000 });
const level = fc.integer({ min: -60, max: -6 });
const text = fc.constantFrom(
  '',
  '嗯',
  '好的',
  '停',
  '我想',
  '身份证能补吗',
  '带户口簿到',
  '一三八零零',
  '对面',
);
const act = (name: string, run: (room: Room) => void): Act => ({ name, run });
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(ms, level).map(([a, b]) => act(`voice ${a} ${b}`, (room) => room.voice(a, b))),
  ms.map((a) => act(`quiet ${a}`, (room) => room.quiet(a))),
  fc.tuple(ms, level).map(([a, b]) => act(`bang ${a} ${b}`, (room) => room.bang(a, b))),
  fc.tuple(ms, level).map(([a, b]) => act(`echo ${a} ${b}`, (room) => room.echo(a, b))),
  ms.map((a) => act(`gone ${a}`, (room) => room.gone(a))),
  fc.tuple(text, fc.boolean()).map(([a, b]) => act(`words ${a} ${b}`, (room) => room.heard(a, b))),
  fc.constant(act('speaks', (room) => void room.speaks())),
  fc.constant(act('falls silent', (room) => void room.falls())),
  fc
    .constantFrom<EarsProfile>('speaking', 'thinking', 'form', 'video', 'kiosk')
    .map((to) => act(to, (room) => room.turns.setProfile(to))),
  fc.boolean().map((to) => act(`elder ${to}`, (room) => room.turns.setElder(to))),
  fc
    .constantFrom(
      { kind: 'open' } as const,
      { kind: 'closed' } as const,
      { kind: 'number', length: [11] } as const,
    )
    .map((to) => act(to.kind, (room) => room.turns.setQuestion(to))),
  fc.constant(act('active', (room) => room.turns.active(room.now()))),
);
const story = fc.array(acts, { minLength: 1, maxLength: 40 });

/** Plays a story; nothing is muted for ever, whatever happens afterwards. */
function play(steps: readonly Act[]): Room {
  const room = hall();
  for (const step of steps) step.run(room);
  return room;
}

const FRAME_OR_TICK_MS = 50;

describe('whatever happens', () => {
  it('there are never two turns at once, and each one ends', () => {
    fc.assert(
      fc.property(story, fc.boolean(), (steps, dead) => {
        const room = play(steps);
        if (dead) room.gone(PATIENCE.mostMs + 1_000);
        else room.quiet(PATIENCE.mostMs + 1_000);
        let open = false;
        for (const { type } of room.events) {
          if (type === 'speech_start') {
            expect(open).toBe(false);
            open = true;
          }
          if (type === 'speech_end') {
            expect(open).toBe(true);
            open = false;
          }
        }
        expect(open).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
  it('the avatar is never softer for longer than it may be', () => {
    fc.assert(
      fc.property(story, fc.boolean(), (steps, dead) => {
        const room = play(steps);
        if (dead) room.gone(MAX_DUCK_MS + 500);
        else room.quiet(MAX_DUCK_MS + 500);
        expect(isDucked(room.events)).toBe(false);
        let since: number | null = null;
        for (const event of room.events) {
          if (event.type !== 'duck') continue;
          expect(event.on).toBe(since === null);
          if (since !== null)
            expect(event.at - since).toBeLessThanOrEqual(MAX_DUCK_MS + 300 + FRAME_OR_TICK_MS);
          since = event.on ? event.at : null;
        }
      }),
      { numRuns: 150 },
    );
  });
  it('no end is waited for longer than patience allows, and no turn is endless', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const room = play(steps);
        room.quiet(PATIENCE.mostMs + 1_000);
        let since = 0;
        for (const event of room.events) {
          if (event.type === 'speech_start') since = event.at;
          if (event.type !== 'speech_end') continue;
          expect(event.silenceMs).toBeLessThanOrEqual(PATIENCE.mostMs + 300 + FRAME_OR_TICK_MS);
          expect(event.at - since).toBeLessThanOrEqual(MAX_TURN_MS + PATIENCE.mostMs);
        }
      }),
      { numRuns: 150 },
    );
  });
  it('an interruption is taken back at most once, and only where there was one', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const room = play(steps);
        room.quiet(12_000);
        let stops = 0;
        let back = 0;
        for (const event of room.events) {
          if (event.type === 'barge_in') stops += 1;
          if (event.type === 'false_alarm' && event.stopped) back += 1;
          expect(back).toBeLessThanOrEqual(stops);
        }
      }),
      { numRuns: 150 },
    );
  });
  it('somebody who goes on and on is answered within a minute', () => {
    const room = hall();
    // Syllables and the closures between them, without a breath.
    for (let said = 0; said < MAX_TURN_MS; said += 480) {
      room.voice(384);
      room.quiet(96);
    }
    room.voice(1_000);
    expect(room.of('speech_end')).toMatchObject([{ reason: 'limit' }]);
  });
});
