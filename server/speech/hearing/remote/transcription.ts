import { z } from 'zod';
import type { Lang } from '../../../../protocol/index.ts';
import type { EngineUtterance, HearingEngine, UtteranceEvents } from '../engine.ts';
import { HEARING_RATE, type HearingHints } from '../types.ts';
import { ANSWER_MS, bytesOf, LONGEST_SAMPLES } from './bounds.ts';

/** What the prompt may hold, characters: longer ones are cut by the models anyway. */
const MOST_PROMPT = 200;
/** An answer is read up to this size, characters. */
const MOST_ANSWER = 200_000;

const answerSchema = z.object({
  text: z.string().max(8_000),
  words: z
    .array(z.object({ word: z.string().max(80), start: z.number(), end: z.number() }))
    .max(2_000)
    .optional(),
  segments: z
    .array(z.object({ avg_logprob: z.number().optional(), no_speech_prob: z.number().optional() }))
    .max(500)
    .optional(),
});
type Answer = z.output<typeof answerSchema>;

export interface TranscriptionOptions {
  /** Base address of an OpenAI-compatible endpoint, such as http://127.0.0.1:8000/v1. */
  url: string;
  model: string;
  key?: string | undefined;
  lang: Lang;
}

/** A WAV file (RIFF, PCM, mono, 16 bit). */
function wavOf(samples: number, parts: readonly Int16Array[]): Buffer {
  const bytes = samples * 2;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(HEARING_RATE, 24);
  head.writeUInt32LE(HEARING_RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, ...parts.map(bytesOf)]);
}

/**
 * How far the words are to be trusted: the mean probability of the tokens, less what the model itself holds for no speech.
 * Whisper and its kin invent words on silence: those come out low, and are asked back.
 */
function confidenceOf({ text, segments }: Answer): number {
  if (text.trim() === '') return 0;
  const known = (segments ?? []).filter(({ avg_logprob }) => avg_logprob !== undefined);
  if (known.length === 0) return 1;
  const each = known.map(
    ({ avg_logprob = 0, no_speech_prob = 0 }) => Math.exp(avg_logprob) * (1 - no_speech_prob),
  );
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

/** `POST {url}/audio/transcriptions`, as OpenAI defined it and many servers speak it. It gives no partial words. */
export function transcriptionEngine({ url, model, key, lang }: TranscriptionOptions): HearingEngine {
  const closing = new AbortController();

  async function ask(wav: Buffer, hints: HearingHints, signal: AbortSignal): Promise<Answer> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(wav)], { type: 'audio/wav' }), 'utterance.wav');
    form.set('model', model);
    form.set('language', lang);
    form.set('response_format', 'verbose_json');
    form.append('timestamp_granularities[]', 'word');
    const prompt = (hints.phrases ?? []).join('，').slice(0, MOST_PROMPT);
    if (prompt !== '') form.set('prompt', prompt);
    const response = await fetch(`${url.replace(/\/+$/, '')}/audio/transcriptions`, {
      method: 'POST',
      body: form,
      signal,
      redirect: 'error',
      ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
    });
    if (!response.ok) throw new Error(`the recognition server answered ${response.status}`);
    const text = await response.text();
    if (text.length > MOST_ANSWER) throw new Error('the recognition server answered too much');
    return answerSchema.parse(JSON.parse(text));
  }

  function begin(hints: HearingHints, events: UtteranceEvents): EngineUtterance {
    const abort = new AbortController();
    let parts: Int16Array[] = [];
    let samples = 0;
    let over = false;
    return {
      feed(part) {
        if (over) return;
        parts.push(part);
        samples += part.length;
        if (samples >= LONGEST_SAMPLES) this.end();
      },
      end() {
        if (over) return;
        over = true;
        const wav = wavOf(samples, parts);
        parts = [];
        const signal = AbortSignal.any([abort.signal, closing.signal, AbortSignal.timeout(ANSWER_MS)]);
        ask(wav, hints, signal).then(
          (answer) => {
            if (abort.signal.aborted) return;
            const words = (answer.words ?? []).map(({ word, start, end }) => ({
              text: word,
              t: Math.round(start * 1000),
              d: Math.round((end - start) * 1000),
              confidence: 1,
            }));
            events.onFinal({
              text: answer.text.trim(),
              words,
              confidence: confidenceOf(answer),
              alternatives: [],
            });
          },
          (error: unknown) => {
            if (abort.signal.aborted) return;
            const told = error instanceof Error && error.message.startsWith('the recognition server');
            events.onError(
              'engine_failed',
              told ? error.message : 'the recognition server gave no usable answer',
            );
          },
        );
      },
      cancel() {
        over = true;
        parts = [];
        abort.abort();
      },
    };
  }

  return {
    id: 'transcription',
    lang,
    prepare: async () => {},
    warm: async () => {},
    begin,
    async close() {
      closing.abort();
    },
  };
}
