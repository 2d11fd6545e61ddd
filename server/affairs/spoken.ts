import { DECOY, readSayings } from './learn/corpus.ts';
import { readFolder } from './load.ts';

/** A phrase that citizens may say, and how often compared with others. */
export interface SpokenText {
  text: string;
  weight: number;
}

/** How often a way of asking is heard, compared with a bare name. Slots and materials are mostly parts of a sentence. */
const WEIGHT = { phrase: 3, name: 1, question: 1, concept: 0.5, slot: 1, place: 0.5, danger: 1 };
/** A cry for help is short; longer ones are stories. Characters. */
const LONGEST_CRY = 8;
/** What people put around the name of a matter when they ask for it. */
const AROUND: readonly (readonly [string, string])[] = [
  ['', '怎么办'],
  ['', '怎么办理'],
  ['', '要什么材料'],
  ['', '需要带什么'],
  ['', '在哪里办'],
  ['', '要多少钱'],
  ['', '多久能办好'],
  ['', '有什么条件'],
  ['我想办', ''],
  ['我要办理', ''],
  ['请问', '怎么弄'],
  ['我想问一下', '的事'],
];

const HAN = /\p{Script=Han}/u;

/**
 * The Chinese phrases of a content folder that citizens may say: ways of asking, names, words of concepts, values of
 * slots, options of questions, materials, halls. What a recogniser's language model is made of.
 * @throws AppError `content_invalid` as `loadAffairs`
 */
export function spokenTexts(dir: string): SpokenText[] {
  const content = readFolder(dir);
  const out: SpokenText[] = [];
  const add = (weight: number, texts: readonly string[]): void => {
    for (const text of texts) if (HAN.test(text)) out.push({ text, weight });
  };
  const named = (names: readonly string[]): void => {
    add(WEIGHT.name, names);
    for (const [before, after] of AROUND)
      add(
        WEIGHT.name / 4,
        names.map((name) => `${before}${name}${after}`),
      );
  };
  for (const { value: node } of content.services) {
    named([node.name, node.short, ...node.aliases]);
    add(WEIGHT.phrase, [...node.typical.zh, ...Object.values(node.recognise.phrases).flat()]);
    add(WEIGHT.concept, node.recognise.concepts.flat());
    for (const question of node.questions) add(WEIGHT.slot, question.options);
    add(
      WEIGHT.name,
      node.situations.map(({ label }) => label),
    );
  }
  for (const matter of content.outside.value) {
    add(WEIGHT.name, [matter.name]);
    add(WEIGHT.phrase, matter.phrases);
    add(WEIGHT.concept, matter.concepts.flat());
  }
  for (const file of content.faq)
    for (const faq of file.value) add(WEIGHT.question * 2, [faq.question, ...faq.phrases]);
  for (const event of content.lifeEvents.value) {
    named([event.name, event.short, ...event.aliases]);
    add(WEIGHT.phrase, event.phrases);
  }
  for (const slot of Object.values(content.slots.value)) {
    add(WEIGHT.slot, Object.values(slot.values ?? {}));
    add(WEIGHT.slot, Object.values(slot.words ?? {}).flat());
  }
  add(
    WEIGHT.place,
    content.materials.value.map(({ name }) => name),
  );
  add(
    WEIGHT.place,
    content.city.value.halls.map(({ name }) => name),
  );
  // Danger as people cry it out, before all: a recogniser that has no word for 着火 hears another one. Longer stories and the
  // sayings of matters would make it slower than speech, and hear the rest worse.
  const { corpus } = readSayings(
    dir,
    content.services.map(({ value }) => value.id),
  );
  const cries = corpus.dangers.filter(({ label, text }) => label !== DECOY && text.length <= LONGEST_CRY);
  add(
    WEIGHT.danger,
    cries.map(({ text }) => text),
  );
  return out;
}
