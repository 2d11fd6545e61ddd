import type { Utterance } from '../../protocol/index.ts';
import { emptyMoment, type MouthMoment, sampleTrack, smooth } from './coarticulation.ts';
import { type LipTier, mouthOf } from './tiers.ts';
import { type Track, trackOf } from './track.ts';
import { PP, SHAPES } from './viseme-table.ts';

/** When the voice ends, the mouth is at rest within this time and stays exactly there. */
export const RELAX_MS = 200;
/** After a jump of the clock, or where one utterance follows the other, the old mouth melts into the new one over this long. */
export const JUMP_MS = 70;
/** The clock may run this much ahead of or behind the frames before it counts as a jump. */
const JUMP_FROM_MS = 90;

/** RMS of quiet and of loud speech: the ends of the scale where lips follow the sound itself. */
const QUIET_RMS = 0.012;
const LOUD_RMS = 0.16;
/** Time constants of the jaw where it follows loudness: it opens faster than it falls. */
const OPEN_MS = 35;
const FALL_MS = 70;
/** Syllables of Mandarin come about four a second; the shape wanders at that pace so that it is not a hinge. */
const WANDER_PER_MS = 4 / 1000;

/** The mouth of one model. Read `weights`, `opening`, `shut` and `speaking` after `step`. */
export interface Lips {
  readonly tier: LipTier;
  /** Expressions that belong to the mouth, in the order of `weights`. */
  readonly names: readonly string[];
  /** Parallel to `names`; their sum is at most 1 (a left and a right of the same kind count half each). */
  readonly weights: Float64Array;
  readonly sum: number;
  /** Opening, 0 shut to 1 open. */
  readonly opening: number;
  /** Lips pressed together by b, p, m: 0 to 1. */
  readonly shut: number;
  /** True while an utterance is under the playhead. */
  readonly speaking: boolean;
  /**
   * One frame. `now` in performance.now() ms; `heard` is the clock's reading with `LIP_LEAD_MS`, null in silence;
   * `loudness` is asked only where an utterance has no timeline.
   */
  step(now: number, heard: { utterance: Utterance; ms: number } | null, loudness?: () => number): void;
}

/** Lips for a model with these expression names. */
export function createLips(names: ReadonlySet<string>): Lips {
  const { tier, channels } = mouthOf(names);
  const weights = new Float64Array(channels.length);
  const old = new Float64Array(channels.length);
  const moment = emptyMoment();
  const aa = SHAPES.indexOf('aa');
  const round = SHAPES.indexOf('O');
  const spread = SHAPES.indexOf('E');
  let opening = 0;
  let sum = 0;
  let speaking = false;
  let oldSince = Number.NEGATIVE_INFINITY;
  let lastStep: number | null = null;
  let lastHeard: { utterance: Utterance; ms: number } | null = null;
  let prepared: { utterance: Utterance; track: Track } | null = null;
  let jaw = 0;

  function trackFor(utterance: Utterance): Track {
    if (prepared?.utterance !== utterance) prepared = { utterance, track: trackOf(utterance) };
    return prepared.track;
  }

  function followSound(now: number, level: number, out: MouthMoment): void {
    const target = Math.min(1, Math.max(0, (level - QUIET_RMS) / (LOUD_RMS - QUIET_RMS))) ** 0.7;
    const dt = lastStep === null ? 0 : Math.max(0, now - lastStep);
    jaw += (target - jaw) * (1 - Math.exp(-dt / (target > jaw ? OPEN_MS : FALL_MS)));
    if (target === 0 && jaw < 0.01) jaw = 0;
    const wander = Math.sin(now * WANDER_PER_MS * 2 * Math.PI);
    out.shapes.fill(0);
    out.shut = 0;
    out.shapes[aa] = jaw * 0.6;
    out.shapes[round] = jaw * 0.2 * (1 + wander);
    out.shapes[spread] = jaw * 0.2 * (1 - wander);
  }

  /** What the mouth shows is kept and fades: nothing snaps when the voice ends, is cut or jumps. */
  function keepOld(now: number): void {
    old.set(weights);
    oldSince = now;
  }

  function broken(now: number, heard: { utterance: Utterance; ms: number } | null): boolean {
    if (heard === null || lastHeard === null) return heard !== lastHeard;
    if (heard.utterance.id !== lastHeard.utterance.id) return true;
    const passed = lastStep === null ? 0 : now - lastStep;
    const moved = heard.ms - lastHeard.ms;
    return moved < -JUMP_FROM_MS || moved - passed > JUMP_FROM_MS;
  }

  /** Shapes to expressions, over what is left of the old mouth; lips that touch leave nothing of it. */
  function write(left: number): void {
    moment.shapes[PP] = moment.shut;
    const kept = left * (1 - moment.shut);
    sum = 0;
    for (let c = 0; c < channels.length; c += 1) {
      const channel = channels[c];
      if (channel === undefined) continue;
      let weight = 0;
      for (let i = 0; i < SHAPES.length; i += 1) weight += (moment.shapes[i] ?? 0) * (channel.mix[i] ?? 0);
      // What only presses the lips may come softly: they are shut without it.
      const stays = channel.opening === 0 ? left : kept;
      weights[c] = weight * (1 - stays) + (old[c] ?? 0) * stays;
      sum += (weights[c] ?? 0) * channel.cost;
    }
    if (sum > 1) {
      for (let c = 0; c < weights.length; c += 1) weights[c] = (weights[c] ?? 0) / sum;
      sum = 1;
    }
    opening = 0;
    for (let c = 0; c < weights.length; c += 1) opening += (weights[c] ?? 0) * (channels[c]?.opening ?? 0);
    opening = Math.min(1, opening);
  }

  return {
    tier,
    names: channels.map((channel) => channel.name),
    weights,
    get opening() {
      return opening;
    },
    get sum() {
      return sum;
    },
    get shut() {
      return moment.shut;
    },
    get speaking() {
      return speaking;
    },
    step(now, heard, loudness) {
      speaking = heard !== null;
      if (broken(now, heard)) keepOld(now);
      if (heard === null) {
        jaw = 0;
        moment.shapes.fill(0);
        moment.shut = 0;
      } else if (heard.utterance.visemes.length > 0) sampleTrack(trackFor(heard.utterance), heard.ms, moment);
      else followSound(now, loudness?.() ?? 0, moment);
      write(1 - smooth((now - oldSince) / (heard === null ? RELAX_MS : JUMP_MS)));
      lastStep = now;
      lastHeard = heard === null ? null : { utterance: heard.utterance, ms: heard.ms };
    },
  };
}
