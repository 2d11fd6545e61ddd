import type { Lang } from '../../protocol/index.ts';
import type { Forms } from '../affairs/forms.ts';
import type { Affairs } from '../affairs/types.ts';
import { guided } from './guide.ts';
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
  now: () => number;
}

/** What the policies share. The content may be reloaded: nothing of it is kept here but its slots' words. */
export function createKit({ affairs, forms, city, now }: KitParts): Kit {
  let known: SlotBook | null = null;
  let book: SlotBook = {};
  const slots = (): SlotBook => affairs.slots();
  const kit: Kit = {
    affairs,
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
    guide: (node, values) => guided(node, values, kit.book),
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
