/** What the machine counts over its pages: numbers only, so that the wipe may leave them. */
export interface Tally {
  wipes: number;
  hangs: number;
}

const KEY = 'govatar.kiosk';

export function readTally(): Tally {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const { wipes, hangs } = (kept ?? {}) as Record<string, unknown>;
    return { wipes: count(wipes), hangs: count(hangs) };
  } catch {
    return { wipes: 0, hangs: 0 };
  }
}

export function writeTally({ wipes, hangs }: Tally): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ wipes, hangs }));
  } catch {
    // A machine without storage counts from zero again.
  }
}

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1_000_000 ? value : 0;
