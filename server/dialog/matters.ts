import { LEARNT, MATTERS } from '../affairs/thresholds.ts';
import type { ServiceNode, Verdict } from '../affairs/types.ts';
import { askedOf } from './asks.ts';
import { type OrderHeard, orderIn } from './orders/kinds.ts';
import type { Kit } from './outcome.ts';
import { corrected } from './reading/slots.ts';
import { elsewhere } from './scope.ts';

/** One matter of a sentence: a service, or a work order. `text` is the part of the sentence that told it. */
export type Matter =
  | { kind: 'service'; node: ServiceNode; score: number; text: string }
  | { kind: 'order'; order: OrderHeard; text: string };

/** What a sentence is about: its matters in the order told, and how sure the whole of it is. */
export interface Matters {
  found: Matter[];
  verdict: Verdict;
  order: OrderHeard | null;
}

const JOINTS =
  /[，,。！!？?；;]|(?:还有|另外|顺便(?:问|说)?(?:一下)?|再(?:问问?|说|帮我)(?:一下|个|一个)?|然后(?:我)?(?:还)?(?:想|要|问)|同时|以及|对了|并且|也(?:想|要)(?:问|办))/gu;
const JOINED =
  /还有|另外|顺便|再问|再说|再帮我|然后.{0,3}(?:想|要|问)|同时|以及|对了|并且|也(?:想|要)|又(?:要|想)|两件事|几件事|一是|第一/u;
/** True when the words join two things: each of them may be a matter. */
export const joins = (text: string): boolean => JOINED.test(text) || text.search(AND) >= 0;

/** Words that put two things beside each other to be done both: 两样一起补, 是不是要分开跑, 失业金也想领. */
const PAIRED =
  /两(?:样|个|件|项|种|本|张)|一起|一道|一块儿?|一并|分开|分别|各自|同时|还有|另外|顺便|以及|也(?:想|要|得|该)|还(?:想|要|得)/u;
export const pairs = (text: string): boolean => PAIRED.test(text);

export const matterId = (matter: Matter): string =>
  matter.kind === 'service' ? matter.node.id : matter.order.kind;

/** Words that join two things: each side may be a matter, and what is said of both (都丢了) belongs to each. */
const AND = /和|跟|与|还有|以及|、/gu;
const OF_BOTH = /(?:都|全部?|一起|一块儿?|各)(?:.+)$/u;

/** The parts of a sentence that may each tell a matter of their own; 身份证和驾照都丢了 tells two. */
function partsOf(text: string): string[] {
  const parts = text
    .split(JOINTS)
    .map((part) => part.trim())
    .filter((part) => part.length >= 3);
  const sides = parts.slice(0, 4).flatMap((part) =>
    [...part.matchAll(AND)].slice(0, 2).flatMap((match) => {
      const left = part.slice(0, match.index);
      const right = part.slice(match.index + match[0].length);
      const shared = right.match(OF_BOTH)?.[0] ?? '';
      return left.length < 2 || right.length < 2
        ? []
        : shared === ''
          ? [left, right]
          : [`${left}${shared}`, right];
    }),
  );
  return [...sides, ...parts];
}

const area = (id: string): string => id.split('.')[0] ?? id;

function matterOf(kit: Kit, text: string): Matter | null {
  const order = orderIn(text);
  const verdict = kit.affairs.decide(text);
  const near =
    verdict.kind === 'clarify' &&
    verdict.services.length === 1 &&
    verdict.score >= MATTERS.near &&
    elsewhere(text) === null &&
    askedOf(text) !== null &&
    // 多少钱, 怎么补: a question alone names nothing.
    kit.affairs.residue(text, null) > MATTERS.bareResidue;
  const id = verdict.kind === 'answer' ? verdict.service : near ? (verdict.services[0] ?? null) : null;
  const node = id === null ? null : kit.affairs.service(id);
  if (order !== null && (order.explicit || node === null)) return { kind: 'order', order, text };
  return node === null ? null : { kind: 'service', node, score: verdict.score, text };
}

/** The service that a part asks for without a word that the rules know; nothing less than sure will do. */
function learntPart(kit: Kit, part: string): Matter | null {
  const wished = /(?:也|还)(?:想|要|得)/u.test(part);
  if (part.length < LEARNT.leastChars || (askedOf(part) === null && !wished)) return null;
  const { label, p } = kit.guess(part);
  const named = wished || kit.affairs.search(part).some(({ id, anchored }) => anchored && id === label);
  const node = named && p >= LEARNT.part ? kit.affairs.service(label) : null;
  return node && { kind: 'service', node, score: p, text: part };
}

