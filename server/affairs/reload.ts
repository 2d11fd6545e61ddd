import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../protocol/errors.ts';
import type { Forms } from './forms.ts';
import type { Affairs } from './types.ts';

/** Content that can be read again while it is used. */
export interface Reloading {
  /** Always the content read last without a fault. */
  affairs: Affairs;
  /** The same of its forms. One that is being filled in keeps the shape that it was begun with. */
  forms: Forms;
  /** Reads it again; with a fault the old content stays, and the fault is told (`file:line: what. remedy`). */
  reload(): { ok: true } | { ok: false; fault: string };
}

const NO_FORMS: Forms = { form: () => null, list: () => [] };

/**
 * Content that may be replaced while the server runs.
 * @param load reads the folder, @param loadForms its forms; both are replaced, or neither.
 * @throws AppError `content_invalid` when the very first reading fails.
 */
export function createReloading(load: () => Affairs, loadForms: () => Forms = () => NO_FORMS): Reloading {
  let now = load();
  let forms = loadForms();
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
      lessons: () => now.lessons(),
      residue: (text, service) => now.residue(text, service),
      topics: (count, lang) => now.topics(count, lang),
    },
    forms: { form: (id) => forms.form(id), list: () => forms.list() },
    reload() {
      try {
        const next = { affairs: load(), forms: loadForms() };
        now = next.affairs;
        forms = next.forms;
        return { ok: true };
      } catch (error) {
        if (error instanceof AppError) return { ok: false, fault: error.message };
        throw error;
      }
    },
  };
}

/** How often the folder is looked at, ms. */
const LOOK_MS = 2_000;

/** Names, sizes and times of everything in a folder: another text when a file was written, added or taken away. */
function stateOf(dir: string): string {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:yaml|txt)$/.test(name))
    .sort()
    .map((name) => {
      const { mtimeMs, size } = statSync(join(dir, name));
      return `${name} ${mtimeMs} ${size}`;
    })
    .join('\n');
}

/**
 * Calls `changed` when files of a folder have changed and then rested for one look: an editor writes in several steps.
 * The folder is looked at, not watched: notices are lost on mounted folders and when a file is replaced by another.
 */
export function watchFolder(dir: string, changed: () => void): { close(): void } {
  const look = (): string | null => {
    try {
      return stateOf(dir);
    } catch {
      // A file went away between listing and looking: the next look sees how it stands.
      return null;
    }
  };
  let read = look();
  let seen = read;
  const timer = setInterval(() => {
    const now = look();
    if (now !== null && now === seen && now !== read) {
      read = now;
      changed();
    }
    seen = now;
  }, LOOK_MS).unref();
  return { close: () => clearInterval(timer) };
}
