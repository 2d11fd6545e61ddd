import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { About, Lang } from '../../../protocol/index.ts';
import type { HearingEngine } from './engine.ts';
import { openOpusInput } from './opus-input.ts';
import { englishEngine, mandarinEngine } from './pocketsphinx/engine.ts';
import { findEnglish, findMandarin, findProgram } from './pocketsphinx/files.ts';
import { funasrEngine } from './remote/funasr.ts';
import { transcriptionEngine } from './remote/transcription.ts';
import { sherpaEngine } from './sherpa/engine.ts';
import { checkSherpa, findSherpa, hasLibrary } from './sherpa/files.ts';
import { Stream } from './stream.ts';
import type { EarStatus, HearingService, SpokenPhrase } from './types.ts';

export interface HearingServiceOptions {
  /** Folder of installed models. */
  modelsDir: string;
  /** Folder that holds models too, or null. */
  assetsDir: string | null;
  /** Where language models are written; made when missing. */
  cacheDir: string;
  /** What citizens may say (`spokenTexts` of the content). Read when it is needed. */
  phrases: () => readonly SpokenPhrase[];
  /** What goes before the making of a language model: that the server is ready. None is made when it rejects. */
  after?: Promise<void>;
  /** How many utterances each language hears at once. Default: the processors. */
  processes?: number;
  /**
   * A recognition server of the operator's own, which then hears both languages: ws: and wss: is FunASR's protocol, http: and
   * https: an OpenAI-compatible endpoint. Sound leaves the machine for it, so it is never chosen by itself.
   */
  remote?: { url: string; model: string; key?: string | undefined } | null;
  /** Nobody is heard, by the operator's choice. */
  off?: boolean;
  /** The recogniser's program, where it is not in its usual place. */
  program?: string;
  /** Told of failures: never of what was said. */
  log?: (event: string, fields: Record<string, unknown>) => void;
}

/** What everybody may know of the ears: not which engine, and not what is missing. */
export function earsOf(status: readonly EarStatus[]): About['ears'] {
  const earOf = (lang: Lang): About['ears'][Lang] => {
    const ear = status.find((one) => one.lang === lang);
    if (ear?.engine) return 'ready';
    return ear?.missing === null ? 'preparing' : 'none';
  };
  return { zh: earOf('zh'), en: earOf('en') };
}

interface Ear {
  engine: HearingEngine | null;
  missing: string | null;
}

const INSTALL = 'npm run models -- asr-zh';

const foldersOf = ({ modelsDir, assetsDir }: HearingServiceOptions): string[] => [
  modelsDir,
  ...(assetsDir === null ? [] : [assetsDir]),
];

