import { ungrounded } from '../../affairs/grounding.ts';
import { insteadOf, type Standing } from '../../affairs/standing.ts';
import type { ServiceNode } from '../../affairs/types.ts';
import { answerCard, followUps, spokenAnswer } from '../answer.ts';
import type { Asked } from '../asks.ts';
import type { Guided, Question } from '../guide.ts';
import { shownText, statedBy } from '../markup/read.ts';
import { fits, intentOf, type Kit, type Outcome, slotsOf, type Turn } from '../outcome.ts';
import type { Face } from '../speak.ts';
import { englishAnswer, TEXTS } from '../texts.ts';
import type { PlannedCard, Slots } from '../types.ts';
import { known } from './known.ts';
import { checklistCard, resultText } from './result.ts';
import { withNextSteps } from './service-forms.ts';

const FACES: Readonly<Record<Turn['emotion'], Face>> = {
  neutral: 'relaxed',
  anxious: 'serious',
  angry: 'sorry',
  sad: 'serious',
  urgent: 'serious',
  happy: 'happy',
};
export const faceOf = (turn: Turn): Face => FACES[turn.emotion];

/** Asked for by name, answered from the node whatever the situation is. */
const PLAIN_ASKS: ReadonlySet<Asked> = new Set<Asked>(['time', 'place', 'phone', 'amount', 'cost']);

/** Everything a sentence about a service may take its figures from: the node's facts and its own questions. */
export function factsOf(node: ServiceNode): string[] {
  return [
    ...node.facts,
    ...node.questions.flatMap((question) => [question.ask, question.why, ...question.options]),
    ...node.conditions.flatMap(({ fail, remedy }) => [fail ?? '', remedy ?? '']),
  ];
}

/** True when every figure, date, amount and law of the text stands in the node, or was computed from it (`figures`). */
export function grounded(text: string, node: ServiceNode, figures: readonly string[] = []): boolean {
  return ungrounded(statedBy(text), [...factsOf(node), ...figures]).length === 0;
}

/** True when everything that a card states stands in the node as well. */
export function cardGrounded(card: PlannedCard, node: ServiceNode): boolean {
  const facts = factsOf(node);
  const sections = 'sections' in card ? (card.sections ?? []).flatMap(({ items }) => items) : [];
  const items = card.kind === 'checklist' ? card.items.map(({ name }) => name) : [];
  const summary = card.kind === 'answer' ? [card.summary] : [];
  return ungrounded([...summary, ...sections, ...items].join('\n'), facts).length === 0;
}

/** The choices of a question as they stand on the screen; a choice is said when it is tapped. */
export function questionCard(question: Question, node: ServiceNode): PlannedCard {
  return {
    kind: 'choices',
    title: question.ask,
    why: question.why,
    choices: question.options.slice(0, 8).map(({ label }) => ({ label, say: label })),
    sources: node.sources.slice(0, 8),
    unverified: node.unverified,
  };
}

/** No sentence of policy without a source: the honest sentence, with a person or an order offered. */
export function ungroundedReply(turn: Turn, intents: Outcome['understood']['intents'] = []): Outcome {
  return {
    understood: {
      kind: 'unknown',
      service: null,
      confidence: 0,
      action: 'refuse',
      intents,
      redirect: ['12345'],
    },
    say: TEXTS.ungrounded[turn.lang],
    manner: { face: turn.emotion === 'neutral' ? 'serious' : 'sorry', gesture: 'apologise' },
    handoff: 'offer',
    pending: { kind: 'offer', of: 'form', id: 'f.work_order' },
  };
}

export interface Serving {
  node: ServiceNode;
  asked: Asked | null;
  confidence: number;
  slots: Slots;
  /** A question of ours was just answered: no introduction any more. */
  following: boolean;
  /** Said before everything else (好的，改成公租房). */
  opening?: string;
  /** How the service stands with these slots, where it was judged already. */
  standing?: Standing;
}

