import type { Lips } from './lips.ts';

/** Expressions that show a mood; the mixer owns them as one layer. */
export const MOODS = ['happy', 'sad', 'relaxed', 'surprised', 'angry'] as const;
export type MoodName = (typeof MOODS)[number];
export type Mood = Readonly<Partial<Record<MoodName, number>>>;

/** A mood never takes the whole face: beyond this, faces made for pictures look like masks. */
export const MOOD_CAP = 0.7;
/** While speaking only this share of a mood stays, so that its mouth does not pull at the lips. */
export const SPEAKING_MOOD_SHARE = 0.4;
/** A mood's part in the opening of the mouth, counted into the mouth's sum. */
const MOOD_MOUTH = 0.3;
/** Time constants: moods come slowly, and give way to speech faster. */
const MOOD_MS = 260;
const YIELD_MS = 120;

/** Expressions that the gaze writes for itself; nobody else does. */
const GAZE = new Set(['lookUp', 'lookDown', 'lookLeft', 'lookRight']);

/** The one owner of every expression. */
export interface Mixer {
  /** Expressions written at each frame, each once. */
  readonly names: readonly string[];
  /** Weights written last, parallel to `names`. */
  readonly weights: Float64Array;
  /**
   * One frame: joins the layers and calls `write` once for every expression of the model. `dtMs` since the last
   * frame; `blink` 0 open to 1 closed. Blink and mouth are no mood's to take: a mood gives way to both.
   */
  mix(
    dtMs: number,
    mood: Mood,
    lips: Lips,
    blink: number,
    write: (name: string, weight: number) => void,
  ): void;
}

/** A mixer for a model with these expression names. */
export function createMixer(all: ReadonlySet<string>): Mixer {
  const names = [...all].filter((name) => !GAZE.has(name));
  const index = new Map(names.map((name, i) => [name, i]));
  const weights = new Float64Array(names.length);
  const moods = MOODS.map((name) => ({ name, at: index.get(name), value: 0 }));
  const lids = index.has('blink') ? ['blink'] : ['blinkLeft', 'blinkRight'];
  let share = 1;

  function put(name: string, weight: number): void {
    const i = index.get(name);
    if (i !== undefined) weights[i] = weight;
  }

  return {
    names,
    weights,
    mix(dtMs, mood, lips, blink, write) {
      weights.fill(0);
      let mouth = 0;
      for (let i = 0; i < lips.names.length; i += 1) {
        const weight = lips.weights[i] ?? 0;
        put(lips.names[i] ?? '', weight);
        mouth += weight;
      }
      const shareTarget = lips.speaking ? SPEAKING_MOOD_SHARE : 1;
      share += (shareTarget - share) * (1 - Math.exp(-dtMs / YIELD_MS));
      let sum = 0;
      for (const layer of moods) {
        layer.value += ((mood[layer.name] ?? 0) - layer.value) * (1 - Math.exp(-dtMs / MOOD_MS));
        if (layer.value < 1e-4) layer.value = 0;
        sum += layer.value;
      }
      const room = Math.max(0, 1 - mouth) / MOOD_MOUTH;
      const scale = sum === 0 ? 0 : Math.min(share, MOOD_CAP / sum, room / sum);
      for (const layer of moods) if (layer.at !== undefined) weights[layer.at] = layer.value * scale;
      const closed = Math.min(1, Math.max(0, blink));
      for (const lid of lids) put(lid, closed);
      for (let i = 0; i < names.length; i += 1) write(names[i] ?? '', weights[i] ?? 0);
    },
  };
}
