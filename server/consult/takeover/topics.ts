import type { LocalText } from '../../../protocol/index.ts';
import type { Affairs } from '../../affairs/types.ts';
import type { SlotValue } from '../../dialog/types.ts';

/** What staff reads of the affairs graph in place of ids. */
export interface Topics {
  /** Short name of a service; null when there is none. */
  service: (id: string) => LocalText | null;
  /** A frequent question in its own words; null when there is none. */
  question: (faq: string) => string | null;
  /** What a service belongs to, as a skill: `topic.<first part of its id>`. */
  skillOf: (service: string) => string;
  /** A value known of the citizen's situation, in words; null when it is not known what it is. */
  slot: (name: string, value: SlotValue) => { label: string; value: string } | null;
}

/** Names from the affairs graph. */
export function affairsTopics(affairs: Pick<Affairs, 'service' | 'slots' | 'faqs'>): Topics {
  return {
    service: (id) => {
      const node = affairs.service(id);
      return node && { zh: node.short, en: node.english };
    },
    question: (faq) => affairs.faqs().find(({ id }) => id === faq)?.question ?? null,
    skillOf: (service) =>
      `topic.${(service.split('.')[0] ?? service).replaceAll(/[^a-z0-9_]/g, '_').slice(0, 40)}`,
    slot: (name, value) => {
      const slot = affairs.slots()[name];
      if (slot === undefined) return null;
      const text =
        typeof value === 'boolean'
          ? value
            ? '是'
            : '否'
          : (slot.values?.[String(value)] ?? `${value}${slot.unit ?? ''}`);
      return { label: slot.label, value: String(text) };
    },
  };
}