/** Answers or guides: the next question of the situation, or what holds for this citizen. */
export function serve(kit: Kit, turn: Turn, serving: Serving): Outcome {
  const other = serving.following ? insteadOf(serving.node, serving.slots) : null;
  const meant = other === null ? null : kit.affairs.service(other);
  if (meant !== null)
    return serve(kit, turn, {
      node: meant,
      asked: serving.asked,
      confidence: serving.confidence,
      slots: known(kit, turn, meant),
      following: false,
      opening: `那您要办的是${meant.short}。`,
    });
  const outcome = served(kit, turn, serving);
  const { cards } = outcome;
  return cards === undefined
    ? outcome
    : { ...outcome, cards: withNextSteps(kit, serving.node, turn.lang, cards) };
}

function served(kit: Kit, turn: Turn, serving: Serving): Outcome {
  const { node, asked, slots } = serving;
  if (turn.lang === 'en') return inEnglish(turn, serving);
  const guided = kit.guide(node, slots, {
    ...(serving.standing === undefined ? {} : { standing: serving.standing }),
    // The month is what people come for; the years paid are asked afterwards.
    wanted: node.calculator === 'retirement' && asked !== 'eligibility',
  });
  const computed = guided.kind === 'result' ? guided.computed : null;
  // 什么时候能退休 asks for what is computed, not for how long the papers take.
  const computes =
    asked === 'time' && node.calculator === 'retirement' && !/多久|多长时间|几天/u.test(turn.text);
  if (asked !== null && PLAIN_ASKS.has(asked) && !serving.following && !computed?.say && !computes) {
    return plainly(turn, serving, guided);
  }
  return guided.kind === 'ask' ? ask(turn, serving, guided.question) : told(kit, turn, serving, guided);
}

function base(serving: Serving): Outcome['understood'] {
  const { node, asked, confidence, slots } = serving;
  return {
    kind: 'service',
    service: node.id,
    confidence,
    ...(asked ? { ask: asked } : {}),
    action: 'answer',
    intents: [intentOf(node.id, asked, slotsOf(node, slots))],
  };
}

const stateOf = ({ node, asked, slots }: Serving): NonNullable<Outcome['state']> => ({
  service: node.id,
  slots,
  ...(asked ? { ask: asked } : {}),
});

/** The card in full is in Chinese: the answer says so. */
function inEnglish(turn: Turn, serving: Serving): Outcome {
  const { node, asked } = serving;
  return {
    understood: base(serving),
    say: englishAnswer(node, node.authorityNode.phone),
    manner: { face: faceOf(turn), gesture: 'nod', card: 0 },
    cards: [answerCard(node, asked, turn.lang)],
    suggestions: followUps(node, asked, turn.lang),
    state: stateOf(serving),
  };
}

/** The fee where it is one figure. */
function feeOf(cost: readonly { value?: number | undefined }[]): { fee?: number } {
  const [only, more] = cost;
  return only?.value === undefined || more !== undefined ? {} : { fee: only.value };
}

/** The rate where it is one figure (税率1%). */
function rateOf(cost: readonly { text: string }[]): { rate?: string } {
  const [only, more] = cost;
  const rate = more === undefined ? only?.text.match(/\d+(?:\.\d+)?%/u)?.[0] : undefined;
  return rate === undefined ? {} : { rate };
}

