// How well the recogniser understands, without a browser: sentences in the server's own recorded voice (the only Mandarin
// voice here; a concatenated one, clearer than a person and less natural), as Opus, into the product's hearing service.
//
// in_grammar: 100 phrases drawn with a fixed seed from those the language model is made of, after their weights; right when
// the sounds are those that were said (toneless pinyin: the acoustic model knows no tones, and homophones lead to the same
// understanding). unseen: 100 sentences drawn from test/eval/unseen.jsonl, which neither the language model nor the learning
// has seen, less those that the content holds word for word; right when the dialog finds the service that was meant.
// unseen_text: the same sentences typed, the best that hearing could reach. wrong_sure: of all that was misheard, what was
// not asked back (confidence above the bound). noisy20, noisy10: in_grammar over pink noise 20 and 10 dB below the speech,
// mixed digitally. The sound comes as fast as it is said; final_ms: from its end to the final. real_time_factor: time until
// the final when the whole utterance is there at once, to its length.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadForms } from '../../server/affairs/forms.ts';
import { loadAffairs } from '../../server/affairs/load.ts';
import { syllables, units } from '../../server/affairs/phonetics.ts';
import { spokenTexts } from '../../server/affairs/spoken.ts';
import { createDialog } from '../../server/dialog/dialog.ts';
import { createHearing } from '../../server/speech/hearing/service.ts';
import { HEARING_RATE, HEARING_SURE, type HearingEvent } from '../../server/speech/hearing/types.ts';
import { createSpeechService } from '../../server/speech/service.ts';
import { readRows } from '../eval/row.ts';
import { pink } from './lib/ear-hall.ts';
import { percentile, progress, report, round } from './lib/report.ts';
import { levelled, rmsOf, seeded, spokenBy } from './lib/voices.ts';

const COUNT = Number(process.env.GOVATAR_ASR_COUNT ?? 100);
const LEVEL_DB = -24;
const project = fileURLToPath(new URL('../..', import.meta.url));
const affairsDir = join(project, 'affairs');
const dir = mkdtempSync(join(tmpdir(), 'govatar-asr-'));
const roots = { modelsDir: join(project, 'models'), assetsDir: process.env.GOVATAR_ASSETS ?? null };
const speech = createSpeechService({ ...roots, cacheDir: join(dir, 'speech') });
const texts = spokenTexts(affairsDir);
const hearing = createHearing({ ...roots, cacheDir: join(dir, 'hearing'), phrases: () => texts });
await hearing.ready;
const engine = hearing.status().find(({ lang }) => lang === 'zh')?.engine ?? null;
if (engine === null) throw new Error('nothing hears Mandarin here: npm run models asr-zh');
const affairs = loadAffairs(affairsDir);
const dialog = createDialog({ affairs, forms: loadForms(affairsDir) });

const random = seeded(5);
const bare = (text: string): string => text.replaceAll(/[\p{P}\p{S}\s]/gu, '');
const sounds = (text: string): string => syllables(units(bare(text))).plain.join(' ');
const speakable = (text: string): boolean => /^[\p{Script=Han}，。？！]{3,20}$/u.test(text);

/** Some of a list, each at most once; `weight` makes one more likely. */
function drawn<T>(list: readonly T[], count: number, weight: (one: T) => number): T[] {
  return list
    .map((one) => ({ one, key: Math.abs(random()) ** (1 / weight(one)) }))
    .sort((a, b) => b.key - a.key)
    .slice(0, count)
    .map(({ one }) => one);
}

type Final = Extract<HearingEvent, { type: 'final' }>;

/** Sound reaches the recogniser in pieces of 100 ms. */
const PIECE = HEARING_RATE / 10;
const at = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));

/** What is understood of sound that comes as fast as it is said, as in a call, or all at once, to learn how long it takes. */
async function hear(
  sound: Float32Array,
  how: 'live' | 'at_once',
): Promise<{ final: Final | null; ms: number }> {
  const pcm = Int16Array.from(sound, (x) => Math.round(Math.max(-1, Math.min(1, x)) * 32_767));
  let endedAt = 0;
  let send = async (): Promise<void> => undefined;
  const heard = new Promise<{ final: Final | null; ms: number }>((resolve) => {
    const stream = hearing.open({
      lang: 'zh',
      turns: 'told',
      onEvent: (event) => {
        if (event.type !== 'final' && event.type !== 'error') return;
        stream.close();
        resolve({ final: event.type === 'final' ? event : null, ms: performance.now() - endedAt });
      },
    });
    send = async () => {
      stream.pcm(pcm.slice(0, HEARING_RATE / 5));
      stream.begin(200);
      const startAt = performance.now();
      for (let from = HEARING_RATE / 5; from < pcm.length; from += PIECE) {
        if (how === 'live') await at(startAt + (1000 * (from - HEARING_RATE / 5)) / HEARING_RATE);
        stream.pcm(pcm.slice(from, from + PIECE));
      }
      endedAt = how === 'live' ? performance.now() : startAt;
      stream.end();
    };
  });
  await send();
  return heard;
}

