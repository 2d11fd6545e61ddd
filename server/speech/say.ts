import type { Lang } from '../../protocol/index.ts';
import { normaliseEn } from './normalise/en.ts';
import type { Piece } from './normalise/pieces.ts';
import { normaliseZh } from './normalise/zh.ts';
import { splitSyllable } from './pinyin/syllable.ts';
import type { PlannedMark, Pronunciation } from './types.ts';

/** What a reply says about how it is spoken; part of what the sound depends on. */
export interface Wishes {
  says: readonly Pronunciation[];
  rests: readonly { at: number; ms: number }[];
}

const FINALS = new Set(
  (
    'a o e ê er ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing iong io ' +
    'u ua uo uai ui uan un uang ueng ü üe üan ün -i -ir'
  ).split(' '),
);

/** Numbered pinyin as the voices know it (`nv3`, neutral tone 5); null for what is no syllable of Mandarin. */
export function pinyinSyllable(text: string): string | null {
  const plain = text.trim().toLowerCase().replace(/u:|ü/g, 'v').replace(/0$/, '5');
  if (!/^[a-z]{1,6}[1-5]$/.test(plain)) return null;
  return FINALS.has(splitSyllable(plain).final) ? plain : null;
}

/** The wishes of a request: none is the usual case. */
export function wishesOf(marks: readonly PlannedMark[], says: readonly Pronunciation[]): Wishes {
  const rests = marks.flatMap((mark) => (mark.kind === 'pause' ? [{ at: mark.at, ms: mark.value }] : []));
  return { says, rests };
}

/** The wishes as a part of a cache's key; '' for none. */
export function wishKey({ says, rests }: Wishes): string {
  return says.length + rests.length === 0 ? '' : JSON.stringify([says, rests]);
}

/** Pieces with the wishes in them; a pronunciation that does not fit its characters is left out. */
export function applyWishes(pieces: Piece[], { says, rests }: Wishes, lang: Lang): Piece[] {
  let out = pieces;
  for (const say of says) {
    const inside = (piece: Piece): boolean => piece.from < say.to && piece.to > say.from;
    if ('alias' in say) {
      const spoken = lang === 'zh' ? normaliseZh(say.alias) : normaliseEn(say.alias);
      const placed = spoken.map((piece): Piece => ({ ...piece, from: say.from, to: say.to }));
      const at = out.findIndex((piece) => piece.to > say.from);
      const before = at < 0 ? out : out.slice(0, at);
      const rest = at < 0 ? [] : out.slice(at);
      out = [...before, ...placed, ...rest.filter((piece) => !inside(piece))];
      continue;
    }
    const readings = say.pinyin.split(/[\s,]+/).filter((part) => part !== '');
    const han = out.filter((piece) => piece.kind === 'han' && inside(piece));
    const spelled = readings.map(pinyinSyllable);
    if (han.length !== spelled.length) continue;
    out = out.map((piece) => {
      const said = piece.kind === 'han' ? spelled[han.indexOf(piece)] : null;
      return piece.kind === 'han' && said ? { ...piece, said } : piece;
    });
  }
  for (const { at, ms } of rests) {
    const place = out.findIndex((piece) => piece.from >= at);
    const pause: Piece = { kind: 'pause', from: at, to: at, ms };
    out = place < 0 ? [...out, pause] : [...out.slice(0, place), pause, ...out.slice(place)];
  }
  return out;
}
