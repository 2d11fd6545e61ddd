import { type Heard, hear } from '../match.ts';
import { hashOf, join } from './hash.ts';

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
  const written = new Map<number, string[]>();
  const sounding = new Map<number, string[]>();
  const put = (words: Map<number, string[]>, key: number, mark: string): void => {
    const known = words.get(key);
    if (known === undefined) words.set(key, [mark]);
    else if (!known.includes(mark)) known.push(mark);
  };
  for (const { mark, words } of groups) {
    for (const word of words) {
      const { units, folded } = hear(word);
      if (units.length === 0 || units.length > MOST_UNITS) continue;
      put(written, units.map(hashOf).reduce(join, 0), mark);
      if (units.length > 2) put(sounding, folded.map(hashOf).reduce(join, 0), mark);
    }
  }
  return ({ units, folded }) => {
    const found = new Set<string>();
    const chars = units.map(hashOf);
    const sounds = folded.map(hashOf);
    for (let from = 0; from < chars.length; from += 1) {
      let char = 0;
      let sound = 0;
      for (let to = from; to < Math.min(from + MOST_UNITS, chars.length); to += 1) {
        char = join(char, chars[to] ?? 0);
        sound = join(sound, sounds[to] ?? 0);
        for (const mark of written.get(char) ?? []) found.add(mark);
        if (to - from > 1) for (const mark of sounding.get(sound) ?? []) found.add(mark);
      }
    }
    return [...found];
  };
}
