import { AppError } from '../../protocol/errors.ts';
import { CALCULATOR_AMOUNTS, CALCULATOR_BASIS } from './calculators/index.ts';
import { type Forms, loadForms } from './forms.ts';
import { ungrounded } from './grounding.ts';
import { readSayings } from './learn/corpus.ts';
import { type Content, loadAffairs, readFolder } from './load.ts';
import type { ContentFile, Path } from './read.ts';
import { flawsOf } from './situations.ts';
import { type Outside, unmadeVideos, unused } from './unused.ts';

export interface CheckOptions extends Outside {
  /** Today as `YYYY-MM-DD`. */
  today: string;
  /** For the public: nothing that nobody has verified, and no fictional city. */
  release?: boolean;
}

/** A node is read again at least once in so many days. */
const REVIEW_DAYS = 366;
const DAY_MS = 86_400_000;

interface Dated {
  validFrom?: string | undefined;
  validTo?: string | undefined;
  reviewedAt: string;
  verified: boolean;
}

const messageOf = (error: unknown): string => {
  if (error instanceof AppError) return error.message;
  throw error;
};

/**
 * Everything that is wrong with a content folder, one sentence each: `file:line: what. remedy`. What keeps it from
 * being read comes alone: the rest cannot be judged before that is mended.
 */
export function checkAffairs(dir: string, options: CheckOptions): string[] {
  let content: Content;
  let forms: Forms;
  try {
    loadAffairs(dir, { today: () => options.today });
    forms = loadForms(dir);
    content = readFolder(dir);
  } catch (error) {
    return [...new Set([messageOf(error), ...sayings(dir)])];
  }
  return [
    ...situations(content),
    ...validity(content, options),
    ...calculators(content),
    ...shared(content),
    ...answers(content),
    ...order(content),
    ...missing(content, forms),
    ...unmadeVideos(content, options),
    ...unused(content),
  ];
}

/** Many hands write sayings: all their faults at once. */
function sayings(dir: string): string[] {
  try {
    const ids = readFolder(dir).services.map(({ value }) => value.id);
    return readSayings(dir, ids).faults.map(messageOf);
  } catch {
    // The files that name the labels cannot be read: that fault is told already.
    return [];
  }
}

function situations({ services, slots }: Content): string[] {
  return services.flatMap((file) =>
    flawsOf(file.value, slots.value).map(({ path, what, remedy }) => file.fault(path, what, remedy).message),
  );
}

function validity(content: Content, options: CheckOptions): string[] {
  const problems: string[] = [];
  const look = (file: ContentFile<unknown>, path: Path, node: Dated): void => {
    const say = (key: keyof Dated, what: string, remedy: string): void => {
      problems.push(file.fault([...path, key], what, remedy).message);
    };
    const since = (Date.parse(options.today) - Date.parse(node.reviewedAt)) / DAY_MS;
    if (node.validTo !== undefined && node.validTo < options.today)
      say('validTo', `it ended on ${node.validTo}`, 'Write what holds now, or take it out.');
    if (node.validFrom !== undefined && node.validTo !== undefined && node.validTo < node.validFrom)
      say('validTo', 'it ends before it begins', 'Correct one of the two days.');
    if (since > REVIEW_DAYS)
      say('reviewedAt', `nobody has read it since ${node.reviewedAt}`, 'Read it again and write the day.');
    if (since < 0) say('reviewedAt', `${node.reviewedAt} is still to come`, 'Write the day it was read.');
    if (options.release && !node.verified)
      say('verified', 'nobody has compared it with its source', 'Compare it, then write "verified: true".');
  };
  for (const file of content.services) look(file, [], file.value);
  for (const file of content.faq)
    file.value.forEach((faq, i) => {
      look(file, [i], faq);
    });
  content.basis.value.forEach((basis, i) => {
    look(content.basis, [i], basis);
  });
  content.lifeEvents.value.forEach((event, i) => {
    look(content.lifeEvents, [i], event);
  });
  look(content.city, [], content.city.value);
  if (options.release && content.city.value.fictional)
    problems.push(
      content.city.fault(['fictional'], 'the city is made up', 'Put a real city in affairs/city.').message,
    );
  return problems;
}

