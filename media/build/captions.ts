import type { Lang, VideoScene } from '../../protocol/index.ts';
import { LEAD_S } from './timing.ts';

/** As much as one caption shows at once. */
const LONGEST = { zh: 18, en: 64 };

const clock = (s: number): string => {
  const ms = Math.round(s * 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
};

const cue = (id: string, from: number, to: number, text: string): string =>
  `${id}\n${clock(from)} --> ${clock(to)}\n${text}\n`;

/** A narration in pieces of one caption each: cut at stops, and at commas where a sentence is too long. */
export function piecesOf(text: string, lang: Lang): string[] {
  const stops = lang === 'zh' ? /[^。！？]+[。！？]?/g : /[^.!?]+[.!?]*\s*/g;
  const commas = lang === 'zh' ? /[^，；：]+[，；：]?/g : /[^,;:]+[,;:]?\s*/g;
  return (text.match(stops) ?? [text]).flatMap((sentence) => {
    if (sentence.trim().length <= LONGEST[lang]) return [sentence.trim()];
    const pieces: string[] = [];
    for (const clause of sentence.match(commas) ?? [sentence]) {
      const last = pieces.at(-1);
      if (last !== undefined && (last + clause).trim().length <= LONGEST[lang])
        pieces[pieces.length - 1] = last + clause;
      else pieces.push(clause);
    }
    return pieces.map((piece) => piece.trim());
  });
}

/** The spoken words as WebVTT: each piece for its share of the scene. */
export function captionsOf(scenes: readonly VideoScene[], lang: Lang): string {
  const cues = scenes.flatMap((scene) => {
    const pieces = piecesOf(scene.narration[lang], lang);
    const all = pieces.reduce((sum, piece) => sum + piece.length, 0);
    let from = scene.startS + LEAD_S;
    return pieces.map((piece, i) => {
      const to =
        i === pieces.length - 1
          ? scene.endS
          : from + ((scene.endS - 0.6 - scene.startS - LEAD_S) * piece.length) / all;
      const one = cue(`${scene.id}-${i + 1}`, from, to, piece);
      from = to;
      return one;
    });
  });
  return `WEBVTT\n\n${cues.join('\n')}`;
}

/** The chapters as WebVTT: one for each scene. */
export const chaptersOf = (scenes: readonly VideoScene[], lang: Lang): string =>
  `WEBVTT\n\n${scenes.map((scene) => cue(scene.id, scene.startS, scene.endS, scene.chapter[lang])).join('\n')}`;
