import type { EarsEvent } from './types.ts';

/** The surroundings count as loud from here on, and as quiet again below the second. dB against full scale */
const NOISY_DB = -36;
const QUIET_DB = -42;
/** For so long before it is told. ms */
const LASTS_MS = 3_000;
const LEVEL_EVERY_MS = 90;

/** Tells the microphone's level, and whether it is too loud here to be heard well. */
export function createSurroundings(
  begun: number,
  emit: (event: EarsEvent) => void,
): { add(at: number, level: number, background: number): void } {
  let toldAt = begun;
  let noisy = false;
  let changesSince: number | null = null;
  return {
    add: (at, level, background) => {
      if (at - toldAt >= LEVEL_EVERY_MS) {
        toldAt = at;
        emit({ type: 'level', at, level: Math.min(1, 10 ** (level / 20)) });
      }
      const changes = noisy ? background < QUIET_DB : background > NOISY_DB;
      if (!changes) changesSince = null;
      else {
        changesSince ??= at;
        if (at - changesSince < LASTS_MS) return;
        noisy = !noisy;
        changesSince = null;
        emit({ type: 'noise', at, noisy });
      }
    },
  };
}
