import { createEnergyDetector, DETECTOR_FRAME, DETECTOR_RATE, type Detector } from './energy-detector.ts';
import { createFramer, levelOf } from './frames.ts';
import type { Chunk, FromDetector } from './messages.ts';

const FRAME_MS = (DETECTOR_FRAME * 1000) / DETECTOR_RATE;
/** So many pieces may wait (about 2 s); older ones are dropped: what is late decides nothing any more. */
const MOST_WAITING = 180;

export interface JudgingOptions {
  rate: number;
  tell: (message: FromDetector) => void;
  /** Loads the better detector; null where it is not wanted. */
  load: (() => Promise<Detector>) | null;
}

/**
 * Judges pieces of sound one after the other. The plain detector serves until the better one is there, and again when it
 * fails. Frames come in order, also where a detector takes its time.
 */
export function createJudging({ rate, tell, load }: JudgingOptions): { chunk(chunk: Chunk): Promise<void> } {
  const framer = createFramer(rate);
  const plain = createEnergyDetector();
  let better: Detector | null = null;
  const waiting: Chunk[] = [];
  let busy = false;
  let working: Promise<void> = Promise.resolve();

  const judge = async (frame: Float32Array): Promise<number> => {
    // It learns the background all the time, so that it can take over.
    const plainly = await plain.judge(frame);
    if (better === null) return plainly;
    try {
      return await better.judge(frame);
    } catch {
      better.close();
      better = null;
      tell({ type: 'detector', kind: 'energy' });
      return plainly;
    }
  };
  const work = async (): Promise<void> => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
      const frames = framer.feed(chunk.samples);
      for (const [index, frame] of frames.entries()) {
        const end = chunk.end - ((frames.length - 1 - index) * FRAME_MS) / 1000;
        tell({ type: 'frame', end, ms: FRAME_MS, voice: await judge(frame), level: levelOf(frame) });
      }
    }
    busy = false;
  };
  tell({ type: 'detector', kind: 'energy' });
  load?.().then(
    (detector) => {
      better = detector;
      tell({ type: 'detector', kind: 'silero' });
    },
    // The plain one goes on.
    () => undefined,
  );
  return {
    chunk: (chunk) => {
      waiting.push(chunk);
      while (waiting.length > MOST_WAITING) waiting.shift();
      if (!busy) {
        busy = true;
        working = work();
      }
      return working;
    },
  };
}
