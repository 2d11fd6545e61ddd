import type { About, Background, Ear } from '../../protocol/index.ts';

const BACKGROUNDS: readonly Background[] = ['hall', 'plain', 'brand'];
const EARS: readonly Ear[] = ['ready', 'preparing', 'none'];

/** What the page shows until, or where, the server does not tell: the hotline's number is the one thing always known. */
export const UNKNOWN_ABOUT: About = {
  version: '',
  avatar: { name: '', url: '', portrait: '' },
  background: 'hall',
  voices: { zh: null, en: null },
  // Nothing is said to be missing that may be there: the call itself knows.
  ears: { zh: 'ready', en: 'ready' },
  hotline: '12345',
};

/**
 * Asks what this installation is. Never rejects: a page without portrait and avatar still takes calls.
 *
 * The answer is read by hand and not by the zod schema, so that zod is no part of what the first picture waits for.
 */
export async function fetchAbout(get: typeof fetch = fetch): Promise<About> {
  try {
    const response = await get('/api/about');
    return response.ok ? readAbout(await response.json()) : UNKNOWN_ABOUT;
  } catch {
    return UNKNOWN_ABOUT;
  }
}

/** Takes from an answer what has the right type; the rest stays unknown. */
export function readAbout(value: unknown): About {
  const about = record(value);
  const avatar = record(about.avatar);
  const voices = record(about.voices);
  const ears = record(about.ears);
  return {
    version: text(about.version),
    avatar: { name: text(avatar.name), url: path(avatar.url), portrait: path(avatar.portrait) },
    background: BACKGROUNDS.find((name) => name === about.background) ?? UNKNOWN_ABOUT.background,
    voices: { zh: text(voices.zh) || null, en: text(voices.en) || null },
    ears: { zh: ear(ears.zh), en: ear(ears.en) },
    hotline: /^[\d\-+ ]{3,20}$/.test(text(about.hotline)) ? text(about.hotline) : UNKNOWN_ABOUT.hotline,
  };
}

function ear(value: unknown): Ear {
  return EARS.find((name) => name === value) ?? 'ready';
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** An address on our own server, from its root; anything else is dropped. */
function path(value: unknown): string {
  return /^\/(?!\/)/.test(text(value)) ? text(value) : '';
}
