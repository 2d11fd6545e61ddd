import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Lang } from '../../../protocol/index.ts';
import type { Engine, Phone, Phrase, Sound, SoundUnit } from './engine.ts';

const METHOD = 1;
const FOLDER = new URL('../../../engines/espeak/', import.meta.url);
/** espeak's words per minute at rate 1: about 4.2 Mandarin syllables a second. */
const WORDS_PER_MINUTE = 175;
const TIMEOUT_MS = 6000;
const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 60_000;

interface Event {
  type: string;
  audio_position: number;
  id: string;
}
interface Answer {
  id: number;
  rate: number;
  bytes: number;
  events: Event[];
  error?: string;
}

/** Numbered pinyin for the voice `cmn-latn-pinyin`: ü is v, the neutral tone 5. */
function pinyinText(phrase: Phrase): string {
  if (phrase.lang === 'en') return `${phrase.tokens.map((t) => t.say + (t.mark ?? '')).join(' ')}.`;
  return phrase.syllables.map((s) => s.spoken).join(' ');
}

/** Times of words and phones from espeak's events; a word's event stands before its first phone. */
export function espeakSound(phrase: Phrase, answer: Pick<Answer, 'rate' | 'events'>, pcm: Int16Array): Sound {
  const items = phrase.lang === 'zh' ? phrase.syllables : phrase.tokens;
  const total = (pcm.length * 1000) / answer.rate;
  const starts: number[] = [];
  const phones: Phone[] = [];
  for (const event of answer.events) {
    if (event.type === 'word') starts.push(event.audio_position);
    if (event.type !== 'phoneme') continue;
    const last = phones.at(-1);
    if (last) last.d = Math.max(0, event.audio_position - last.t);
    phones.push({
      t: event.audio_position,
      d: Math.max(0, total - event.audio_position),
      id: event.id.replace(/[ˈˌ]/g, ''),
    });
  }
  const sounding = phones.filter((p) => p.id !== '' && p.id !== '_');
  const end = sounding.at(-1);
  const endMs = end ? Math.min(total, end.t + end.d) : total;
  // Where espeak counts words otherwise than we do, the time is divided evenly: better than none.
  const exact = starts.length === items.length;
  const begin = sounding[0]?.t ?? 0;
  const units = items.map((item, i): SoundUnit => {
    const share = (endMs - begin) / items.length;
    const t = exact ? (starts[i] ?? 0) : begin + i * share;
    const next = i + 1 < items.length ? (exact ? (starts[i + 1] ?? endMs) : begin + (i + 1) * share) : endMs;
    return {
      t,
      d: Math.max(0, next - t),
      from: item.from,
      to: item.to,
      ...('spoken' in item ? { pinyin: item.spoken } : {}),
    };
  });
  return { pcm, sampleRate: answer.rate, units, phones, alphabet: 'ipa' };
}

/** One espeak process: JSON lines in, a JSON line and raw PCM out. Started at the first call. */
class EspeakProcess {
  readonly #waiting = new Map<
    number,
    { done: (a: Answer, pcm: Int16Array) => void; fail: (e: Error) => void }
  >();
  readonly #onCrash: ((message: string) => void) | undefined;
  #child: ChildProcess | null = null;
  #buffer: Buffer = Buffer.alloc(0);
  #nextId = 1;
  #failures = 0;
  #notBefore = 0;
  #closed = false;

  constructor(onCrash?: (message: string) => void) {
    this.#onCrash = onCrash;
  }

  call(
    lang: Lang,
    text: string,
    rate: number,
    signal?: AbortSignal,
  ): Promise<{ answer: Answer; pcm: Int16Array }> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (this.#closed || performance.now() < this.#notBefore)
        return reject(new Error('resting after a crash'));
      const child = this.#start();
      const id = this.#nextId++;
      const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        end();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.set(id, {
        done: (answer, pcm) => {
          end();
          if (answer.error !== undefined) reject(new Error(answer.error));
          else resolve({ answer, pcm });
        },
        fail: (error) => {
          end();
          reject(error);
        },
      });
      child.stdin?.write(
        `${JSON.stringify({ id, voice: lang === 'zh' ? 'cmn-latn-pinyin' : 'en-us', rate, text })}\n`,
      );
    });
  }

  close(): void {
    this.#closed = true;
    this.#child?.stdin?.end();
    this.#child?.kill();
    for (const waiting of [...this.#waiting.values()]) waiting.fail(new Error('closed'));
  }

  #start(): ChildProcess {
    if (this.#child) return this.#child;
    const child = spawn(process.execPath, [new URL('main.mjs', FOLDER).pathname], {
      cwd: FOLDER.pathname,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#buffer = Buffer.alloc(0);
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stdin?.on('error', () => {});
    child.once('error', (error) => this.#down(child, error.message));
    child.once('exit', (code, signal) => this.#down(child, `ended with ${signal ?? code}`));
    this.#child = child;
    return child;
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const line = this.#buffer.indexOf(10);
      if (line < 0) return;
      let answer: Answer;
      try {
        answer = JSON.parse(this.#buffer.toString('utf8', 0, line)) as Answer;
      } catch {
        this.#child?.kill('SIGKILL');
        return;
      }
      if (this.#buffer.length < line + 1 + answer.bytes) return;
      const bytes = Uint8Array.from(this.#buffer.subarray(line + 1, line + 1 + answer.bytes));
      this.#buffer = this.#buffer.subarray(line + 1 + answer.bytes);
      this.#failures = 0;
      this.#waiting.get(answer.id)?.done(answer, new Int16Array(bytes.buffer, 0, bytes.length >> 1));
    }
  }

  #down(child: ChildProcess, message: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    if (this.#closed) return;
    this.#failures++;
    this.#notBefore =
      performance.now() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (this.#failures - 1));
    this.#onCrash?.(message);
    for (const waiting of [...this.#waiting.values()]) waiting.fail(new Error(message));
  }
}

/** Whether the optional package was installed (`npm run models -- espeak`). */
export function espeakInstalled(): boolean {
  return existsSync(new URL('node_modules/@echogarden/espeak-ng-emscripten/package.json', FOLDER));
}

/** espeak-ng as a separate program (GPL, optional package); null when it is not installed. */
export function espeakEngine(lang: Lang, onCrash?: (message: string) => void): Engine | null {
  if (!espeakInstalled()) return null;
  const program = new EspeakProcess(onCrash);
  return {
    id: 'espeak',
    lang,
    version: `${METHOD}-0.3.5`,
    async synthesise(phrase, rate, signal) {
      const { answer, pcm } = await program.call(
        lang,
        pinyinText(phrase),
        Math.round(WORDS_PER_MINUTE * rate),
        signal,
      );
      return espeakSound(phrase, answer, pcm);
    },
    async warm() {
      await program.call(lang, lang === 'zh' ? 'nin2 hao3' : 'hello', WORDS_PER_MINUTE);
    },
    async close() {
      program.close();
    },
  };
}
