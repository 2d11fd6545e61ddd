// Short answers where they are said, without a browser: the words of lib/short-answers.ts with the hints that the product
// gives at that question, in the recorded voice and in espeak's, each at two speeds, quiet and over pink noise 15 dB
// below the speech, mixed digitally. short_pct: the meaning that was heard is the one that was said (对 and 是的 are one
// meaning where both are a yes), asked back or not. short_sure_pct: the same, sure enough not to be asked back.
// short_wrong_sure_pct: of all answers, those that would have done what was not said. outside_wrong_sure_pct: of words that
// were not asked for, those that are taken for something else. These are not in the other figures.
// The bounds of the recogniser were chosen while looking at these very words: there is no held-out list yet.
// GOVATAR_SHORT_ONLY=name takes one question alone; GOVATAR_SHORT_EVERY=n takes every n-th answer only; `answers` says how many were said.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spokenTexts } from '../../server/affairs/spoken.ts';
import { answerOf } from '../../server/dialog/heard.ts';
import type { Engine } from '../../server/speech/engines/engine.ts';
import { espeakEngine } from '../../server/speech/engines/espeak.ts';
import { recordedEngine } from '../../server/speech/engines/recorded.ts';
import type { EngineFinal, HearingEngine } from '../../server/speech/hearing/engine.ts';
import { mandarinEngine } from '../../server/speech/hearing/pocketsphinx/engine.ts';
import { findMandarin, findProgram } from '../../server/speech/hearing/pocketsphinx/files.ts';
import { HEARING_RATE, HEARING_SURE, type HearingHints } from '../../server/speech/hearing/types.ts';
import { findVoicePack } from '../../server/speech/pack/install.ts';
import { planSpeech } from '../../server/speech/plan.ts';
import { pink } from './lib/ear-hall.ts';
import { percentile, progress, report, round } from './lib/report.ts';
import { SHORT_CONTEXTS, type ShortContext } from './lib/short-answers.ts';
import { joined, levelled, rmsOf } from './lib/voices.ts';

const LEVEL_DB = -24;
const RATES = [0.85, 1.2];
const SNR_DB = 15;
const project = fileURLToPath(new URL('../..', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'govatar-short-'));
const folders = [join(project, 'models'), process.env.GOVATAR_ASSETS ?? ''].filter((one) => one !== '');
const files = findMandarin(folders);
const program = findProgram();
const pack = findVoicePack(join(project, 'models'));
if (files === null || program === null || pack === null)
  throw new Error('Mandarin ear or voice is missing: npm run models -- asr-zh voice-cmn');
const engine = await mandarinEngine(files, spokenTexts(join(project, 'affairs')), dir, {
  program,
  processes: 1,
});
const voices: Record<string, Engine | null> = { recorded: recordedEngine(pack), espeak: espeakEngine('zh') };

/** Averages over each step: what lies above the new band is of no use to this model, which hears up to 4 kHz. */
function resampled(pcm: Int16Array, from: number): Float32Array {
  const step = from / HEARING_RATE;
  return Float32Array.from({ length: Math.floor(pcm.length / step) }, (_, i) => {
    const start = Math.floor(i * step);
    const end = Math.max(start + 1, Math.floor((i + 1) * step));
    let sum = 0;
    for (let at = start; at < end; at += 1) sum += pcm[at] ?? 0;
    return sum / (end - start) / 32_768;
  });
}

async function said(voice: Engine, text: string, rate: number): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (const { phrase } of planSpeech(text, 'zh').phrases) {
    const { pcm, sampleRate } = await voice.synthesise(phrase, rate);
    parts.push(resampled(pcm, sampleRate));
  }
  return levelled(joined(parts), LEVEL_DB);
}