/** Words of a part that put its matter beside what was told before: 她的社保卡也丢了, 契税又是多少. */
const ADDS = /又|也|还(?:要|想|得)|到时候|再(?!说|见)/u;

/** Two clauses of which each names a service beyond doubt, the later one as something more; null when there are none. */
function addedTo(kit: Kit, parts: readonly string[]): Matter[] | null {
  const plain = parts.flatMap((part) => {
    const matter = matterOf(kit, part);
    if (matter?.kind !== 'service' || matter.score < MATTERS.plain) return [];
    const { label, p } = kit.guess(part);
    return label === matter.node.id && p >= LEARNT.part ? [matter] : [];
  });
  const first = plain[0];
  const second = plain.find((matter) => first !== undefined && matterId(matter) !== matterId(first));
  return first !== undefined && second !== undefined && ADDS.test(second.text) ? [first, second] : null;
}

/** Two services that are named in one breath, to be done both: 身份证驾驶证全丢了，两样一起咋补. */
function pairOf(kit: Kit, text: string, verdict: Verdict): Matter[] | null {
  if (verdict.kind !== 'clarify' || verdict.services.length !== 2 || !pairs(text)) return null;
  const named = kit.affairs.search(text).filter(({ anchored }) => anchored);
  const both = verdict.services.flatMap((id): Matter[] => {
    const node = named.some((one) => one.id === id) ? kit.affairs.service(id) : null;
    return node === null ? [] : [{ kind: 'service', node, score: verdict.score, text }];
  });
  return both.length === 2 ? both : null;
}

/** Every matter of normalised words; one of them where they tell one. What was put right counts as it was put. */
export function mattersIn(kit: Kit, said: string): Matters {
  const { before, after } = corrected(said);
  const text =
    before !== '' && matterOf(kit, after) !== null
      ? after
      : said.replace(/不是[^，,。是]{1,8}[，,](?=.{3,})/gu, '');
  const verdict = kit.affairs.decide(text);
  const order = orderIn(text);
  const whole = matterOf(kit, text);
  const told: Matter[] = [];
  const learnt = new Set<Matter>();
  const joined = joins(text);
  const parts = partsOf(text);
  if (parts.length > 1) {
    for (const part of parts) {
      const ruled = matterOf(kit, part);
      const matter = ruled ?? learntPart(kit, part);
      // A part that only tells how things stand (我退休了) opens no matter.
      if (matter?.kind === 'service' && !joined && askedOf(part) === null && part !== parts.at(-1)) continue;
      if (matter && !told.some((other) => matterId(other) === matterId(matter))) {
        told.push(matter);
        if (ruled === null) learnt.add(matter);
      }
    }
  }
  // Without a word that joins them, only matters of different areas, or told for sure, are two.
  const several = joined
    ? told
    : told.filter(
        (matter, i) =>
          (matter.kind === 'service' && matter.score >= MATTERS.part) ||
          told.every((other, j) => i === j || area(matterId(matter)) !== area(matterId(other))),
      );
  const ordered =
    order?.explicit === true && several.every((matter) => matter.kind === 'order') && !JOINED.test(text);
  if (several.length > 1 && !ordered) return { found: several.slice(0, 4), verdict, order };
  const added = addedTo(kit, parts);
  if (added !== null && !ordered) return { found: added, verdict, order };
  // One part asks for a service, and the whole sentence tells another: 我失业了，失业金怎么领，公积金能不能取.
  const [only] = several;
  const apart =
    only?.kind === 'service' &&
    whole?.kind === 'service' &&
    area(matterId(only)) !== area(matterId(whole)) &&
    only.score >= MATTERS.part &&
    askedOf(only.text) !== null;
  if (only !== undefined && whole !== null && apart) return { found: [only, whole], verdict, order };
  const both = whole === null ? pairOf(kit, text, verdict) : null;
  if (both !== null) return { found: both, verdict, order };
  if (whole !== null) return { found: [whole], verdict, order };
  // What a part was only learnt to tell stands beside other matters; alone it is judged with the whole sentence.
  return {
    found: told.length === 1 && told.every((matter) => !learnt.has(matter)) ? told : [],
    verdict,
    order,
  };
}
