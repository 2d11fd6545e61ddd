import { toInt16 } from '../audio/pcm.ts';
import { warp } from '../audio/wsola.ts';
import { PACK_RATE, type PackUnit } from '../pack/shape.ts';
import type { PackStore, Unit } from '../pack/store.ts';
import { splitSyllable, toneless, toneOf } from '../pinyin/syllable.ts';
import type { Phrase, Sound, SoundUnit, Syllable } from './engine.ts';

type ZhPhrase = Extract<Phrase, { lang: 'zh' }>;

/** Longest recorded word that is looked for. */
const LONGEST_WORD = 4;
/** Overlap of two recordings: 12 ms hide the seam without blurring a stop. */
const OVERLAP_MS = 12;
/**
 * Wanted length of a syllable in running speech. Recordings are words said alone, at about twice this; four syllables a
 * second is the pace of a calm announcer.
 */
const SYLLABLE_MS = 238;
const LIGHT_SYLLABLE_MS = 150;
/** The last syllable of a phrase is held a little. */
const FINAL_FACTOR = 1.18;
/** Recordings are never shortened more than this, nor lengthened: beyond it WSOLA begins to sound. */
const MAX_SPEED = 1.75;
/** A character said alone is held longest of all. */
const MAX_SPEED_SINGLE = 2.2;
const MIN_SPEED = 0.9;
/** The attack of a consonant keeps more of its own length: it carries the word. */
const ATTACK_MS = 70;
const ATTACK_SPEED = 1.12;
/** Words of grammar pass quickly in running speech. */
const GRAMMAR = new Set('是在和到把被于与或及向从对就也还都我为以将由');
const GRAMMAR_SYLLABLE_MS = 195;
/** Light syllables are softer (-3 dB), the end of a sentence a little too (-1.5 dB). */
const LIGHT_GAIN = 0.71;
const FINAL_GAIN = 0.84;

/** A recording and the syllables of the phrase that it says. */
interface Choice {
  unit: PackUnit;
  syllables: Syllable[];
}

/** Equal syllables; a light one matches its full form, since dictionaries differ on them. */
function same(a: string, b: string): boolean {
  if (a === b) return true;
  return toneless(a) === toneless(b) && (toneOf(a) === 5 || toneOf(b) === 5);
}

function wordMatch(pack: PackStore, syllables: readonly Syllable[]): PackUnit | null {
  const text = syllables.map((s) => s.char).join('');
  for (const unit of pack.byText(text)) {
    const pinyin = unit[1].split(' ');
    if (pinyin.length === syllables.length && pinyin.every((p, i) => same(p, syllables[i]?.lexical ?? '')))
      return unit;
  }
  return null;
}

/** One syllable: the character itself, another by the same speaker, the other speaker's; at last the nearest tone. */
function syllableMatch(pack: PackStore, syllable: Syllable): PackUnit | null {
  const { char, spoken, lexical } = syllable;
  for (const unit of pack.byText(char)) if (unit[1] === spoken) return unit;
  const speaker = pack.charactersBy(spoken)[0];
  if (speaker) return speaker;
  if (toneOf(spoken) !== 5) {
    const bare = pack.syllable(spoken);
    if (bare) return bare;
  }
  const letters = toneless(spoken);
  const tones = toneOf(spoken) === 5 ? [toneOf(lexical), 4, 1, 3, 2] : [toneOf(lexical), 3, 4, 2, 1];
  for (const tone of tones) {
    const near = pack.charactersBy(`${letters}${tone}`)[0] ?? pack.syllable(`${letters}${tone}`);
    if (near) return near;
  }
  return null;
}

/** Longest match from the left. @throws when a syllable is in no recording */
export function chooseUnits(pack: PackStore, syllables: readonly Syllable[]): Choice[] {
  const out: Choice[] = [];
  let at = 0;
  while (at < syllables.length) {
    let chosen: Choice | null = null;
    for (let n = Math.min(LONGEST_WORD, syllables.length - at); n >= 2 && !chosen; n--) {
      const part = syllables.slice(at, at + n);
      const unit = wordMatch(pack, part);
      if (unit) chosen = { unit, syllables: part };
    }
    const single = syllables[at];
    if (!chosen && single) {
      const unit = syllableMatch(pack, single);
      if (!unit) throw new Error(`no recording for ${single.spoken}`);
      chosen = { unit, syllables: [single] };
    }
    if (!chosen) break;
    out.push(chosen);
    at += chosen.syllables.length;
  }
  return out;
}

/** Scaled sound of one recording and where its syllables begin and end, in samples. */
interface Piece {
  samples: Float32Array;
  starts: number[];
  end: number;
}

