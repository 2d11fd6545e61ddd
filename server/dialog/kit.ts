import type { Lang } from '../../protocol/index.ts';
import type { Forms } from '../affairs/forms.ts';
import type { Kept } from '../affairs/learn/kept.ts';
import type { Affairs } from '../affairs/types.ts';
import { guided } from './guide.ts';
import { createLearned } from './learned.ts';
import type { Kit } from './outcome.ts';
import { withSaid } from './reading/lexicon.ts';
import type { SlotBook } from './reading/slots.ts';
import { TEXTS } from './texts.ts';

/** Topics offered at a time. */
const TOPICS = 4;
const CHINA_MS = 8 * 3_600_000;

interface KitParts {
  affairs: Affairs;
  forms: Forms;
  city: string;
  kept?: Kept | undefined;
  now: () => number;
}

/** What the policies share. The content may be reloaded: nothing of it is kept here but its slots' words. */
export function createKit({ affairs, forms, city, kept, now }: KitParts): Kit {
  let known: SlotBook | null = null;
  let book: SlotBook = {};
  const slots = (): SlotBook => affairs.slots();
  const learned = createLearned(() => affairs.lessons(), kept);
  const kit: Kit = {
    affairs: remembering(affairs),
    guess: cached((text) => learned().matter(text)),
    guessDanger: (text) => learned().danger(text),
    forms,
    get book() {
      const current = slots();
      if (current !== known) {
        known = current;
        book = withSaid(current);
      }
      return book;
    },
    city,
    today: () => new Date(now() + CHINA_MS).toISOString().slice(0, 10),
    guide: (node, values, options) => guided(node, values, kit.book, options),
    topics: (lang: Lang) => affairs.topics(TOPICS, lang),
    topicsCard: (lang: Lang) => {
      const choices = affairs.topics(TOPICS, lang).map((topic) => ({ label: topic, say: topic }));
      return choices.length === 0 ? [] : [{ kind: 'choices', title: TEXTS.topicsTitle[lang], choices }];
    },
    nameOf: (id, lang) => {
      const node = affairs.service(id);
      if (node) return lang === 'zh' ? node.short : node.english;
      return lang === 'zh' ? (ORDER_NAMES[id] ?? id) : 'your request';
    },
  };
  return kit;
}

/** Texts kept at a time: the parts of one sentence. */
const REMEMBERED = 24;

/**
 * The content, with the judgement of the last few texts kept: one turn asks for the same ones several times. Nothing
 * is kept over a reload, since a judgement is only kept for `KEPT_MS`.
 */
function remembering(affairs: Affairs): Affairs {
  const decide = cached((text) => affairs.decide(text));
  const search = cached((text) => affairs.search(text));
  return Object.create(affairs, { decide: { value: decide }, search: { value: search } }) as Affairs;
}

function cached<T>(judge: (text: string) => T): (text: string) => T {
  const known = new Map<string, { at: number; value: T }>();
  return (text) => {
    const now = performance.now();
    const found = known.get(text);
    if (found !== undefined && now - found.at < KEPT_MS) return found.value;
    const value = judge(text);
    if (known.size >= REMEMBERED) known.delete(known.keys().next().value ?? '');
    known.set(text, { at: now, value });
    return value;
  };
}

/** Longer than a turn, shorter than anybody notices a changed file, ms. */
const KEPT_MS = 200;

/** How a kind of order is named when matters are listed back. */
const ORDER_NAMES: Readonly<Record<string, string>> = {
  'wo.complaint': '您的投诉',
  'wo.help': '您的求助',
  'wo.report': '您的举报',
  'wo.suggestion': '您的建议',
  'wo.praise': '您的表扬',
  'wo.status': '查工单进度',
  'wo.rework': '重新办理',
  'wo.edit': '修改工单',
  'wo.cancel': '撤回工单',
};
