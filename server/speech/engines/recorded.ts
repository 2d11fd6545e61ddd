import { readPackIndex } from '../pack/store.ts';
import { readPhrase } from '../pinyin/read.ts';
import { Thread } from '../threads/thread.ts';
import type { Engine, Sound } from './engine.ts';

/** Method of joining: a change of it makes cached speech old. */
const METHOD = 1;

/**
 * The recorded Mandarin voice in a thread of its own.
 *
 * @param dir folder of the voice pack
 * @returns null when the folder holds no whole pack
 */
export function recordedEngine(dir: string, onCrash?: (message: string) => void): Engine | null {
  const index = readPackIndex(dir);
  if (!index) return null;
  const thread = new Thread({
    file: new URL('./recorded.worker.ts', import.meta.url),
    workerData: { dir },
    ...(onCrash ? { onCrash } : {}),
  });
  const engine: Engine = {
    id: 'recorded',
    lang: 'zh',
    version: `${METHOD}-${index.version}`,
    synthesise: (phrase, rate, signal) => thread.call<Sound>({ phrase, rate }, [], signal),
    async warm() {
      // The compiler has seen the code once it has run a few times; the words are those of every greeting.
      for (const text of ['您好我是政务服务数字人', '请问有什么可以帮您', '请带上身份证到窗口办理']) {
        const readings = readPhrase(text);
        const syllables = [...text].map((char, i) => ({
          char,
          lexical: readings[i]?.lexical ?? 'e5',
          spoken: readings[i]?.spoken ?? 'e5',
          from: i,
          to: i + 1,
        }));
        await engine.synthesise({ lang: 'zh', syllables, final: true }, 1);
      }
    },
    close: () => thread.close(),
  };
  return engine;
}
