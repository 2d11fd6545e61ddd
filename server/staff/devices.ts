import { newToken, type StaffKit } from './kit.ts';

/** Leave and sickness are shorter; a machine that nobody has signed in on for longer is a new one. */
export const DEVICE_MS = 90 * 24 * 60 * 60_000;

/**
 * Browsers in which somebody has signed in before. Their failures are counted apart, so that a stranger who guesses at a
 * name locks out strangers, and not the hotline's own people (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
export interface Devices {
  /** Whether this account has signed in in the browser that holds this. */
  knows(device: string | undefined, staff: string): Promise<boolean>;
  /** What the browser shall hold from now on; null when it is known already. */
  remember(device: string | undefined, staff: string): Promise<string | null>;
}

export function createDevices({ store, now }: Pick<StaffKit, 'store' | 'now'>): Devices {
  const knows: Devices['knows'] = async (device, staff) => {
    const found = device === undefined ? null : await store.peekToken(device, ['device'], now());
    return found?.staff === staff;
  };
  return {
    knows,
    async remember(device, staff) {
      if (await knows(device, staff)) return null;
      const token = newToken();
      await store.putToken(token, { kind: 'device', staff, payload: null, endsAt: now() + DEVICE_MS });
      return token;
    },
  };
}
