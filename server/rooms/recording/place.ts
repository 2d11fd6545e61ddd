import type { PieceClock } from './types.ts';

const UINT32 = 2 ** 32;
/** A sender's clock is believed when it agrees with the arrival of the first packet this well, ms. */
const AGREES_WITHIN_MS = 2_000;
/** Reports (right to 2 ms) tell how fast a sender's clock runs when they lie so far apart, ms; no crystal is worse than so much. */
const DRIFT_SPAN_MS = 120_000;
const MAX_DRIFT = 1e-3;

/** RTP ticks from one timestamp to another, over the wrap at 2³². */
export function ticks(from: number, to: number): number {
  const forward = (to - from) % UINT32;
  const positive = forward < 0 ? forward + UINT32 : forward;
  return positive > UINT32 / 2 ? positive - UINT32 : positive;
}

/** Where a piece begins, Unix ms of this server, and by what its own times are multiplied. */
export interface Placed {
  at: number;
  scale: number;
}

/**
 * Places the pieces of one sender on the server's clock. Its reports say which RTP timestamp belongs to which moment of its own
 * clock, the same for sound and picture, so that both stay in step however differently they travelled; the report that
 * came quickest tells how that clock lies to ours (least of arrival less sending). A piece without a report, and the avatar's
 * voice, which this server sends itself, begins when its first packet went on to the recorder.
 */
export function placePieces(clocks: readonly PieceClock[]): Placed[] {
  const shift = Math.min(...clocks.flatMap(({ reports }) => reports.map(({ ntp, at }) => at - ntp)));
  return clocks.map((clock) => {
    const { rtpStart, clockRate, at, reports } = clock;
    const [first] = reports;
    if (first === undefined || !Number.isFinite(shift)) return { at, scale: 1 };
    const scale = driftOf(clock);
    const told = first.ntp - (ticks(rtpStart, first.rtp) / clockRate) * 1_000 * scale + shift;
    return Math.abs(told - at) <= AGREES_WITHIN_MS ? { at: told, scale } : { at, scale: 1 };
  });
}

/** How many ms of the sender's clock one ms of its RTP clock takes: a microphone's crystal is not the computer's. */
function driftOf({ reports, clockRate }: PieceClock): number {
  const first = reports[0];
  const last = reports.at(-1);
  if (first === undefined || last === undefined || last.ntp - first.ntp < DRIFT_SPAN_MS) return 1;
  const scale = (last.ntp - first.ntp) / ((ticks(first.rtp, last.rtp) / clockRate) * 1_000);
  return Math.abs(scale - 1) <= MAX_DRIFT ? scale : 1;
}
