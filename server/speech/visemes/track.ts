import type { Viseme, VisemeName } from '../../../protocol/index.ts';
import { rms } from '../audio/pcm.ts';
import type { Sound, SoundUnit } from '../engines/engine.ts';
import { splitSyllable } from '../pinyin/syllable.ts';
import { ARPABET_VISEMES, IPA_VISEMES } from './phones.ts';
import { FINAL_VISEMES, INITIAL_VISEMES, type Share } from './tables.ts';

/** An initial takes this much of its syllable, and never more than `INITIAL_MS`. */
const INITIAL_SHARE = 0.35;
const INITIAL_MS = 90;
/** Lips that close stay closed for at least this: one frame at 30 fps and a little. */
export const CLOSED_MS = 45;
/** Where the sound is this much below its own level, the mouth is shut. dB. */
const SILENCE_DB = -34;
/** Shapes shorter than this are left to their neighbours. */
const SHORTEST_MS = 12;

/** A silence shorter than this does not shut the mouth. */
const SHORTEST_SILENCE_MS = 60;
const VOWELS = new Set<VisemeName>(['aa', 'E', 'I', 'O', 'U']);

type Raw = { t: number; d: number; v: VisemeName };

function spread(t: number, d: number, shares: readonly Share[]): Raw[] {
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  let at = t;
  return shares.map(([v, share]) => {
    const part = (d * share) / sum;
    const made = { t: at, d: part, v };
    at += part;
    return made;
  });
}

/** Mouth shapes of one Mandarin syllable. */
export function syllableVisemes(unit: SoundUnit): Raw[] {
  const { initial, final } = splitSyllable(unit.pinyin ?? 'e5');
  const shape = INITIAL_VISEMES[initial];
  const shares = FINAL_VISEMES[final] ?? [['E', 1] as const];
  if (shape === undefined) return spread(unit.t, unit.d, shares);
  let onset = Math.min(INITIAL_MS, unit.d * INITIAL_SHARE);
  if (shape === 'PP') onset = Math.max(onset, Math.min(CLOSED_MS, unit.d * 0.8));
  return [{ t: unit.t, d: onset, v: shape }, ...spread(unit.t + onset, unit.d - onset, shares)];
}

/** Shapes of a phone in IPA; a long sign such as `ɑu` or `ts.` is taken by its parts. */
export function ipaVisemes(id: string): Share[] {
  const signs = [...id.normalize('NFD')].filter((sign) => /[a-zæðŋθɑɐɒɔɕəɚɛɜɝɡɤɥɨɪɫɲɹɾʂʃʊʌʐʒχ_]/.test(sign));
  const first = signs[0] ?? '';
  const second = signs[1] ?? '';
  if (id === '' || first === '_') return [['sil', 1]];
  if ((first === 't' || first === 'd') && /[ʃʒɕ]/.test(second)) return [['CH', 1]];
  if (first === 't' && second === 's') return [[id.includes('.') ? 'CH' : 'SS', 1]];
  if (/[sʃ]/.test(first) && id.includes('.')) return [['CH', 1]];
  if (first === 'i' && id.includes('.')) return [['RR', 1]];
  const shapes = signs
    .flatMap((sign) => IPA_VISEMES[sign] ?? [])
    .filter((v) => v !== 'kk' || signs.length === 1);
  const lead = IPA_VISEMES[first];
  if (lead && !['aa', 'E', 'I', 'O', 'U'].includes(lead)) return [[lead, 1]];
  const share = 1 / Math.max(1, shapes.length);
  return shapes.length === 0 ? [['E', 1]] : shapes.map((v) => [v, share] as const);
}

function rawOf(sound: Sound): Raw[] {
  if (sound.alphabet === 'pinyin' || sound.phones.length === 0) return sound.units.flatMap(syllableVisemes);
  return sound.phones.flatMap((phone) => {
    const shares = sound.alphabet === 'arpabet' ? ARPABET_VISEMES[phone.id] : ipaVisemes(phone.id);
    return spread(phone.t, phone.d, shares ?? [['E', 1]]);
  });
}