/** Time, cost, place, telephone: the node's own sentence, narrowed to the situation where it is known. */
function plainly(turn: Turn, serving: Serving, guided: Guided): Outcome {
  const { node, asked } = serving;
  const general = spokenAnswer(node, asked);
  const own = asked === 'cost' && guided.kind === 'result' && guided.cost.length < node.cost.length;
  const said = own ? `${guided.cost.map(({ text }) => text).join('；')}。` : general;
  const card = answerCard(node, asked, turn.lang);
  if (said === null || !grounded(said, node) || !cardGrounded(card, node)) {
    return ungroundedReply(turn, base(serving).intents);
  }
  return {
    understood: {
      ...base(serving),
      ...(asked === 'cost' && guided.kind === 'result'
        ? { found: { ...feeOf(guided.cost), ...rateOf(guided.cost) } }
        : {}),
    },
    say: said,
    manner: { face: faceOf(turn), gesture: turn.emotion === 'angry' ? 'apologise' : 'nod', card: 0 },
    cards: [card],
    suggestions: followUps(node, asked, turn.lang),
    state: stateOf(serving),
  };
}

/** What is said before the first question: the general answer where it leaves room for it. */
function lead(serving: Serving, question: Question): string {
  const { node, asked, following } = serving;
  if (following) return '';
  const general = node.say[asked === 'eligibility' || asked === 'materials' ? asked : 'how'] ?? '';
  const candidates = [
    shownText(general) === '' ? '' : general,
    node.say.eligibility ?? '',
    '先问您一个问题。',
  ];
  return (
    candidates.find((text) => text !== '' && fits(shownText(text) + question.ask) && grounded(text, node)) ??
    ''
  );
}

/** The next question of the situation, closed, one at a time. */
export function ask(turn: Turn, serving: Serving, question: Question): Outcome {
  const { node } = serving;
  const opening = serving.opening ?? '';
  const before = lead(serving, question);
  const text = `${opening}${before}${question.ask}`;
  const say = fits(shownText(text)) ? text : `${opening}${question.ask}`;
  if (!grounded(question.ask, node)) return ungroundedReply(turn, base(serving).intents);
  return {
    understood: { ...base(serving), action: 'guide', asks: question.slot },
    say,
    manner: { face: faceOf(turn), gesture: serving.following ? 'nod' : 'invite', card: 0 },
    cards: [questionCard(question, node)],
    suggestions: question.options.map(({ label }) => label),
    state: stateOf(serving),
    pending: { kind: 'slot', service: node.id, slot: question.slot, tries: 0 },
  };
}

/** The rule by which something spoken of before cannot be had together with this one; empty where there is none. */
function excluded(turn: Turn, node: ServiceNode): string {
  const before = new Set([turn.state.service, ...(turn.state.history ?? []).map(({ service }) => service)]);
  const rule = node.excludes.find(({ service }) => before.has(service));
  return rule === undefined ? '' : `${rule.text}。`;
}

/** What holds for this citizen: short in speech, whole on the checklist. */
function told(kit: Kit, turn: Turn, serving: Serving, guided: Extract<Guided, { kind: 'result' }>): Outcome {
  const { node, asked } = serving;
  const opening = serving.opening ?? '';
  const isGrounded = (said: string): boolean => grounded(said, node, guided.computed?.figures);
  const text = resultText(node, guided, asked, isGrounded, opening);
  const next = guided.leadsTo.flatMap((id) => kit.affairs.service(id) ?? []);
  const card = checklistCard(
    node,
    guided,
    next.map(({ short }) => short),
  );
  if (text === null || !cardGrounded(card, node)) return ungroundedReply(turn, base(serving).intents);
  const rule = excluded(turn, node);
  const say = fits(shownText(text + rule)) ? text + rule : text;
  const found = {
    ...(guided.eligible === null ? {} : { eligible: guided.eligible }),
    ...feeOf(guided.cost),
    ...rateOf(guided.cost),
    ...guided.computed?.values,
  };
  const after = next.slice(0, 1).map(({ typical, short }) => typical.zh[0] ?? short);
  return {
    understood: { ...base(serving), found },
    say,
    manner: { face: faceOf(turn), gesture: guided.eligible === false ? 'apologise' : 'nod', card: 0 },
    cards: [card],
    suggestions: [...followUps(node, asked, turn.lang).slice(0, 4 - after.length), ...after],
    state: stateOf(serving),
  };
}
