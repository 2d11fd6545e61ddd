/** A Mandarin syllable as initial, final and tone. Finals are written with ü; `-i` and `-ir` are the apical ones. */
export interface SyllableParts {
  /** '' for a syllable that begins with its final. */
  initial: string;
  final: string;
  /** 1 to 4; 5 is neutral. */
  tone: number;
}

const INITIALS = [
  'zh',
  'ch',
  'sh',
  'b',
  'p',
  'm',
  'f',
  'd',
  't',
  'n',
  'l',
  'g',
  'k',
  'h',
  'j',
  'q',
  'x',
  'r',
  'z',
  'c',
  's',
];

/** Finals that are written with y or w when nothing stands before them. */
const WITHOUT_INITIAL: Readonly<Record<string, string>> = {
  yi: 'i',
  ya: 'ia',
  ye: 'ie',
  yao: 'iao',
  you: 'iu',
  yan: 'ian',
  yin: 'in',
  yang: 'iang',
  ying: 'ing',
  yong: 'iong',
  yo: 'io',
  wu: 'u',
  wa: 'ua',
  wo: 'uo',
  wai: 'uai',
  wei: 'ui',
  wan: 'uan',
  wen: 'un',
  wang: 'uang',
  weng: 'ueng',
  yu: 'ü',
  yue: 'üe',
  yuan: 'üan',
  yun: 'ün',
};

/**
 * Splits numbered pinyin such as `zhuang4`, `lv3`, `yuan2`, `er5`. Letters it does not know become the final `e`, so that
 * the mouth moves all the same.
 */
export function splitSyllable(pinyin: string): SyllableParts {
  const match = /^([a-zêüv:]+?)([0-5])?$/.exec(pinyin.toLowerCase().replace('u:', 'ü'));
  if (!match) return { initial: '', final: 'e', tone: 5 };
  const letters = (match[1] ?? '').replace('v', 'ü');
  const tone = Number(match[2] ?? 5) || 5;
  const bare = WITHOUT_INITIAL[letters];
  if (bare) return { initial: '', final: bare, tone };
  const initial = INITIALS.find((i) => letters.startsWith(i)) ?? '';
  let final = letters.slice(initial.length);
  if (/^[jqx]$/.test(initial) && final.startsWith('u')) final = `ü${final.slice(1)}`;
  if (/^(zh|ch|sh|r)$/.test(initial) && final === 'i') final = '-ir';
  if (/^[zcs]$/.test(initial) && final === 'i') final = '-i';
  if (/^[bpmf]$/.test(initial) && final === 'o') final = 'uo';
  if (final === 'ue' && /^[nl]$/.test(initial)) final = 'üe';
  return { initial, final: final || 'e', tone };
}

/** The same syllable without its tone: `zhuang4` is `zhuang`. */
export function toneless(pinyin: string): string {
  return pinyin.replace(/[0-5]$/, '');
}

/** The tone digit of numbered pinyin; 5 when there is none. */
export function toneOf(pinyin: string): number {
  return Number(/[1-5]$/.exec(pinyin)?.[0] ?? 5);
}
