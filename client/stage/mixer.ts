import type { Direction } from './attention.ts';
import { approach, type Damped, damped } from './damp.ts';
import type { Lips } from './lips.ts';
import { MOODS, type Mood, type MoodName, partsOf } from './mood.ts';
import { finderOf, mouthOf } from './tiers.ts';
import { assumedTrait, type Trait, type Traits } from './traits.ts';

/** All moods together never take more of the face: beyond this, faces made for pictures look like masks. */
export const MOOD_CAP = 0.7;
/** While speaking only this share of a mood's mouth stays, so that it does not pull at the lips. */
export const SPEAKING_MOUTH_SHARE = 1 / 3;
/** A mood comes quicker than it goes; springs' time constants. */
const RISE_MS = 150;
const FALL_MS = 240;
/** Moods give way to speech fast, and come back when it has really ended. */
const YIELD_MS = 120;
const RETURN_MS = 450;
/** Lips this little apart still look shut: a mood may keep so much through a b, p or m. */
const UNSEEN = 0.012;
/** What a mood gave up for touching lips comes back over this long. */
const BACK_MS = 1400;
/** Lids never follow the eyes further than this: they would seem sleepy. */
const LID_CAP = 0.45;

const GAZE_NAMES = ['lookUp', 'lookDown', 'lookLeft', 'lookRight'] as const;

/** Weights by which expressions turn the eyes of a model without eye bones; argument in degrees, at least 0. */
export interface LookMap {
  up(deg: number): number;
  down(deg: number): number;
  /** To either side. */
  side(deg: number): number;
}

export interface MixerOptions {
  /** Measured traits by expression; what is missing is assumed. */
  traits?: Traits | undefined;
  /** Only for a model whose eyes are turned by expressions. */
  look?: LookMap | null | undefined;
}

/** What one frame is mixed of. */
export interface MixerFrame {
  dtMs: number;
  mood: Mood;
  lips: Lips;
  /** 0 open to 1 closed. */
  blink: number;
  /** How far the lids follow lowered eyes, 0 to 1. */
  lid: number;
  /** Where the eyes look, relative to the head. */
  eye: Readonly<Direction>;
}

/** The one owner of every expression. */
export interface Mixer {
  /** Expressions written at each frame, each once. */
  readonly names: readonly string[];
  /** Weights written last, parallel to `names`. */
  readonly weights: Float64Array;
  /** How much mouth was written: the lips' shapes and what moods take, 0 to 1. */
  readonly mouthSum: number;
  /** How far the lids were closed, by blink, gaze and mood together: 0 to 1. */
  readonly lids: number;
  /**
   * One frame: joins the layers and calls `write` once for every expression. The mouth belongs to the lips, then to
   * moods; the lids to the blink, then to the gaze, then to moods. No mood takes anything from a blink.
   */
  mix(frame: Readonly<MixerFrame>, write: (name: string, weight: number) => void): void;
}

interface Part {
  at: number;
  share: number;
  trait: Trait;
  /** What it takes of the mouth's sum at weight 1. */
  cost: number;
}

interface Layer {
  name: MoodName;
  spring: Damped;
  parts: Part[];
}

