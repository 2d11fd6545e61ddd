import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Lang } from '../../../../protocol/index.ts';
import type { EngineUtterance, EngineWords, HearingEngine, UtteranceEvents } from '../engine.ts';
import { HEARING_RATE, type HearingHints } from '../types.ts';
import { ANSWER_MS, bytesOf, LONGEST_SAMPLES } from './bounds.ts';

/** How much of a server's message is read. A minute of speech is some hundreds of characters. */
const MOST_BYTES = 64 * 1024;
/** Sound that waits for the connection at most, samples: 5 s. */
const MOST_WAITING = 5 * HEARING_RATE;
/** Words that the server may favour at most: it goes through all of them. */
const MOST_HOTWORDS = 60;

/** What FunASR's runtime answers; `timestamp` is a list of [from, to] in ms, as text. */
const answerSchema = z.object({
  mode: z.string().max(40).optional(),
  text: z.string().max(8_000),
  is_final: z.boolean().optional(),
  timestamp: z.string().max(40_000).optional(),
});
const timesSchema = z.array(z.tuple([z.number(), z.number()])).max(4_000);

export interface FunasrOptions {
  /** ws: or wss: address of a FunASR runtime server (2pass). */
  url: string;
  lang: Lang;
}

/** The words of an answer with their times, where the server told one for each character or word. */
function wordsOf(text: string, timestamp: string | undefined): EngineWords {
  const plain = text.replace(/[，。？！、,.?!\s]/gu, ' ');
  const units = plain.match(/[\p{Script=Han}]|[^\p{Script=Han}\s]+/gu) ?? [];
  let times: [number, number][] = [];
  try {
    times = timesSchema.parse(JSON.parse(timestamp ?? '[]'));
  } catch {
    // Times that cannot be read are times that were not told.
  }
  const words =
    times.length === units.length
      ? units.map((unit, i) => ({
          text: unit,
          t: times[i]?.[0] ?? 0,
          d: (times[i]?.[1] ?? 0) - (times[i]?.[0] ?? 0),
          confidence: 1,
        }))
      : [];
  return { text, words };
}

/**
 * FunASR's runtime over WebSocket, in its two passes: the first gives words as they come, the second the whole sentence.
 * One connection per utterance, as its own clients do. The server tells no confidence: what it says counts as said, and
 * nobody hears better by guessing one.
 */
export function funasrEngine({ url, lang }: FunasrOptions): HearingEngine {
  const open = new Set<WebSocket>();
  return {
    id: 'funasr',
    lang,
    prepare: async () => {},
    warm: async () => {},
    begin: (hints, events) => utterance(url, hints, events, open),
    async close() {
      for (const socket of open) socket.terminate();
    },
  };
}

function utterance(
  url: string,
  hints: HearingHints,
  events: UtteranceEvents,
  open: Set<WebSocket>,
): EngineUtterance {
  const socket = new WebSocket(url, ['binary'], { maxPayload: MOST_BYTES, handshakeTimeout: 3_000 });
  open.add(socket);
  let waiting: Int16Array[] | null = [];
  let samples = 0;
  let ended = false;
  let over = false;
  let running = '';
  let settled = '';
  let last: EngineWords | null = null;
  let timer: NodeJS.Timeout | null = null;

  function finish(): void {
    over = true;
    waiting = [];
    if (timer !== null) clearTimeout(timer);
    open.delete(socket);
    socket.close();
  }
  function fail(message: string): void {
    if (over) return;
    finish();
    events.onError('engine_failed', message);
  }
  function final(): void {
    if (over) return;
    const said = last ?? { text: settled + running, words: [] };
    finish();
    events.onFinal({ ...said, confidence: said.text === '' ? 0 : 1, alternatives: [] });
  }
  const sayEnd = (): void => socket.send(JSON.stringify({ is_speaking: false }));

  socket.on('open', () => {
    const hotwords = (hints.phrases ?? []).slice(0, MOST_HOTWORDS).map((phrase) => [phrase, 20]);
    socket.send(
      JSON.stringify({
        mode: '2pass',
        wav_name: 'utterance',
        wav_format: 'pcm',
        audio_fs: HEARING_RATE,
        chunk_size: [5, 10, 5],
        chunk_interval: 10,
        itn: true,
        is_speaking: true,
        ...(hotwords.length > 0 ? { hotwords: JSON.stringify(Object.fromEntries(hotwords)) } : {}),
      }),
    );
    for (const part of waiting ?? []) socket.send(bytesOf(part));
    waiting = null;
    if (ended) sayEnd();
  });
  socket.on('message', (data) => {
    if (over) return;
    let answer: z.output<typeof answerSchema>;
    try {
      answer = answerSchema.parse(JSON.parse(String(data)));
    } catch {
      fail('the recognition server sent what cannot be read');
      return;
    }
    if (answer.mode === '2pass-online') {
      running += answer.text;
      events.onPartial({ text: settled + running, words: [] });
      return;
    }
    // The second pass replaces what the first said of the same stretch.
    const words = wordsOf(answer.text, answer.timestamp);
    settled += answer.text;
    running = '';
    last = last === null ? words : { text: settled, words: [...last.words, ...words.words] };
    if (ended) final();
    else events.onPartial(last);
  });
  socket.on('error', () => fail('the recognition server cannot be reached'));
  socket.on('close', () => {
    if (ended && (last !== null || settled + running !== '')) final();
    else fail('the recognition server closed the connection');
  });

  return {
    feed(part) {
      if (over || ended) return;
      samples += part.length;
      if (waiting === null) socket.send(bytesOf(part));
      else if (samples > MOST_WAITING) fail('the recognition server does not answer');
      else waiting.push(part);
      if (samples >= LONGEST_SAMPLES) this.end();
    },
    end() {
      if (over || ended) return;
      ended = true;
      if (socket.readyState === WebSocket.OPEN) sayEnd();
      timer = setTimeout(() => {
        if (settled + running === '') fail('the recognition server gave no answer in time');
        else final();
      }, ANSWER_MS);
    },
    cancel() {
      if (!over) finish();
    },
  };
}