/** The larger recogniser, where one of its models is installed; null where none is. Never rejects. */
async function sherpa(options: HearingServiceOptions, lang: Lang): Promise<Ear | null> {
  const { log, processes = availableParallelism() } = options;
  const files = findSherpa(foldersOf(options), lang);
  if (!files) return null;
  const broken = (why: string): Ear => {
    log?.('hearing.failed', { lang, message: why });
    return {
      engine: null,
      missing: `The recogniser ${files.id} is not used (${why}): npm run models -- ${files.id}`,
    };
  };
  if (!hasLibrary()) return broken('the package sherpa-onnx-node is not installed');
  const fault = await checkSherpa(files).catch(String);
  if (fault !== null) return broken(fault);
  try {
    const engine = await sherpaEngine(files, lang, {
      processes: lang === 'zh' ? Math.max(1, Math.floor(processes / 2)) : 1,
      onCrash: (message) => log?.('hearing.crashed', { lang, message }),
    });
    return { engine, missing: null };
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
}

async function mandarin(options: HearingServiceOptions): Promise<Ear> {
  const { cacheDir, log } = options;
  const files = findMandarin(foldersOf(options));
  const program = findProgram(options.program);
  if (!files)
    return {
      engine: null,
      missing: `Mandarin is not understood by ear: install the recogniser's model: ${INSTALL}`,
    };
  if (!program)
    return {
      engine: null,
      missing: `Mandarin is not understood by ear: the recogniser is not built: ${INSTALL}`,
    };
  try {
    const engine = await mandarinEngine(files, options.phrases(), join(cacheDir, 'zh'), {
      program,
      processes: options.processes ?? availableParallelism(),
      onCrash: (message) => log?.('hearing.crashed', { lang: 'zh', message }),
    });
    return { engine, missing: null };
  } catch (error) {
    log?.('hearing.failed', { lang: 'zh', message: String(error) });
    return {
      engine: null,
      missing: 'Mandarin is not understood by ear: its language model could not be made.',
    };
  }
}

function english({ program: given, processes, log }: HearingServiceOptions): Ear {
  const files = findEnglish();
  const program = findProgram(given);
  if (!files || !program)
    return {
      engine: null,
      missing: `English is not understood by ear: install Debian's pocketsphinx-en-us, then: ${INSTALL}`,
    };
  const engine = englishEngine(files, {
    program,
    processes: Math.max(1, Math.floor((processes ?? availableParallelism()) / 2)),
    onCrash: (message) => log?.('hearing.crashed', { lang: 'en', message }),
  });
  return { engine, missing: null };
}

function remoteEar({ url, model, key }: NonNullable<HearingServiceOptions['remote']>, lang: Lang): Ear {
  const engine = /^wss?:/u.test(url)
    ? funasrEngine({ url, lang })
    : transcriptionEngine({ url, model, key, lang });
  return { engine, missing: null };
}

/** A service over engines that are there already. It closes them. */
export function hearingOver(
  ears: Readonly<Record<Lang, Ear>>,
  openInput = () => openOpusInput(),
): HearingService {
  const streams = new Set<Stream>();
  let closed = false;
  return {
    open(options) {
      const stream = new Stream(options, closed ? null : ears[options.lang].engine, openInput);
      streams.add(stream);
      const close = stream.close.bind(stream);
      stream.close = () => {
        streams.delete(stream);
        close();
      };
      return stream;
    },
    status: (): EarStatus[] =>
      (['zh', 'en'] as const).map((lang) => ({
        lang,
        engine: ears[lang].engine?.id ?? null,
        missing: ears[lang].missing,
      })),
    ready: Promise.resolve(),
    async close() {
      closed = true;
      for (const stream of [...streams]) stream.close();
      await Promise.all([ears.zh.engine?.close(), ears.en.engine?.close()]);
    },
  };
}

/**
 * The product's ears, at once: Mandarin's language model is made beside it (seconds; nothing of it on this thread), and
 * hears from `ready` on. Never rejects for want of an engine: `status()` says what is missing.
 */
export function createHearing(options: HearingServiceOptions): HearingService {
  const { remote, off } = options;
  if (off) {
    const ear: Ear = { engine: null, missing: 'Switched off (GOVATAR_EARS).' };
    return hearingOver({ zh: ear, en: ear });
  }
  if (remote) return hearingOver({ zh: remoteEar(remote, 'zh'), en: remoteEar(remote, 'en') });
  const largeEnglish = findSherpa(foldersOf(options), 'en') !== null;
  const ears: Record<Lang, Ear> = {
    zh: { engine: null, missing: null },
    en: largeEnglish ? { engine: null, missing: null } : english(options),
  };
  let closed = false;
  const take = async (lang: Lang, smaller: () => Ear | Promise<Ear>): Promise<void> => {
    const large = await sherpa(options, lang);
    let ear = large;
    if (!ear?.engine) {
      ear = await smaller();
      // What is wrong with the larger one stays to be read while the smaller one hears.
      if (large) ear = { ...ear, missing: [large.missing, ear.missing].filter(Boolean).join(' ') };
    }
    if (closed) {
      await ear.engine?.close();
      return;
    }
    ears[lang] = ear;
    await ear.engine?.warm();
  };
  const make = async (): Promise<void> => {
    await take('zh', () => mandarin(options));
    if (largeEnglish && !closed) await take('en', () => english(options));
  };
  const ready = (options.after ?? Promise.resolve()).then(make, () => undefined);
  const service = hearingOver(ears);
  return {
    ...service,
    ready,
    async close() {
      closed = true;
      await ready;
      await service.close();
    },
  };
}