/** A mixer for a model with these expression names. */
export function createMixer(all: ReadonlySet<string>, options: MixerOptions = {}): Mixer {
  const { traits, look = null } = options;
  const find = finderOf(all);
  // Eyes of bone are turned by the model itself: nobody writes its look expressions.
  const gazeNames = GAZE_NAMES.map((name) => find(name));
  const names = [...all].filter((name) => look !== null || !gazeNames.includes(name));
  const index = new Map(names.map((name, i) => [name, i]));
  const weights = new Float64Array(names.length);
  const at = (name: string | undefined): number => (name === undefined ? -1 : (index.get(name) ?? -1));
  const costs = new Map(mouthOf(all).channels.map((channel) => [channel.name, channel.cost]));
  const layers: Layer[] = MOODS.map((name) => ({
    name,
    spring: damped(),
    parts: partsOf(name, find).flatMap((part) => {
      const i = at(part.name);
      const trait = traits?.get(part.name) ?? assumedTrait(part.name);
      const cost = Math.max(trait.opens, costs.get(part.name) ?? 0);
      return i < 0 ? [] : [{ at: i, share: part.share, trait, cost }];
    }),
  }));
  const lidsAt = lidNames(find).map(at);
  const [upAt = -1, downAt = -1, leftAt = -1, rightAt = -1] = gazeNames.map(at);
  let lipsAt: readonly number[] = [];
  let lipsOf: Lips | null = null;
  let share = 1;
  let keep = 1;
  let mouthSum = 0;
  let lidsSum = 0;

  function put(i: number, weight: number): void {
    if (i >= 0) weights[i] = Math.min(1, (weights[i] ?? 0) + weight);
  }

  /** Moods as they are wanted now; answers what they take of mouth and lids. */
  function putMoods(dtMs: number, mood: Mood, lips: Lips): { taken: number; squint: number } {
    const target = lips.speaking ? SPEAKING_MOUTH_SHARE : 1;
    share += (target - share) * (1 - Math.exp(-dtMs / (target < share ? YIELD_MS : RETURN_MS)));
    let sum = 0;
    for (const { name, spring } of layers) {
      const wanted = mood[name] ?? 0;
      approach(spring, wanted, wanted > spring.value ? RISE_MS : FALL_MS, dtMs);
      if (spring.value < 1e-4 && wanted === 0) {
        spring.value = 0;
        spring.speed = 0;
      }
      spring.value = Math.min(1, Math.max(0, spring.value));
      sum += spring.value;
    }
    const scale = sum > MOOD_CAP ? MOOD_CAP / sum : 1;
    const weightOf = (layer: Layer, part: Part): number =>
      layer.spring.value * scale * part.share * (1 - (1 - share) * part.trait.mouth);
    let opens = 0;
    for (const layer of layers)
      for (const part of layer.parts) opens += weightOf(layer, part) * part.trait.opens;
    const room = Math.max(UNSEEN, (1 - lips.sum) * (1 - lips.shut));
    // Once it gave way it stays back for a while: a brow that dips at every b would be seen.
    keep += (1 - keep) * (1 - Math.exp(-dtMs / BACK_MS));
    if (opens * keep > room) keep = room / opens;
    let squint = 0;
    let taken = 0;
    for (const layer of layers) {
      for (const part of layer.parts) {
        const weight = weightOf(layer, part) * (part.trait.opens > 0 ? keep : 1);
        put(part.at, weight);
        squint += weight * part.trait.squint;
        taken += weight * part.cost;
      }
    }
    return { taken: Math.min(1, taken), squint: Math.min(1, squint) };
  }

  function putLips(lips: Lips, taken: number): void {
    if (lipsOf !== lips) {
      lipsOf = lips;
      lipsAt = lips.names.map(at);
    }
    const fit = lips.sum + taken > 1 ? (1 - taken) / lips.sum : 1;
    for (let i = 0; i < lipsAt.length; i += 1) put(lipsAt[i] ?? -1, (lips.weights[i] ?? 0) * fit);
    mouthSum = lips.sum * fit + taken;
  }

  function putEyes(frame: Readonly<MixerFrame>, squint: number): void {
    const lid = look === null ? Math.min(LID_CAP, Math.max(0, frame.lid)) : 0;
    const closed = 1 - (1 - Math.min(1, Math.max(0, frame.blink))) * (1 - lid);
    // What the mood has closed already is left out: together they close the eye exactly, and never beyond.
    const own = closed * (1 - squint);
    for (const i of lidsAt) put(i, own);
    lidsSum = own + squint;
    if (look === null) return;
    const { yaw, pitch } = frame.eye;
    put(upAt, look.up(Math.max(0, -pitch)));
    put(downAt, look.down(Math.max(0, pitch)));
    put(leftAt, look.side(Math.max(0, yaw)));
    put(rightAt, look.side(Math.max(0, -yaw)));
  }

  return {
    names,
    weights,
    get mouthSum() {
      return mouthSum;
    },
    get lids() {
      return lidsSum;
    },
    mix(frame, write) {
      weights.fill(0);
      const { taken, squint } = putMoods(frame.dtMs, frame.mood, frame.lips);
      putLips(frame.lips, taken);
      putEyes(frame, squint);
      for (let i = 0; i < names.length; i += 1) write(names[i] ?? '', weights[i] ?? 0);
    },
  };
}

/** The expressions that close the eyes, under the names of VRM or of ARKit. */
function lidNames(find: (name: string) => string | undefined): (string | undefined)[] {
  if (find('blink') !== undefined) return [find('blink')];
  const own = [find('blinkLeft'), find('blinkRight')];
  return own.some((name) => name !== undefined) ? own : [find('eyeBlinkLeft'), find('eyeBlinkRight')];
}
