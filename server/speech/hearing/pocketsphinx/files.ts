import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../pack/manifest.ts';

/** What Mandarin needs: the files of the manifest's entry `asr-zh`. */
export interface MandarinFiles {
  acoustic: string;
  dictionary: string;
  syllables: string;
}

const FOLDER = 'speech/cmusphinx-zh';
/** Not used: our own language model is made from the content. */
const UNUSED = /\.lm\.bin$/;

/**
 * The Mandarin model in the first of the folders that holds every file at its right size; null when none does. A
 * library that is given half a file ends the process, so that it is looked at before.
 */
export function findMandarin(folders: readonly string[]): MandarinFiles | null {
  const files = readManifest().entries.find(({ id }) => id === 'asr-zh')?.files ?? [];
  const needed = files.filter(({ file }) => !UNUSED.test(file));
  for (const folder of folders) {
    const whole =
      needed.length > 0 &&
      needed.every(
        ({ file, size }) => statSync(join(folder, file), { throwIfNoEntry: false })?.size === size,
      );
    if (!whole) continue;
    return {
      acoustic: join(folder, FOLDER, 'acoustic'),
      dictionary: join(folder, FOLDER, 'mandarin_notone.dic'),
      syllables: join(folder, FOLDER, 'syllable2phones.json'),
    };
  }
  return null;
}

/** English of Debian's package pocketsphinx-en-us. */
export interface EnglishFiles {
  acoustic: string;
  dictionary: string;
  model: string;
}

export function findEnglish(folder = '/usr/share/pocketsphinx/model/en-us'): EnglishFiles | null {
  const found = {
    acoustic: join(folder, 'en-us'),
    dictionary: join(folder, 'cmudict-en-us.dict'),
    model: join(folder, 'en-us.lm.bin'),
  };
  const parts = ['mdef', 'means', 'variances', 'transition_matrices', 'feat.params'];
  const all = [found.dictionary, found.model, ...parts.map((part) => join(found.acoustic, part))];
  return all.every((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) ? found : null;
}

/** The program that set-up builds (`engines/pocketsphinx`); null when it is not built. */
export function findProgram(given?: string): string | null {
  const file = given ?? new URL('../../../../engines/pocketsphinx/build/ears', import.meta.url).pathname;
  return existsSync(file) ? file : null;
}
