import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** The system's Chromium; `setup` installs it and may name another. */
const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';

/** Nothing of the browser itself goes to the network; devices are fakes; sound may start; Mesa draws (see facts on WebGL). */
const BASE_FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--use-gl=angle',
  '--use-angle=gl-egl',
  '--ignore-gpu-blocklist',
];

export const hasChromium = existsSync(CHROMIUM);

export interface BrowserOptions {
  /** Further flags, such as a file for the fake microphone. */
  flags?: string[];
  /** Drop some of the base flags (by prefix), to try a browser that lacks something. */
  without?: string[];
}

export function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const dropped = (flag: string): boolean =>
    (options.without ?? []).some((prefix) => flag.startsWith(prefix));
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...BASE_FLAGS.filter((flag) => !dropped(flag)), ...(options.flags ?? [])],
  });
}

/** What went wrong on a page, for a test to look at: script errors, CSP reports, requests to elsewhere. */
export interface PageFaults {
  errors: string[];
  foreign: string[];
}

/** Watches a page from its beginning; what a test itself withholds from it (by address) is no fault. */
export function watch(page: Page, origin: string, withheld?: RegExp): PageFaults {
  const faults: PageFaults = { errors: [], foreign: [] };
  page.on('pageerror', (error) => faults.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !withheld?.test(message.location().url))
      faults.errors.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    const own = url.startsWith(origin) || url.startsWith(origin.replace('http', 'ws'));
    if (!own && !url.startsWith('blob:') && !url.startsWith('data:')) faults.foreign.push(url);
  });
  return faults;
}

export type { Browser, BrowserContext, Page };
