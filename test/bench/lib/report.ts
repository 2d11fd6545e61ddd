/** The p-th percentile (0 to 100) of values, by the nearest rank. NaN for none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Progress goes to standard error: the last line of standard output is the figures. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints the one line of JSON that a benchmark ends with. */
export function report(bench: string, figures: Record<string, number | string>): void {
  process.stdout.write(`${JSON.stringify({ bench, ...figures })}\n`);
}
