import { watch } from 'node:fs';
import { AppError } from '../../protocol/errors.ts';
import type { Affairs } from './types.ts';

/** Content that can be read again while it is used. */
export interface Reloading {
  /** Always the content read last without a fault. */
  affairs: Affairs;
  /** Reads it again; with a fault the old content stays, and the fault is told (`file:line: what. remedy`). */
  reload(): { ok: true } | { ok: false; fault: string };
}

/**
 * Content that may be replaced while the server runs.
 * @param load reads the folder. @throws AppError `content_invalid` when the very first reading fails.
 */
export function createReloading(load: () => Affairs): Reloading {
  let now = load();
  return {
    affairs: {
      get city() {
        return now.city;
      },
      services: () => now.services(),
      service: (id) => now.service(id),
      authority: (id) => now.authority(id),
      basis: (id) => now.basis(id),
      slots: () => now.slots(),
      faqs: () => now.faqs(),
      faq: (text) => now.faq(text),
      lifeEvents: () => now.lifeEvents(),
      lifeEvent: (text) => now.lifeEvent(text),
      search: (text) => now.search(text),
      decide: (text) => now.decide(text),
      residue: (text, service) => now.residue(text, service),
      topics: (count, lang) => now.topics(count, lang),
    },
    reload() {
      try {
        now = load();
        return { ok: true };
      } catch (error) {
        if (error instanceof AppError) return { ok: false, fault: error.message };
        throw error;
      }
    },
  };
}

/** An editor writes a file in several steps: it is read when nothing has changed for so long, ms. */
const REST_MS = 300;

/** Calls `changed` after files of a folder have changed; `close()` ends it. A folder that cannot be watched is told. */
export function watchFolder(
  dir: string,
  changed: () => void,
  failed: (error: unknown) => void,
): { close(): void } {
  let timer: NodeJS.Timeout | null = null;
  try {
    const watcher = watch(dir, { recursive: true, persistent: false }, () => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(changed, REST_MS).unref();
    });
    watcher.on('error', failed);
    return {
      close() {
        if (timer !== null) clearTimeout(timer);
        watcher.close();
      },
    };
  } catch (error) {
    failed(error);
    return { close: () => undefined };
  }
}