/** What a calculator computes by, and the amounts of the place, stand where the service is told. */
function calculators({ services, city }: Content): string[] {
  return services.flatMap((file) => {
    const { calculator, basis } = file.value;
    if (calculator === undefined) return [];
    const missing = CALCULATOR_BASIS[calculator].filter((ref) => !basis.includes(ref));
    const unset = (CALCULATOR_AMOUNTS[calculator] ?? []).filter((name) => !(name in city.value.amounts));
    return [
      ...missing.map((ref) =>
        file.fault(['basis'], `its calculator computes by "${ref}"`, `Add ${ref} to basis.`),
      ),
      ...unset.map((name) =>
        city.fault(['amounts'], `"${name}" of the calculator of ${file.value.id} is missing`, `Add ${name}.`),
      ),
    ].map(({ message }) => message);
  });
}

/** A name or question that two nodes claim leads to neither: the citizen would be asked back for ever. */
function shared({ services, faq }: Content): string[] {
  const owners = new Map<string, string>();
  const problems: string[] = [];
  const claim = (file: ContentFile<unknown>, path: Path, owner: string, words: string): void => {
    const plain = words
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\p{P}\s]+/gu, '');
    const other = owners.get(plain);
    if (other === undefined) owners.set(plain, owner);
    else if (other !== owner)
      problems.push(
        file.fault(path, `"${words}" is also said for ${other}`, 'Leave it to one of them.').message,
      );
  };
  for (const file of services) {
    const { id, aliases, typical } = file.value;
    for (const [i, words] of aliases.entries()) claim(file, ['aliases', i], id, words);
    for (const [i, words] of typical.zh.entries()) claim(file, ['typical', 'zh', i], id, words);
  }
  for (const file of faq)
    for (const [i, { id, question, phrases }] of file.value.entries()) {
      claim(file, [i, 'question'], id, question);
      for (const [j, words] of phrases.entries()) claim(file, [i, 'phrases', j], id, words);
    }
  return problems;
}

/** Every figure and law of a frequent answer stands in its facts, or is its office's number: else it is refused when it is asked. */
function answers({ faq, services, authorities }: Content): string[] {
  const owner = new Map(services.map(({ value }) => [value.id, value.authority]));
  return faq.flatMap((file) =>
    file.value.flatMap(({ answer, facts, authority, service }, i) => {
      const office = authorities.value.find(({ id }) => id === (authority ?? owner.get(service ?? '')));
      return ungrounded(answer, [...facts, office?.phone ?? '']).map(
        (figure) =>
          file.fault(
            [i, 'answer'],
            `"${figure}" stands in none of its facts`,
            'Add the fact, or take it out.',
          ).message,
      );
    }),
  );
}

/** Services that wait for each other in a circle. */
function order({ services }: Content): string[] {
  const before = new Map(services.map(({ value }) => [value.id, value.requires]));
  const comesBack = (from: string, at: string, seen: Set<string>): boolean =>
    (before.get(at) ?? []).some((id) => {
      if (id === from) return true;
      if (seen.has(id)) return false;
      seen.add(id);
      return comesBack(from, id, seen);
    });
  return services
    .filter(({ value }) => comesBack(value.id, value.id, new Set()))
    .map(
      (file) =>
        file.fault(['requires'], `"${file.value.id}" has to be done before itself`, 'Break the circle.')
          .message,
    );
}

function missing({ services }: Content, forms: Forms): string[] {
  return services.flatMap((file) =>
    file.value.forms.flatMap((id, i) =>
      forms.form(id) === null
        ? [
            file.fault(['forms', i], `"${id}" is not in affairs/forms`, 'Write the form, or correct the id.')
              .message,
          ]
        : [],
    ),
  );
}
