import { type Heard, hear } from '../match.ts';

/** Words that belong together: a group of a service's concepts, a value of a slot. */
export interface WordGroup {
  mark: string;
  words: readonly string[];
}

/** Longer words are not looked for. */
const MOST_UNITS = 6;

/**
 * Which groups of words a text holds, as written or (three units and more) by sound: a word that no saying holds still
 * tells what its neighbours of the same group tell.
 */
export function createLexicon(groups: readonly WordGroup[]): (heard: Heard) => string[] {
  const marks = new Map<string, Set<string>>();
  const put = (key: string, mark: string): void => {
    const known = marks.get(key);
    if (known) known.add(mark);
    else marks.set(key, new Set([mark]));
  };
  for (const { mark, words } of groups) {
    for (const word of words) {
      const heard = hear(word);
      const { length } = heard.units;
      if (length === 0 || length > MOST_UNITS) continue;
      put(`c ${heard.units.join(' ')}`, mark);
      if (length > 2) put(`s ${heard.folded.join(' ')}`, mark);
    }
  }
  return (heard) => {
    const found = new Set<string>();
    for (let from = 0; from < heard.units.length; from += 1) {
      let chars = 'c';
      let sounds = 's';
      for (let to = from; to < Math.min(from + MOST_UNITS, heard.units.length); to += 1) {
        chars += ` ${heard.units[to]}`;
        sounds += ` ${heard.folded[to]}`;
        for (const mark of marks.get(chars) ?? []) found.add(mark);
        if (to - from > 1) for (const mark of marks.get(sounds) ?? []) found.add(mark);
      }
    }
    return [...found];
  };
}