/** A sentence at 16 kHz between 300 ms of silence, over noise `snrDb` softer; -60 dB against full scale where none is wanted. */
async function sound(text: string, snrDb: number | null): Promise<Float32Array> {
  const said = levelled(await spokenBy(speech, text, HEARING_RATE), LEVEL_DB);
  const pause = HEARING_RATE * 0.3;
  const noise = pink(snrDb === null ? -60 : 20 * Math.log10(rmsOf(said)) - snrDb);
  return Float32Array.from({ length: said.length + 2 * pause }, (_, i) => (said[i - pause] ?? 0) + noise());
}

const finals: number[] = [];
let misheard = 0;
let wrongSure = 0;
let askedThoughRight = 0;
let rightOnes = 0;

async function grammar(phrases: readonly string[], snrDb: number | null): Promise<number> {
  let right = 0;
  for (const text of phrases) {
    const pcm = await sound(text, snrDb);
    const { final, ms } = await hear(pcm, 'live');
    finals.push(ms);
    const same = sounds(final?.text ?? '') === sounds(text);
    const sure = (final?.confidence ?? 0) >= HEARING_SURE;
    if (same) {
      right += 1;
      rightOnes += 1;
      if (!sure) askedThoughRight += 1;
    } else {
      misheard += 1;
      if (sure) wrongSure += 1;
      progress(`${snrDb ?? 'quiet'}: ${text} → ${final?.text} ${final?.confidence.toFixed(2)}`);
    }
  }
  return round((100 * right) / phrases.length);
}

const serviceOf = (text: string): string | null =>
  dialog.turn({ text, lang: 'zh', via: 'voice' }, dialog.begin()).understood.service;

const known = new Set(texts.map(({ text }) => bare(text)));
const inGrammar = drawn(
  texts.filter(({ text }) => speakable(text)),
  COUNT,
  ({ weight }) => weight,
).map(({ text }) => text);
const rows = readRows(readFileSync(join(project, 'test/eval/unseen.jsonl'), 'utf8')).flatMap((row) => {
  const service = row.intents[0]?.service;
  const fits = row.before.length === 0 && speakable(row.utterance) && !known.has(bare(row.utterance));
  return fits && service !== undefined && affairs.service(service) ? [{ text: row.utterance, service }] : [];
});
const unseen = drawn(rows, COUNT, () => 1);

const quiet = await grammar(inGrammar, null);
const noisy20 = await grammar(inGrammar, 20);
const noisy10 = await grammar(inGrammar, 10);
let meant = 0;
let typed = 0;
let unseenSure = 0;
for (const { text, service } of unseen) {
  const { final } = await hear(await sound(text, null), 'live');
  const found = serviceOf(final?.text ?? '');
  if (found === service) meant += 1;
  else {
    if ((final?.confidence ?? 0) >= HEARING_SURE && found !== null && serviceOf(text) === service)
      unseenSure += 1;
    progress(`unseen: ${text} → ${final?.text} ${final?.confidence.toFixed(2)} ${found} not ${service}`);
  }
  if (serviceOf(text) === service) typed += 1;
}
// All at once, which no call does: how long a second of speech takes.
let heardMs = 0;
let saidMs = 0;
for (const text of inGrammar.slice(0, 20)) {
  const pcm = await sound(text, null);
  heardMs += (await hear(pcm, 'at_once')).ms;
  saidMs += (pcm.length * 1000) / HEARING_RATE;
}
report('asr', {
  in_grammar_pct: quiet,
  unseen_intent_pct: round((100 * meant) / unseen.length),
  unseen_text_pct: round((100 * typed) / unseen.length),
  unseen_wrong_sure_pct: round((100 * unseenSure) / unseen.length),
  noisy20_pct: noisy20,
  noisy10_pct: noisy10,
  wrong_sure_pct: round((100 * wrongSure) / Math.max(1, misheard)),
  asked_though_right_pct: round((100 * askedThoughRight) / Math.max(1, rightOnes)),
  real_time_factor: round(heardMs / saidMs, 2),
  final_p50_ms: round(percentile(finals, 50)),
  final_p95_ms: round(percentile(finals, 95)),
  engine,
});
await hearing.close();
await speech.close();
rmSync(dir, { recursive: true, force: true });
process.exit(0);
