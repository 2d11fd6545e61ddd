import type { Lang } from '../../../../protocol/index.ts';
import { Thread } from '../../threads/thread.ts';
import type { EngineUtterance, HearingEngine, UtteranceEvents } from '../engine.ts';
import type { BookData, BookModel } from '../language/book.worker.ts';
import type { HearingHints, SpokenPhrase } from '../types.ts';
import { together } from './agree.ts';
import type { EnglishFiles, MandarinFiles } from './files.ts';
import { createPool } from './pool.ts';
import { RecogniserProcess } from './process.ts';
import { besideShort } from './short.ts';

export interface PocketsphinxOptions {
  program: string;
  /** How many utterances are heard at the same time: each takes a process, 60 to 100 MB. */
  processes: number;
  onCrash?: (message: string) => void;
}

/** Both models take 16 kHz; frames of 10 ms. Silence is found outside, by those who know the turn. */
const COMMON = ['-samprate', '16000', '-nfft', '512', '-remove_silence', 'no', '-bestpath', 'yes'];

function engineOf(
  lang: Lang,
  { program, processes, onCrash }: PocketsphinxOptions,
  args: readonly string[],
  words: ReadonlySet<string>,
) {
  const list: RecogniserProcess[] = [];
  const pool = createPool(lang, list);
  for (let i = 0; i < processes; i++) {
    list.push(
      new RecogniserProcess({
        command: program,
        args: [...COMMON, ...args],
        words,
        onIdle: () => pool.serve(),
        ...(onCrash ? { onCrash } : {}),
      }),
    );
  }
  return {
    pool,
    warm() {
      for (const one of list) one.warm();
    },
    close() {
      for (const one of list) one.close();
      pool.close();
    },
  };
}

/**
 * Mandarin: the acoustic model of CMU with a dictionary and a language model made from the content's phrases, in a
 * thread. What a question expects is laid over it as soon as that model is made; until then the general one serves.
 */
export async function mandarinEngine(
  files: MandarinFiles,
  phrases: readonly SpokenPhrase[],
  cacheDir: string,
  options: PocketsphinxOptions,
): Promise<HearingEngine> {
  const book = new Thread({
    file: new URL('../language/book.worker.ts', import.meta.url),
    workerData: {
      phrases,
      dictionaryFile: files.dictionary,
      syllablesFile: files.syllables,
      folder: cacheDir,
    } satisfies BookData,
    timeoutMs: 60_000,
    ...(options.onCrash ? { onCrash: options.onCrash } : {}),
  });
  const general = await book.call<BookModel>(null);
  const known = new Set(general.words.map(({ word }) => word));
  const base = ['-hmm', files.acoustic, '-dict', general.dictionary ?? ''];
  const free = engineOf('zh', options, [...base, '-lm', general.file, '-lw', '9.5'], known);
  // Whole sentences: heard beside the free words, by a process of its own.
  const whole = engineOf('zh', options, [...base, '-fsg', general.grammarFile], known);
  // Short answers to an open question: heard once more, when the sound was short.
  const short = engineOf(
    'zh',
    { ...options, processes: Math.max(1, options.processes >> 1) },
    [...base, '-fsg', general.shortFile],
    known,
  );
  const phones = new Map<string, readonly string[]>();
  const learn = ({ words }: BookModel): void => {
    for (const { word, phones: said } of words) if (!phones.has(word)) phones.set(word, said.split(' '));
  };
  learn(general);
  const made = new Map<string, BookModel | null>();
  /** Models of questions that are kept in mind: the content has some hundreds. */
  const MOST_MADE = 300;
  const prepare = async (hints: HearingHints): Promise<void> => {
    const key = JSON.stringify(hints);
    if (made.has(key)) return;
    made.set(key, null);
    const oldest = made.keys().next().value;
    if (made.size > MOST_MADE && oldest !== undefined) made.delete(oldest);
    try {
      const model = await book.call<BookModel | null>(hints);
      if (model !== null) learn(model);
      made.set(key, model);
    } catch {
      made.delete(key);
    }
  };
  return {
    id: 'pocketsphinx',
    lang: 'zh',
    prepare,
    begin(hints, events) {
      void prepare(hints);
      const model = made.get(JSON.stringify(hints)) ?? null;
      const freely = model && { ...model, kind: 'L' as const };
      const wholly = model && { ...model, file: model.grammarFile, kind: 'F' as const };
      const shortly = model && {
        ...model,
        id: `${model.id}-short`,
        file: model.shortFile,
        kind: 'F' as const,
      };
      const phonesOf = (word: string): readonly string[] => phones.get(word) ?? [];
      const openly = (told: UtteranceEvents): EngineUtterance =>
        together(
          (one) => free.pool.begin(freely, one),
          (one) => whole.pool.begin(wholly, one),
          phonesOf,
          told,
        );
      // Where nothing is asked, a short word may be of anything.
      if (shortly === null) return openly(events);
      return besideShort(openly, (told) => short.pool.begin(shortly, told), phonesOf, events);
    },
    async warm() {
      free.warm();
      whole.warm();
      short.warm();
    },
    async close() {
      free.close();
      whole.close();
      short.close();
      await book.close();
    },
  };
}

/** English with Debian's own general language model. */
export function englishEngine(files: EnglishFiles, options: PocketsphinxOptions): HearingEngine {
  const args = ['-hmm', files.acoustic, '-dict', files.dictionary, '-lm', files.model];
  const engine = engineOf('en', options, args, new Set());
  return {
    id: 'pocketsphinx',
    lang: 'en',
    prepare: async () => {},
    begin: (_hints, events) => engine.pool.begin(null, events),
    async warm() {
      engine.warm();
    },
    async close() {
      engine.close();
    },
  };
}