/** Joins neighbours of one shape and gives closed lips their least time at the cost of what follows. */
function tidy(raw: readonly Raw[]): Raw[] {
  const out: Raw[] = [];
  for (const shape of raw) {
    const last = out.at(-1);
    if (last && last.v === shape.v && Math.abs(last.t + last.d - shape.t) < 1) last.d += shape.d;
    else if (shape.d >= SHORTEST_MS || shape.v === 'PP') out.push({ ...shape });
    else if (last) last.d = shape.t + shape.d - last.t;
  }
  out.forEach((shape, i) => {
    const lack = CLOSED_MS - shape.d;
    const next = out[i + 1];
    if (shape.v !== 'PP' || lack <= 0) return;
    const taken =
      next && Math.abs(shape.t + shape.d - next.t) < 1
        ? Math.min(lack, Math.max(0, next.d - SHORTEST_MS))
        : lack;
    shape.d += taken;
    if (next && shape.t + shape.d > next.t) {
      next.d = Math.max(0, next.t + next.d - (shape.t + shape.d));
      next.t = shape.t + shape.d;
    }
  });
  return out.filter((shape) => shape.d > 0);
}

/** However quiet, a shape that sounds can be seen. */
const LEAST_OPEN = 0.12;
/** Longer vowels are parted into pieces of their own loudness: at 60 frames a second one piece is two frames. */
const LONGEST_PIECE_MS = 32;

/**
 * Mouth shapes of one phrase as it really sounds. Weights follow the loudness of the sound under each shape; closed lips
 * have weight 1 always; where the sound is silent the mouth is shut.
 *
 * @param sound times in ms of `pcm`
 * @param pcm the sound that is played, at `sampleRate`
 */
export function visemesOf(sound: Sound, pcm: Float32Array, sampleRate: number): Viseme[] {
  const level = rms(pcm) || 1e-9;
  const loudness = (from: number, to: number): number =>
    20 *
    Math.log10(
      rms(pcm, Math.floor((from * sampleRate) / 1000), Math.ceil((to * sampleRate) / 1000)) / level + 1e-9,
    );
  const parted = tidy(rawOf(sound))
    .flatMap((shape) => withoutSilence(shape, loudness))
    .flatMap(inPieces);
  return parted.map(({ t, d, v }) => {
    if (v === 'PP') return { t, d, v, w: 1 };
    const db = loudness(t, t + d);
    if (v === 'sil' || db < SILENCE_DB) return { t, d, v: 'sil' as const, w: 1 };
    // The jaw follows the sound's amplitude: wide open at 3 dB above the phrase's own level. Over 180 sentences of the trade
    // this put the peak of opening against envelope nearer than its square root did (figures.md, lipsync).
    const open = 10 ** ((db - 3) / 20);
    return { t, d, v, w: Math.round(Math.min(1, Math.max(LEAST_OPEN, open)) * 100) / 100 };
  });
}

/** A long vowel swells and fades: each part of it opens the mouth as far as that part is loud. */
function inPieces(shape: Raw): Raw[] {
  const count = VOWELS.has(shape.v) ? Math.ceil(shape.d / LONGEST_PIECE_MS) : 1;
  const d = shape.d / count;
  return Array.from({ length: count }, (_, i) => ({ v: shape.v, t: shape.t + i * d, d }));
}

/**
 * A vowel that lasts into silence ends where the silence begins. Consonants are left alone: a stop is silent by nature.
 */
function withoutSilence(shape: Raw, loudness: (from: number, to: number) => number): Raw[] {
  if (!VOWELS.has(shape.v)) return [shape];
  let heard = shape.d;
  while (heard > 0 && loudness(shape.t + Math.max(0, heard - 10), shape.t + heard) < SILENCE_DB) heard -= 10;
  if (shape.d - heard < SHORTEST_SILENCE_MS) return [shape];
  const silent: Raw = { t: shape.t + Math.max(0, heard), d: shape.d - Math.max(0, heard), v: 'sil' };
  return heard < SHORTEST_MS ? [{ ...silent, t: shape.t, d: shape.d }] : [{ ...shape, d: heard }, silent];
}
