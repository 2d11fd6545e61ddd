/** Step of the common time base, ms. */
const STEP_MS = 5;
/** Lags that are tried, ms to both sides. */
const RANGE_MS = 300;
/** Loudness is smoothed over this before it is compared with a mouth. */
const SMOOTH_MS = 50;

interface Sample {
  at: number;
  value: number;
}

/** Samples brought to a common time base by linear interpolation. */
export function resample(samples: readonly Sample[], from: number, to: number): number[] {
  const values: number[] = [];
  let index = 0;
  for (let at = from; at < to; at += STEP_MS) {
    while (index + 1 < samples.length && (samples[index + 1]?.at ?? Number.POSITIVE_INFINITY) <= at)
      index += 1;
    const before = samples[index];
    const after = samples[index + 1];
    if (before === undefined) values.push(0);
    else if (after === undefined || at <= before.at) values.push(before.value);
    else
      values.push(before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at));
  }
  return values;
}

function smooth(values: readonly number[], ms: number): number[] {
  const half = Math.round(ms / STEP_MS / 2);
  return values.map((_, i) => {
    const part = values.slice(Math.max(0, i - half), i + half + 1);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const n = Math.min(a.length, b.length);
  const mean = (values: readonly number[]): number =>
    values.slice(0, n).reduce((sum, value) => sum + value, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const x = (a[i] ?? 0) - ma;
    const y = (b[i] ?? 0) - mb;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/**
 * The lag of `mouth` behind `sound` between `from` and `to` (ms): where their cross-correlation peaks, refined by a
 * parabola through the peak. Negative: the mouth is ahead.
 */
export function lagOf(
  mouth: readonly Sample[],
  sound: readonly Sample[],
  from: number,
  to: number,
): { lag: number; r: number } {
  const steps = RANGE_MS / STEP_MS;
  const envelope = smooth(
    resample(sound, from, to).map((rms) => Math.sqrt(rms)),
    SMOOTH_MS,
  );
  const scores: number[] = [];
  for (let step = -steps; step <= steps; step += 1) {
    scores.push(correlation(resample(mouth, from + step * STEP_MS, to + step * STEP_MS), envelope));
  }
  const best = scores.indexOf(Math.max(...scores));
  const [left, peak, right] = [scores[best - 1] ?? 0, scores[best] ?? 0, scores[best + 1] ?? 0];
  const curve = left - 2 * peak + right;
  const offset = curve === 0 ? 0 : (0.5 * (left - right)) / curve;
  return { lag: (best - steps + offset) * STEP_MS, r: peak };
}
