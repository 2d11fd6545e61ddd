import type { UtterancePlayhead } from './playhead.ts';

/** How often the server is told what has been heard. */
const EVERY_MS = 300;

/** Tells what has been heard, utterance by utterance; what could not be told is kept until `flush`. */
export function createHeardReport(
  playhead: UtterancePlayhead,
  tell: (utterance: string, ms: number) => Promise<unknown> | null,
): { now(): void; forget(): void; flush(): void; close(): void } {
  let last: { utterance: string; ms: number; durationMs: number } | null = null;
  const untold = new Map<string, number>();

  const report = (utterance: string, ms: number): void => {
    const telling = tell(utterance, ms);
    if (telling === null) untold.set(utterance, ms);
    else telling.catch(() => untold.set(utterance, ms));
  };
  const look = (): void => {
    const reading = playhead.at(performance.now());
    // It ran out between two looks.
    if (last !== null && reading?.utterance.id !== last.utterance && last.ms < last.durationMs) {
      report(last.utterance, last.durationMs);
    }
    last = reading && {
      utterance: reading.utterance.id,
      ms: reading.ms,
      durationMs: reading.utterance.durationMs,
    };
    if (reading !== null) report(reading.utterance.id, reading.ms);
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    now: look,
    forget: () => {
      last = null;
    },
    flush: () => {
      const entries = [...untold];
      untold.clear();
      for (const [utterance, ms] of entries) report(utterance, ms);
    },
    close: () => clearInterval(timer),
  };
}
