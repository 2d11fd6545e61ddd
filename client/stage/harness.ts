import type { Utterance } from '../../protocol/index.ts';
import { createStage } from './index.ts';
import type { FrameReport, Stage, StageOptions } from './types.ts';

/** The stage alone on a page that tests drive. It is no input of the build, so nothing of it is in the product. */
export interface StageHarness {
  stage: Stage | null;
  /** The last reports, the newest last. */
  frames: FrameReport[];
  events: string[];
  /** Opens a stage on a new canvas, in place of the one before. */
  open(options?: Partial<StageOptions>): Stage;
  /** Something is said from now on, for ever: open and shut, five syllables in two seconds. */
  speak(): void;
  hush(): void;
}

declare global {
  interface Window {
    stageHarness: StageHarness;
  }
}

const KEPT = 2_000;
const LOOP_MS = 2_000;
const host = document.querySelector('.frame-canvas');
let spokenSince: number | null = null;

const utterance: Utterance = {
  id: 'utt_harness',
  turn: 'turn_harness',
  seq: 0,
  lang: 'zh',
  text: '您好',
  audio: null,
  startsInMs: 0,
  durationMs: LOOP_MS,
  words: [],
  visemes: Array.from({ length: 5 }, (_, i) => [
    { t: i * 400, d: 100, v: 'PP' as const, w: 1 },
    { t: i * 400 + 100, d: 300, v: i % 2 === 0 ? ('aa' as const) : ('O' as const), w: 1 },
  ]).flat(),
  marks: [],
};

const harness: StageHarness = {
  stage: null,
  frames: [],
  events: [],
  open(options = {}) {
    harness.stage?.close();
    host?.replaceChildren();
    const canvas = document.createElement('canvas');
    host?.append(canvas);
    const stage = createStage({
      canvas,
      clock: {
        at: (now, offsetMs = 0) =>
          spokenSince === null
            ? null
            : { utterance, ms: (Math.max(0, now - spokenSince) + offsetMs) % LOOP_MS, audible: true },
      },
      onPicture: (shown) => harness.events.push(shown ? 'picture' : 'no picture'),
      onLost: (reason) => harness.events.push(`lost: ${reason}`),
      onPressure: (level) => harness.events.push(`pressure ${level}`),
      ...options,
    });
    stage.onFrame((report) => {
      harness.frames.push(report);
      if (harness.frames.length > KEPT) harness.frames.splice(0, KEPT / 2);
    });
    harness.stage = stage;
    return stage;
  },
  speak() {
    spokenSince = performance.now();
  },
  hush() {
    spokenSince = null;
  },
};
window.stageHarness = harness;
