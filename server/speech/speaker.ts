import type { Lang } from '../../protocol/index.ts';
import { type CachedSpeech, cacheKey, type SpeechCache } from './cache.ts';
import type { EngineChain } from './engines/chain.ts';
import type { Sound } from './engines/engine.ts';
import type { Finished, FinishPart } from './finish/finish.ts';
import { type Plan, planSpeech } from './plan.ts';
import { type Wishes, wishesOf, wishKey } from './say.ts';
import type { Speech, SpeechRequest } from './types.ts';
import { estimatedWords, marksOf, wordsOf } from './words.ts';

export interface SpeakerParts {
  zh: EngineChain;
  en: EngineChain;
  /** Joins, levels and codes; in the product a thread of its own. */
  finish: (parts: readonly FinishPart[], signal?: AbortSignal) => Promise<Finished>;
  cache: SpeechCache | null;
  log?: (event: string, fields: Record<string, unknown>) => void;
}

const MIN_RATE = 0.6;
const MAX_RATE = 1.6;

interface Made {
  speech: CachedSpeech;
  plan: Plan;
  /** Whether the preferred engines spoke it: only then it is kept. */
  preferred: boolean;
}

/** Text to speech over given engines: plan, engines, finishing, cache. */
export function createSpeaker(
  parts: SpeakerParts,
): (request: SpeechRequest, signal?: AbortSignal) => Promise<Speech> {
  const { zh, en, cache, log } = parts;

  async function make(
    text: string,
    lang: Lang,
    rate: number,
    wishes: Wishes,
    signal?: AbortSignal,
  ): Promise<Made | null> {
    const plan = planSpeech(text, lang, { wishes });
    const preferred = [zh.first(), en.first()];
    const byLang = async (
      current: Plan,
      wanted: Lang,
    ): Promise<{ engine: string; sounds: Sound[] } | null> => {
      const phrases = current.phrases.flatMap(({ phrase }) => (phrase.lang === wanted ? [phrase] : []));
      if (phrases.length === 0) return { engine: '', sounds: [] };
      const spoken = await (wanted === 'zh' ? zh : en).speak(phrases, rate, signal);
      return spoken && { engine: spoken.engine.id, sounds: spoken.sounds };
    };
    let used = plan;
    const [first, english] = await Promise.all([byLang(plan, 'zh'), byLang(plan, 'en')]);
    let chinese = first;
    let foreign = english;
    if (foreign === null && chinese !== null && lang === 'zh') {
      // No English voice: letters are spelled by the Mandarin one.
      used = planSpeech(text, lang, { spell: true, wishes });
      chinese = await byLang(used, 'zh');
      foreign = { engine: '', sounds: [] };
    }
    if (!chinese || !foreign) return null;
    const queue = { zh: [...chinese.sounds], en: [...foreign.sounds] };
    const finishing = used.phrases.flatMap(({ gapMs, phrase }): FinishPart[] => {
      const sound = queue[phrase.lang].shift();
      return sound ? [{ gapMs: gapMs / rate, sound }] : [];
    });
    if (finishing.length === 0) return null;
    const finished = await parts.finish(finishing, signal);
    const frames: Uint8Array[] = [];
    let at = 0;
    for (const size of finished.sizes) {
      frames.push(finished.bytes.subarray(at, at + size));
      at += size;
    }
    const engines = [chinese.engine, foreign.engine].filter((id) => id !== '');
    const speech: CachedSpeech = {
      engine: (lang === 'en' ? engines.reverse() : engines).join('+'),
      frames,
      durationMs: finished.durationMs,
      units: finished.units.map(({ t, d, from, to }) => ({ t, d, from, to })),
      visemes: finished.visemes,
    };
    const ids = preferred.map((engine) => engine?.id);
    const best = used === plan && engines.every((id) => ids.includes(id)) && ids[0] === zh.engines[0]?.id;
    return { speech, plan, preferred: best && ids[1] === en.engines[0]?.id };
  }

  return async (request, signal) => {
    signal?.throwIfAborted();
    const { text, lang, marks = [], says = [] } = request;
    const wishes = wishesOf(marks, says);
    const rate = Math.min(MAX_RATE, Math.max(MIN_RATE, request.rate ?? 1));
    const chain = [...zh.engines.slice(0, 1), ...en.engines.slice(0, 1)]
      .map((e) => `${e.id}@${e.version}`)
      .join('+');
    const key = cacheKey({ text: text + wishKey(wishes), lang, rate, chain });
    const dress = (speech: CachedSpeech, plan: Plan | null, cached: boolean): Speech => {
      const words = wordsOf(text, lang, speech.units, (plan ?? planSpeech(text, lang, { wishes })).figures);
      const { engine, frames, durationMs, visemes } = speech;
      return { text, lang, engine, frames, durationMs, words, visemes, marks: marksOf(marks, words), cached };
    };
    const known = cache ? await cache.get(key) : null;
    signal?.throwIfAborted();
    if (known) return dress(known, null, true);
    try {
      const made = await make(text, lang, rate, wishes, signal);
      if (made) {
        if (made.preferred) void cache?.put(key, made.speech);
        return dress(made.speech, made.plan, false);
      }
    } catch (error) {
      signal?.throwIfAborted();
      log?.('speech.failed', { lang, message: error instanceof Error ? error.message : String(error) });
    }
    signal?.throwIfAborted();
    const { words, durationMs } = estimatedWords(text, lang, rate);
    return {
      text,
      lang,
      engine: null,
      frames: [],
      durationMs,
      words,
      visemes: [],
      marks: marksOf(marks, words),
      cached: false,
    };
  };
}
