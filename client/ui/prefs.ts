import type { Lang, TalkMode } from '../../protocol/index.ts';

/** What a citizen chose about the look of the page. Nothing about the person. */
export interface Prefs {
  lang: Lang;
  large: boolean;
  /** Whether the words stand under the avatar as it speaks. */
  captions: boolean;
  /** Whether the avatar speaks slower than its own speed. */
  slow: boolean;
}

const KEY = 'govatar.prefs';

/**
 * The choice at the start: the address (`?lang=en`, `?large=1`), then what was chosen before, then Chinese in normal
 * type. Storage that is full or forbidden (private windows, old web views) counts as empty.
 */
export function readPrefs(search: string, storage: Pick<Storage, 'getItem'> | null): Prefs {
  const query = new URLSearchParams(search);
  const stored = readStored(storage);
  const lang = query.get('lang') ?? stored.lang;
  const large = query.get('large');
  return {
    lang: lang === 'en' ? 'en' : 'zh',
    large: large === null ? stored.large === true : large === '1',
    captions: stored.captions !== false,
    slow: stored.slow === true,
  };
}

/** Whether the address asks for text alone (`?mode=text`). */
export const readMode = (search: string): TalkMode =>
  new URLSearchParams(search).get('mode') === 'text' ? 'text' : 'video';

/** Keeps the way of talking in the address, so that a reload comes back to it. */
export function writeMode(mode: TalkMode): void {
  const url = new URL(window.location.href);
  if (mode === 'text') url.searchParams.set('mode', 'text');
  else url.searchParams.delete('mode');
  window.history.replaceState(window.history.state, '', url);
}

/** Keeps the choice for the next visit, where the browser allows it. */
export function writePrefs(prefs: Prefs, storage: Pick<Storage, 'setItem'> | null): void {
  try {
    storage?.setItem(KEY, JSON.stringify(prefs));
  } catch {
    // A choice that cannot be kept still holds for this visit.
  }
}

/** The browser's storage, or null where touching it throws. */
export function pageStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function readStored(storage: Pick<Storage, 'getItem'> | null): Partial<Record<keyof Prefs, unknown>> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