function shape(unit: Unit, syllables: readonly Syllable[], last: boolean, rate: number): Piece {
  const count = syllables.length;
  const ms = PACK_RATE / 1000;
  // Inside a phrase the decay of a word said alone is left out: the next one begins where the voice has faded by 22 dB.
  const tail = last
    ? Math.min(unit.samples.length, unit.core + 60 * ms)
    : Math.min(unit.samples.length, unit.core + 8 * ms);
  let wantedMs = 0;
  syllables.forEach((s, i) => {
    const plain = count === 1 && GRAMMAR.has(s.char) ? GRAMMAR_SYLLABLE_MS : SYLLABLE_MS;
    wantedMs +=
      (toneOf(s.spoken) === 5 ? LIGHT_SYLLABLE_MS : plain) * (last && i === count - 1 ? FINAL_FACTOR : 1);
  });
  wantedMs /= rate;
  const fastest = count === 1 ? MAX_SPEED_SINGLE : MAX_SPEED;
  const speed = Math.min(
    fastest * Math.max(1, rate),
    Math.max(MIN_SPEED * Math.min(1, rate), tail / ms / wantedMs),
  );
  const attack = Math.min(ATTACK_MS * ms, tail * 0.3);
  const attackOut = attack / Math.min(speed, ATTACK_SPEED * Math.max(1, rate));
  const length = Math.round(Math.max(tail / speed, attackOut + 20 * ms));
  const slope = (tail - attack) / (length - attackOut);
  const inputAt = (out: number): number =>
    out <= attackOut ? (out * attack) / attackOut : attack + (out - attackOut) * slope;
  const outputAt = (input: number): number =>
    input <= attack ? (input * attackOut) / attack : attackOut + (input - attack) / slope;
  const samples = Float32Array.from(warp(unit.samples, PACK_RATE, length, inputAt));
  const bounds = unit.boundaries.length === count - 1 ? unit.boundaries : even(count, tail);
  return { samples, starts: [0, ...bounds.map((b) => Math.round(outputAt(b)))], end: samples.length };
}

function even(count: number, length: number): number[] {
  return Array.from({ length: count - 1 }, (_, i) => Math.round(((i + 1) * length) / count));
}

function gainOf(syllables: readonly Syllable[], finalPhrase: boolean, last: boolean): number {
  const light = syllables.length === 1 && toneOf(syllables[0]?.spoken ?? '') === 5;
  return (light ? LIGHT_GAIN : 1) * (finalPhrase && last ? FINAL_GAIN : 1);
}

/** Raised-cosine fade over the first or last `n` samples. */
function fade(samples: Float32Array, n: number, end: boolean): void {
  const count = Math.min(n, samples.length);
  for (let i = 0; i < count; i++) {
    const g = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / count);
    const k = end ? samples.length - 1 - i : i;
    samples[k] = (samples[k] as number) * g;
  }
}

/**
 * Says a phrase with recorded words: longest match, each recording brought to the pace of running speech and laid over
 * the end of the one before. Syllable times follow from the construction.
 *
 * @throws when a syllable has no recording at all
 */
export function concatenate(pack: PackStore, phrase: ZhPhrase, rate: number): Sound {
  const choices = chooseUnits(pack, phrase.syllables);
  const overlap = Math.round((OVERLAP_MS * PACK_RATE) / 1000);
  const pieces = choices.map((choice, i) => {
    const last = i === choices.length - 1;
    const piece = shape(pack.load(choice.unit), choice.syllables, last, rate);
    const gain = gainOf(choice.syllables, phrase.final, last);
    for (let k = 0; k < piece.samples.length; k++) piece.samples[k] = (piece.samples[k] as number) * gain;
    // A stop or a fricative begins with its own noise: a short fade keeps it; other sounds take the whole overlap.
    const hard = /^(b|p|d|t|g|k|z|c|zh|ch|j|q)$/.test(
      splitSyllable(choice.syllables[0]?.spoken ?? '').initial,
    );
    fade(piece.samples, hard ? overlap / 4 : overlap, false);
    fade(piece.samples, last ? overlap * 2 : overlap, true);
    return piece;
  });
  const total = pieces.reduce((sum, p) => sum + p.samples.length, 0) - overlap * (pieces.length - 1);
  const out = new Float32Array(Math.max(0, total));
  const units: SoundUnit[] = [];
  const toMs = 1000 / PACK_RATE;
  let at = 0;
  pieces.forEach((piece, i) => {
    for (let k = 0; k < piece.samples.length; k++)
      out[at + k] = (out[at + k] as number) + (piece.samples[k] as number);
    const next = at + piece.samples.length - (i === pieces.length - 1 ? 0 : overlap);
    choices[i]?.syllables.forEach((syllable, n) => {
      const start = at + (piece.starts[n] ?? 0);
      const end = n + 1 < piece.starts.length ? at + (piece.starts[n + 1] ?? 0) : next;
      units.push({
        t: start * toMs,
        d: Math.max(0, end - start) * toMs,
        from: syllable.from,
        to: syllable.to,
        pinyin: syllable.spoken,
      });
    });
    at = next;
  });
  return { pcm: toInt16(out), sampleRate: PACK_RATE, units, phones: [], alphabet: 'pinyin' };
}
