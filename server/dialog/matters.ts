import type { ServiceNode, Verdict } from '../affairs/types.ts';
import { type OrderHeard, orderIn } from './orders/kinds.ts';
import type { Kit } from './outcome.ts';

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
  /[，,。！!？?；;]|(?:还有|另外|顺便(?:问|说)?(?:一下)?|再(?:问|说|帮我)(?:一下|个|一个)?|然后(?:我)?(?:还)?(?:想|要|问)|同时|以及|对了|并且|也(?:想|要)(?:问|办))/gu;
const JOINED =
  /还有|另外|顺便|再问|再说|再帮我|然后.{0,3}(?:想|要|问)|同时|以及|对了|并且|也(?:想|要)|又(?:要|想)|两件事|几件事|一是|第一/u;
const BOTH =
  /^(.{0,6}?)([\p{Script=Han}]{2,8}?)(?:和|跟|与|还有|、)([\p{Script=Han}]{2,8}?)(都|全|一起|一块|同时|的)?(.*)$/u;

export const matterId = (matter: Matter): string =>
  matter.kind === 'service' ? matter.node.id : matter.order.kind;

/** The parts of a sentence that may each tell a matter of their own; 身份证和驾照都丢了 tells two. */
function partsOf(text: string): string[] {
  const parts = text
    .split(JOINTS)
    .map((part) => part.trim())
    .filter((part) => part.length >= 3);
  const both = parts.length <= 2 ? BOTH.exec(text) : null;
  if (both) {
    const [, lead = '', first = '', second = '', , tail = ''] = both;
    if (tail.length >= 1 && tail.length <= 16)
      return [`${lead}${first}${tail}`, `${lead}${second}${tail}`, ...parts];
  }
  return parts;
}

const area = (id: string): string => id.split('.')[0] ?? id;

function matterOf(kit: Kit, text: string): Matter | null {
  const order = orderIn(text);
  const verdict = kit.affairs.decide(text);
  const node = verdict.kind === 'answer' ? kit.affairs.service(verdict.service) : null;
  if (order !== null && (order.explicit || node === null)) return { kind: 'order', order, text };
  return node === null ? null : { kind: 'service', node, score: verdict.score, text };
}

/** Every matter of normalised words; one of them where they tell one. */
export function mattersIn(kit: Kit, text: string): Matters {
  const verdict = kit.affairs.decide(text);
  const order = orderIn(text);
  const whole = matterOf(kit, text);
  const parts = partsOf(text);
  const told: Matter[] = [];
  if (parts.length > 1) {
    for (const part of parts) {
      const matter = matterOf(kit, part);
      if (matter && !told.some((other) => matterId(other) === matterId(matter))) told.push(matter);
    }
  }
  const joined = JOINED.test(text) || BOTH.test(text);
  const apart = told.filter((matter, i) =>
    told.every((other, j) => i === j || area(matterId(matter)) !== area(matterId(other))),
  );
  // Without a word that joins them, only matters of different areas are two.
  const several = joined ? told : apart;
  if (several.length > 1 && !(order?.explicit && several.every((matter) => matter.kind === 'order'))) {
    return { found: several.slice(0, 4), verdict, order };
  }
  if (whole !== null) return { found: [whole], verdict, order };
  return { found: told.length === 1 && told[0] !== undefined ? told : [], verdict, order };
}
