import type { ServiceNode } from '../../affairs/types.ts';
import { answerCard } from '../answer.ts';
import type { Asked } from '../asks.ts';
import type { Guided } from '../guide.ts';
import { shownText } from '../markup/read.ts';
import { fits } from '../outcome.ts';
import type { PlannedCard } from '../types.ts';

type Result = Extract<Guided, { kind: 'result' }>;

/** At most this many materials are named in speech: the rest is read on the card. */
const NAMED = 3;

function materialsText(result: Result): string {
  const all = result.materials.filter(({ label }) => label === null);
  const names = all.flatMap(({ names: list }) => list);
  if (names.length === 0) return '';
  const any = all.length === 1 && all[0]?.rule === 'any';
  const shown = names.slice(0, NAMED).join(any ? '或者' : '、');
  return names.length > NAMED ? `要带${shown}等${names.length}样，清单在屏幕上。` : `要带${shown}。`;
}

const COUNT = /等\d+样/u;
/** How long it takes, as it is said: a figure, or at once. */
const TIME = /\d+(?:个工作日|日|天)(?:以?内)?|当场|即时/u;

/** True when `said` tells the time already. */
const told = (said: string, time: string): boolean => {
  const [figure] = time.match(TIME) ?? [];
  return figure !== undefined && said.includes(figure);
};

/**
 * What is spoken of a result: whether it can be asked for, then as much of materials, time and cost as a turn holds.
 * `opening` goes before it.
 * Null when not even the general answer is grounded.
 */
export function resultText(
  node: ServiceNode,
  result: Result,
  asked: Asked | null,
  isGrounded: (text: string) => boolean,
  opening = '',
): string | null {
  const parts: string[] = opening === '' ? [] : [opening];
  const take = (text: string): void => {
    if (text !== '' && fits(shownText(parts.join('') + text))) parts.push(text);
  };
  if (result.eligible === false) {
    const first = result.failed[0];
    const reason = first === undefined ? '' : `${first.text}。`;
    const remedy = first?.remedy ? `${first.remedy.replace(/。$/u, '')}。` : '';
    const sure = result.computed?.always === true && isGrounded(result.computed.say);
    take(sure ? (result.computed?.say.match(/^[^。]+。/u)?.[0] ?? '') : '按您说的情况，暂时还不能办。');
    if (isGrounded(reason)) take(reason);
    if (remedy !== '' && isGrounded(remedy)) take(remedy);
    return parts.join('');
  }
  // What was computed comes first: it is what was asked for.
  const computed = result.computed?.say ?? '';
  // A calculator that says more than it computed, or than its source says, is not heard.
  if (computed !== '' && isGrounded(computed)) take(computed);
  const general =
    node.say[asked === 'eligibility' || asked === 'materials' ? asked : 'how'] ?? node.say.how ?? '';
  // Only where a condition was judged is there something to say of it.
  const judged = node.conditions.some(({ when }) => when !== undefined);
  if (computed === '' && judged && result.eligible === true) take('按您说的情况，符合申请条件。');
  const materials = materialsText(result);
  if (result.eligible === null || node.questions.length === 0 || materials === '') take(general);
  // How many there are is counted here, and stands in no source.
  if (isGrounded(materials.replace(COUNT, ''))) take(materials);
  const time = `${shownText(node.time.text)}。`;
  if (isGrounded(time) && !told(parts.join(''), time)) take(time);
  const cost = result.cost.length === 1 ? `${result.cost[0]?.text ?? ''}。` : '';
  if (cost !== '' && isGrounded(cost)) take(cost);
  const said = parts.join('');
  if (said !== '' && isGrounded(said.replace(COUNT, ''))) return said;
  if (general === '' || !isGrounded(general)) return null;
  return fits(shownText(opening + general)) ? opening + general : general;
}

/** Heading of what comes when this is done. */
const AFTERWARDS = '办完以后可以接着办';

/** The personal checklist beside the avatar: what to bring, and the rest of what is to be known, with its sources. `next`: what comes afterwards. */
export function checklistCard(node: ServiceNode, result: Result, next: readonly string[] = []): PlannedCard {
  const items = result.materials.flatMap((group, g) =>
    group.names.map((name, i) => ({
      id: `m${g}_${i}`,
      name,
      ...(group.label === null ? {} : { group: group.label }),
      ...(group.rule === 'any' ? { anyOf: true } : {}),
      have: null,
    })),
  );
  const answer = answerCard(node, null, 'zh');
  if (items.length === 0 || result.eligible === false) return answer;
  const status = result.eligible === true ? '按您说的情况，符合申请条件' : undefined;
  const sections = answer.sections
    .filter(({ label }) => label !== '所需材料')
    .map((section) =>
      section.label === '费用' ? { ...section, items: result.cost.map(({ text }) => text) } : section,
    )
    .filter((section) => section.items.length > 0);
  const shown =
    next.length === 0 ? sections : [...sections.slice(0, 7), { label: AFTERWARDS, items: [...next] }];
  return {
    kind: 'checklist',
    service: node.id,
    title: node.name,
    ...(status === undefined ? {} : { text: status }),
    items: items.slice(0, 24),
    sections: shown.slice(0, 8),
    sources: answer.sources,
    unverified: answer.unverified,
  };
}
