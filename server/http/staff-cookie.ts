import type { Request, Response } from 'express';
import { DEVICE_MS } from '../staff/devices.ts';

/** A cookie of staff: its name and how browsers keep it. */
export interface StaffCookie {
  name: string;
  secure: boolean;
  sameSite: 'strict' | 'lax';
  /** How long browsers keep it, ms; absent: until they are closed. */
  maxAge?: number;
}

/**
 * The session's cookie. `__Host-`: browsers take it only over TLS, from this host alone, for all paths (RFC 6265bis
 * 4.1.3.2). Without TLS, which is for trying out on one machine, browsers refuse that name. It ends with the browser.
 */
export const staffCookie = (tls: boolean): StaffCookie => ({
  ...{ name: tls ? '__Host-staff' : 'staff', secure: tls, sameSite: 'strict' },
});

/** What of a sign-in elsewhere ties it to this browser. Lax: it must come along when the other site sends people back. */
export const oidcCookie = (tls: boolean): StaffCookie => ({
  ...{ name: tls ? '__Host-staff-oidc' : 'staff-oidc', secure: tls, sameSite: 'lax' },
});

/** What a browser holds in which somebody has signed in before: see server/staff/devices.ts. It opens nothing. */
export const deviceCookie = (tls: boolean): StaffCookie => ({
  ...{
    name: tls ? '__Host-staff-device' : 'staff-device',
    secure: tls,
    sameSite: 'strict',
    maxAge: DEVICE_MS,
  },
});

export function setCookie(response: Response, cookie: StaffCookie, value: string): void {
  const { name, ...rest } = cookie;
  response.cookie(name, value, { ...rest, httpOnly: true, path: '/' });
}

export function clearCookie(response: Response, cookie: StaffCookie): void {
  const { name, secure, sameSite } = cookie;
  response.clearCookie(name, { secure, sameSite, httpOnly: true, path: '/' });
}

/** The value of a cookie, when it looks like one of our tokens; undefined for none and for two, of which one is foreign. */
export function cookieOf(request: Request, name: string): string | undefined {
  const values = (request.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}
