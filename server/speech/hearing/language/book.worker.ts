import { existsSync, mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { serve } from '../../threads/serve.ts';
import type { HearingHints, SpokenPhrase } from '../types.ts';
import { readLexicon } from './dictionary.ts';
import { createPhraseBook, type LanguageModel } from './model.ts';

/** What the thread is started with. */
export interface BookData {
  phrases: readonly SpokenPhrase[];
  dictionaryFile: string;
  syllablesFile: string;
  /** Where models are written; made when missing. */
  folder: string;
}

/** A model on disk. `dictionary` only of the general one. */
export interface BookModel {
  id: string;
  file: string;
  grammarFile: string;
  words: LanguageModel['words'];
  shortFile: string;
  dictionary: string | null;
}

const data = workerData as BookData;
const book = createPhraseBook(data.phrases, readLexicon(data.dictionaryFile, data.syllablesFile));
mkdirSync(data.folder, { recursive: true });

/** Whole or not at all; a file that is there is the same one. */
function keep(name: string, text: () => string): string {
  const file = join(data.folder, name);
  if (existsSync(file)) {
    const now = new Date();
    utimesSync(file, now, now);
  } else {
    const part = `${file}.${process.pid}.part`;
    writeFileSync(part, text());
    renameSync(part, file);
  }
  return file;
}

serve<HearingHints | null, BookModel | null>((hints) => {
  const model = hints === null ? book.general() : book.expecting(hints);
  if (model === null) return { output: null, transfer: [] };
  const { id, words } = model;
  const file = keep(`${id}.lm`, () => model.arpa);
  const grammarFile = keep(`${id}.fsg`, () => model.grammar);
  const shortFile = keep(`${id}.short.fsg`, () => model.short);
  const dictionary =
    hints === null
      ? keep(`${id}.dic`, () => `${words.map(({ word, phones }) => `${word} ${phones}`).join('\n')}\n`)
      : null;
  return { output: { id, file, grammarFile, words, shortFile, dictionary }, transfer: [] };
});