/** Between 300 ms of rest, over noise; -60 dB against full scale where none is wanted. */
function inHall(sound: Float32Array, snrDb: number | null): Int16Array {
  const pause = HEARING_RATE * 0.3;
  const noise = pink(snrDb === null ? -60 : 20 * Math.log10(rmsOf(sound)) - snrDb);
  return Int16Array.from({ length: sound.length + 2 * pause }, (_, i) =>
    Math.round(Math.max(-1, Math.min(1, (sound[i - pause] ?? 0) + noise())) * 32_767),
  );
}

function hear(ear: HearingEngine, hints: HearingHints, pcm: Int16Array): Promise<EngineFinal | null> {
  return new Promise((resolve) => {
    const utterance = ear.begin(hints, {
      onPartial: () => undefined,
      onFinal: resolve,
      onError: () => resolve(null),
    });
    utterance.feed(pcm);
    utterance.end();
  });
}

/** What an answer means where it is said; null for words that mean nothing there. A yes is a yes by any word. */
const meaningOf = ({ said: all }: ShortContext, text: string): string | null =>
  Object.entries(all).find(([, words]) => words.split(' ').includes(text))?.[0] ?? answerOf(text);

interface Row {
  voice: string;
  outside: boolean;
  right: boolean;
  sure: boolean;
  /** Means something else, or something is taken that nobody offered. */
  wrong: boolean;
  ms: number;
}
const rows: Row[] = [];
let place = 0;
let answers = 0;
/** Only every so many-th answer: a look while tuning. */
const EVERY = Number(process.env.GOVATAR_SHORT_EVERY ?? 1);
const ONLY = process.env.GOVATAR_SHORT_ONLY;
for (const context of SHORT_CONTEXTS.filter(({ name }) => ONLY === undefined || name === ONLY)) {
  await engine.prepare(context.hints);
  for (const [meaning, words] of Object.entries(context.said))
    for (const text of words.split(' ')) {
      place += 1;
      if (place % EVERY !== 0) continue;
      answers += 1;
      for (const [voice, maker] of Object.entries(voices))
        for (const rate of maker === null ? [] : RATES) {
          if (maker === null) continue;
          const sound = await said(maker, text, rate);
          for (const snr of [null, SNR_DB]) {
            const startAt = performance.now();
            const final = await hear(engine, context.hints, inHall(sound, snr));
            const found = meaningOf(context, final?.text ?? '');
            const sure = (final?.confidence ?? 0) >= HEARING_SURE;
            const right = found === meaning;
            rows.push({
              voice: `${voice}_${snr === null ? 'quiet' : 'noisy'}`,
              outside: context.name === 'outside',
              right,
              sure,
              wrong: sure && !right && final?.text !== '',
              ms: performance.now() - startAt,
            });
            if (!right || !sure)
              progress(
                `${context.name} ${voice} ${rate} ${snr ?? 'quiet'}: ${text} → ${final?.text} ${final?.confidence.toFixed(2)}${right ? ' (asked back)' : sure ? ' WRONG' : ''}`,
              );
          }
        }
    }
}
const pct = (list: readonly Row[], is: (row: Row) => boolean): number =>
  round((100 * list.filter(is).length) / Math.max(1, list.length));
const asked = rows.filter(({ outside }) => !outside);
const unasked = rows.filter(({ outside }) => outside);
report('short', {
  short_pct: pct(asked, ({ right }) => right),
  short_sure_pct: pct(asked, ({ right, sure }) => right && sure),
  short_wrong_sure_pct: pct(asked, ({ wrong }) => wrong),
  outside_wrong_sure_pct: pct(unasked, ({ wrong }) => wrong),
  ...Object.fromEntries(
    [...new Set(asked.map(({ voice }) => voice))].map((voice) => [
      `${voice}_pct`,
      pct(
        asked.filter((row) => row.voice === voice),
        ({ right }) => right,
      ),
    ]),
  ),
  answers,
  final_p95_ms: round(
    percentile(
      rows.map(({ ms }) => ms),
      95,
    ),
  ),
});
await engine.close();
for (const voice of Object.values(voices)) await voice?.close();
rmSync(dir, { recursive: true, force: true });
process.exit(0);
