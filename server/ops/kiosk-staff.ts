import type { KioskRecord } from './kiosk-files.ts';

/** The hall's own system must answer within this, ms; then it is asked once more. */
const WITHIN_MS = 4_000;
const TRIES = 2;

/**
 * Tells the hall's own system that somebody asks for help at a machine: a POST with `{kiosk, name, at}` (`at`: ISO 8601).
 * Nothing of the citizen is in it. @returns whether it was taken; false also where none is configured
 */
export async function callStaff(record: KioskRecord, at: Date, post: typeof fetch = fetch): Promise<boolean> {
  if (record.staffWebhook === null) return false;
  const body = JSON.stringify({ kiosk: record.id, name: record.name, at: at.toISOString() });
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const answer = await post(record.staffWebhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      if (answer.ok) return true;
    } catch {
      // Not reached: the number on the screen remains.
    }
  }
  return false;
}
