import { describe, expect, it } from 'vitest';
import type { Utterance, Viseme } from '../../protocol/index.ts';
import { createFace, type Face, type FaceFrame } from './face.ts';
import type { GazeName } from './gaze.ts';
import type { StageState } from './state.ts';

const NAMES = new Set(['aa', 'ih', 'ou', 'ee', 'oh', 'happy', 'relaxed', 'sad', 'blink']);

function numbers(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

const CLAUSE_MS = 2400;
const PAUSE_MS = 300;

/** Clause after clause, with a short rest between them. */
function talk(now: number): { utterance: Utterance; ms: number } | null {
  const number = Math.floor(now / (CLAUSE_MS + PAUSE_MS));
  const ms = now - number * (CLAUSE_MS + PAUSE_MS);
  const visemes: Viseme[] = [{ t: 0, d: CLAUSE_MS, v: 'aa', w: 0.8 }];
  const utterance = { id: `utt_${number}`, visemes, words: [], marks: [], durationMs: CLAUSE_MS };
  return ms < CLAUSE_MS ? { utterance: utterance as unknown as Utterance, ms } : null;
}

interface Given {
  state: StageState;
  ms: number;
  gaze?: GazeName | null;
  spoken?: boolean;
  seed?: number;
  calm?: boolean;
}

function live(given: Given, look: (face: Face, now: number) => void): void {
  const { state, ms, spoken = false, seed = 1, calm = false } = given;
  const face = createFace(NAMES, { calm, random: numbers(seed), express() {} });
  for (let now = 0; now < ms; now += 16) {
    const frame: FaceFrame = {
      now,
      dtMs: 16,
      state,
      occasion: state,
      cues: { emotion: null, gaze: given.gaze ?? null },
      side: null,
      ahead: spoken ? talk(now) : null,
      headTurn: { yaw: 0, pitch: 0 },
    };
    face.step(frame);
    look(face, now);
  }
}

function blinksAt(given: Given): number[] {
  const times: number[] = [];
  let was = false;
  live(given, (face, now) => {
    const shut = face.lids > 0.98;
    if (shut && !was) times.push(now);
    was = shut;
  });
  return times;
}

describe('a face', () => {
  it('blinks every two to three seconds while it speaks, often at the end of a clause', () => {
    const ms = 20 * 60_000;
    const times = blinksAt({ state: 'speaking', ms, spoken: true });
    expect(ms / times.length).toBeGreaterThan(1800);
    expect(ms / times.length).toBeLessThan(3200);
    const cycle = CLAUSE_MS + PAUSE_MS;
    const atEnd = times.filter((at) => (at % cycle) - CLAUSE_MS > -20 && (at % cycle) - CLAUSE_MS < 200);
    expect(atEnd.length / (ms / cycle)).toBeGreaterThan(0.4);
  });

  it('blinks every three to four seconds while it listens', () => {
    const ms = 20 * 60_000;
    const pause = ms / blinksAt({ state: 'listening', ms }).length;
    expect(pause).toBeGreaterThan(2700);
    expect(pause).toBeLessThan(4200);
  });

  it('lowers its lids with its eyes, never to sleepiness', () => {
    let most = 0;
    let lowest = 1;
    live({ state: 'speaking', ms: 700, gaze: 'down', calm: true }, (face, now) => {
      if (now < 400) return;
      most = Math.max(most, face.lids);
      lowest = Math.min(lowest, face.lids);
    });
    expect(lowest).toBeGreaterThan(0.08);
    expect(most).toBeLessThan(0.45);
  });

  it('sleeps with shut eyes', () => {
    live({ state: 'asleep', ms: 20_000 }, (face, now) => {
      if (now > 3000) expect(face.lids).toBeCloseTo(1, 6);
    });
  });
});
