import {
  ErrorCode,
  KIOSK_API,
  type KioskBeat,
  KioskSettings,
  KioskStaffAnswer,
} from '../../../protocol/index.ts';

/** Nothing that the machine asks may take longer, ms. */
const WITHIN_MS = 8_000;

/** What came of a question to the server: an answer, a refusal with its code, or no line. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: ErrorCode | 'network' };

interface Shape<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/** The machine's own line to the server. The token lies in a cookie that no script reads. Nothing here throws. */
export interface KioskLink {
  settings(): Promise<Answer<KioskSettings>>;
  enrol(kiosk: string, code: string): Promise<Answer<KioskSettings>>;
  beat(beat: KioskBeat): Promise<Answer<KioskSettings>>;
  /** @returns whether the hall's own system took it */
  callStaff(): Promise<Answer<{ called: boolean }>>;
}

export function createLink(get: typeof fetch = fetch.bind(globalThis)): KioskLink {
  async function ask<T>(path: string, shape: Shape<T>, body?: unknown): Promise<Answer<T>> {
    try {
      const answer = await get(`${KIOSK_API}${path}`, {
        ...(body === undefined
          ? {}
          : {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }),
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      const value: unknown = await answer.json();
      if (answer.ok) {
        const parsed = shape.safeParse(value);
        return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'internal' };
      }
      const wire = ErrorCode.safeParse((value as { error?: { code?: unknown } }).error?.code);
      return { ok: false, code: wire.success ? wire.data : 'internal' };
    } catch {
      return { ok: false, code: 'network' };
    }
  }
  return {
    settings: () => ask('/', KioskSettings),
    enrol: (kiosk, code) => ask('/enrolment', KioskSettings, { kiosk, code }),
    beat: (beat) => ask('/beat', KioskSettings, beat),
    callStaff: () => ask('/staff', KioskStaffAnswer, {}),
  };
}
