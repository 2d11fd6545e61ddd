import type { FaqNode } from '../faq.ts';
import type { Outside, Service, Slot } from '../schema.ts';
import type { Corpus, Saying } from './corpus.ts';
import type { WordGroup } from './lexicon.ts';

/** What the content teaches: sayings with their labels, and words that belong together. */
export interface Taught {
  corpus: Corpus;
  groups: readonly WordGroup[];
}

/**
 * What is learnt from: the sayings, and the words that the content holds anyway: names and typical questions of the
 * services, frequent questions that belong to one, matters of other offices.
 */
export function lessonsOf(
  sayings: Corpus,
  services: readonly Service[],
  faqs: readonly FaqNode[],
  outside: readonly Outside[],
  slots: Readonly<Record<string, Slot>>,
): Taught {
  const told = (label: string, texts: readonly string[]): Saying[] =>
    [...new Set(texts)].map((text) => ({ label, text }));
  const own = [
    ...services.flatMap((node) =>
      told(node.id, [
        node.name,
        node.short,
        ...node.aliases,
        ...node.typical.zh,
        ...node.typical.en,
        ...Object.values(node.recognise.phrases).flat(),
      ]),
    ),
    ...faqs.flatMap((faq) =>
      faq.service === undefined ? [] : told(faq.service, [faq.question, ...faq.phrases]),
    ),
    // Work orders stand among the matters without a service; here they are matters of their own.
    ...outside
      .filter(({ id }) => !id.startsWith('wo.'))
      .flatMap((matter) => told('outside', [matter.name, ...matter.phrases])),
  ];
  // What the writers of sayings say of a phrase goes before what it is taken for here.
  const said = new Set([...sayings.matters, ...sayings.dangers].map(({ text }) => text));
  const groups: WordGroup[] = [
    ...services.flatMap((node) =>
      node.recognise.concepts.map((words, i) => ({ mark: `${node.id} ${i}`, words })),
    ),
    ...outside.flatMap((matter) => matter.concepts.map((words, i) => ({ mark: `${matter.id} ${i}`, words }))),
    ...Object.entries(slots).flatMap(([slot, { words = {} }]) =>
      Object.entries(words).map(([value, list]) => ({ mark: `${slot}=${value}`, words: list })),
    ),
  ];
  return {
    corpus: {
      matters: [...sayings.matters, ...own.filter(({ text }) => !said.has(text))],
      dangers: sayings.dangers,
    },
    groups,
  };
}
