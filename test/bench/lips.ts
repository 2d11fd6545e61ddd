// Whether lips that should touch do, on stepped time. 200 sentences of the trade are spoken by the product's own voices, with the
// timelines that the server really sends; the product's performer plays each at 30 fps in five phases of the frame, on a
// model of each tier. Counted are the weights that reach the model, nothing in between: b, p and m shut for at least
// one frame; expressions written twice in one frame; the sum of the mouth's shapes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LipTier } from '../../client/stage/tiers.ts';
import { createSpeechService } from '../../server/speech/service.ts';
import { MODELS, type Played, play } from './lib/mouth.ts';
import { progress, report } from './lib/report.ts';
import { closuresIn, type Sentence, sentencesOfTheTrade } from './lib/sentences.ts';

const SENTENCES = 200;
const PHASES = 5;
const MODELS_DIR = join(import.meta.dirname, '../../models');

interface Totals {
  touches: number;
  shut: number;
  contacts: number;
  touched: number;
  frames: number;
  twoWrites: number;
  sumMax: number;
}

function add(totals: Totals, played: Played): void {
  totals.touches += played.touches;
  totals.shut += played.shut;
  totals.contacts += played.contacts;
  totals.touched += played.touched;
  totals.frames += played.frames;
  totals.twoWrites += played.twoWrites;
  totals.sumMax = Math.max(totals.sumMax, played.sumMax);
}

/** Never rounded down past the floor. */
const atMost = (value: number): number => Math.ceil(value * 1000 - 1e-6) / 1000;
/** 100 only where every one was: never rounded up. */
const percent = (part: number, whole: number): number => Math.floor((part / whole) * 10_000) / 100;

const cacheDir = mkdtempSync(join(tmpdir(), 'govatar-lips-'));
const service = createSpeechService({ modelsDir: MODELS_DIR, assetsDir: null, cacheDir });
const totals = new Map<LipTier, Totals>();
let missing = 0;
let expected = 0;
try {
  const voices = service.status().map(({ lang, engine }) => `${lang}:${engine}`);
  const sentences: Sentence[] = sentencesOfTheTrade(SENTENCES);
  for (const [number, sentence] of sentences.entries()) {
    const speech = await service.speak(sentence);
    const said = speech.visemes.filter(({ v }) => v === 'PP').length;
    const spelled = closuresIn(sentence);
    if (spelled !== null) {
      expected += spelled;
      missing += Math.max(0, spelled - said);
    }
    for (const [tier, names] of MODELS) {
      const sum = totals.get(tier) ?? {
        touches: 0,
        shut: 0,
        contacts: 0,
        touched: 0,
        frames: 0,
        twoWrites: 0,
        sumMax: 0,
      };
      totals.set(tier, sum);
      for (let phase = 0; phase < PHASES; phase += 1) add(sum, play(names, speech, number, phase / PHASES));
    }
    if ((number + 1) % 50 === 0) progress(`${number + 1} of ${sentences.length} sentences`);
  }
  const all = [...totals.values()];
  const perTier: Record<string, number> = Object.fromEntries(
    [...totals].flatMap(([tier, sum]) => [
      [`${tier}_closed_pct`, percent(sum.shut, sum.touches)],
      ...(sum.contacts > 0 ? [[`${tier}_teeth_pct`, percent(sum.touched, sum.contacts)]] : []),
      [`${tier}_sum_max`, atMost(sum.sumMax)],
    ]),
  );
  const worst = Math.min(...all.map((sum) => percent(sum.shut, sum.touches)));
  report('lips', {
    // A b, p or m that the timeline lost is as open as one that the stage lost.
    closed_pct: missing > 0 ? Math.min(worst, percent(expected - missing, expected)) : worst,
    frames_two_writes: all.reduce((sum, { twoWrites }) => sum + twoWrites, 0),
    mouth_sum_max: atMost(Math.max(...all.map(({ sumMax }) => sumMax))),
    ...perTier,
    sentences: sentences.length,
    closures: all[0]?.touches ?? 0,
    syllables_b_p_m: expected,
    frames: all.reduce((sum, { frames }) => sum + frames, 0),
    voices: voices.join(' '),
  });
} finally {
  await service.close();
  rmSync(cacheDir, { recursive: true, force: true });
}
process.exit(0);
