import { pinyin } from 'pinyin-pro';
import type { Source, VideoManifest } from '../../protocol/index.ts';
import type { Affairs } from './types.ts';

/** One thing that staff finds in the graph. */
export interface Found {
  kind: 'service' | 'faq' | 'authority' | 'video';
  id: string;
  title: string;
  /** What it says, in a line. */
  text: string;
  sources: Source[];
  phone: string | null;
}

interface Entry extends Found {
  /** What it is found by, in lower case. */
  words: readonly string[];
  initials: readonly string[];
}

/** First letters of the syllables: 公积金 → gjj. */
const initialsOf = (text: string): string =>
  pinyin(text, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase();

const bare = (text: string): string => text.toLowerCase().replaceAll(/[\s，。、？！?!,.]/gu, '');

/** Pairs of neighbouring characters that both have, as a share of the asked ones. */
function overlap(asked: string, word: string): number {
  if (asked.length < 2) return 0;
  let met = 0;
  for (let i = 0; i + 1 < asked.length; i += 1) if (word.includes(asked.slice(i, i + 2))) met += 1;
  return met / (asked.length - 1);
}

function entriesOf(affairs: Affairs, films: readonly VideoManifest[]): Entry[] {
  const entry = (found: Found, words: readonly string[]): Entry => ({
    ...found,
    words: words.map(bare),
    initials: words.slice(0, 6).map(initialsOf),
  });
  const authorities = new Map<string, { name: string; phone: string }>();
  const services = affairs.services().map((node) => {
    const { id, name, short, english, aliases, authorityNode, audience, sources } = node;
    authorities.set(authorityNode.id, authorityNode);
    const text = `${audience} · ${authorityNode.name} ${authorityNode.phone}`;
    const found: Found = { kind: 'service', id, title: short, text, sources, phone: authorityNode.phone };
    return entry(found, [short, name, ...aliases, english]);
  });
  const faqs = affairs.faqs().map(({ id, question, phrases, answer, sources, authorityNode }) => {
    authorities.set(authorityNode.id, authorityNode);
    const found: Found = {
      kind: 'faq',
      id,
      title: question,
      text: answer,
      sources,
      phone: authorityNode.phone,
    };
    return entry(found, [question, ...phrases]);
  });
  const offices = [...authorities].map(([id, { name, phone }]) =>
    entry({ kind: 'authority', id, title: name, text: phone, sources: [], phone }, [name]),
  );
  // Behind the matter itself where both are found by the same words.
  const videos = films.map(({ id, title, durationS, service, sources }) => {
    const of = affairs.services().find((one) => one.id === service);
    const text = `办事短片 · ${Math.round(durationS)} 秒`;
    const found: Found = { kind: 'video', id, title: title.zh, text, sources, phone: null };
    return entry(found, [title.zh, `${title.zh}视频`, title.en, ...(of ? [of.short, ...of.aliases] : [])]);
  });
  return [...services, ...faqs, ...offices, ...videos];
}

/** Least likeness that is shown at all. */
const LEAST = 0.34;

/**
 * Search of the graph for staff: by words, by parts of them, and by the first letters of the syllables (`gjj`). The index is made
 * at the first question and again when the content was read anew.
 * @param films guidance videos, found by their titles and by the services they are about
 */
export function createLookUp(
  affairs: Affairs,
  films: readonly VideoManifest[] = [],
): (text: string, most: number) => Found[] {
  let made: { of: unknown; entries: Entry[] } | null = null;
  return (text, most) => {
    const of = affairs.lessons();
    if (made?.of !== of) made = { of, entries: entriesOf(affairs, films) };
    const asked = bare(text);
    if (asked === '') return [];
    const latin = /^[a-z]{2,12}$/.test(asked);
    // What the avatar would take the words for comes before what merely looks alike.
    const meant = affairs.search(text).filter(({ kind }) => kind === 'service');
    const scored = made.entries.map((entry) => {
      const byWord = Math.max(
        ...entry.words.map((word) =>
          word === asked
            ? 1
            : word.includes(asked)
              ? 0.9
              : asked.includes(word) && word.length > 1
                ? 0.7
                : overlap(asked, word) * 0.6,
        ),
      );
      const byInitials = latin
        ? Math.max(
            ...entry.initials.map((initials) =>
              initials.startsWith(asked) ? 0.85 : initials.includes(asked) ? 0.6 : 0,
            ),
          )
        : 0;
      const byMeaning =
        entry.kind === 'service' ? (meant.find(({ id }) => id === entry.id)?.score ?? 0) * 0.95 : 0;
      return { entry, score: Math.max(byWord, byInitials, byMeaning) };
    });
    return scored
      .filter(({ score }) => score >= LEAST)
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ entry: { words: _, initials: __, ...found } }) => found);
  };
}
