import type { Lang } from '../../protocol/index.ts';
import type { Ask } from '../affairs/schema.ts';
import type { ServiceNode } from '../affairs/types.ts';
import type { Asked } from './asks.ts';
import { shownText } from './markup/read.ts';
import type { PlannedCard } from './types.ts';

type AnswerCard = Extract<PlannedCard, { kind: 'answer' }>;
type Section = AnswerCard['sections'][number];

const LABELS = {
  eligibility: { zh: '办理条件', en: 'Conditions' },
  materials: { zh: '所需材料', en: 'Documents' },
  time: { zh: '办理时限', en: 'Time' },
  cost: { zh: '费用', en: 'Cost' },
  amount: { zh: '额度', en: 'Amount' },
  place: { zh: '办理渠道', en: 'Where' },
  notes: { zh: '说明', en: 'Notes' },
} as const;

function sectionsOf(node: ServiceNode, lang: Lang): (Section & { ask: Ask | 'notes' })[] {
  const materials = node.materialGroups.map((group) => {
    const names = group.names.join(group.rule === 'any' ? ' 或者 ' : '、');
    return group.label === null ? names : `${group.label}：${names}`;
  });
  const places = [...node.channelNames, ...node.halls.map((hall) => `${hall.name}，${hall.address}`)];
  const all: readonly (readonly [keyof typeof LABELS, string[]])[] = [
    ['eligibility', node.conditions.map((condition) => condition.text)],
    ['materials', materials],
    ['time', [node.time.text]],
    ['cost', node.cost.map((cost) => cost.text)],
    ['amount', node.limit ? [node.limit.text] : []],
    ['place', places],
    ['notes', [...node.notes, ...node.excludes.map(({ text }) => text)]],
  ];
  return all
    .filter(([, items]) => items.length > 0)
    .map(([ask, items]) => ({ ask, label: LABELS[ask][lang], items }));
}

/** The full answer beside the avatar: every section of the node, the asked one first, with its sources. */
export function answerCard(node: ServiceNode, asked: Asked | null, lang: Lang): AnswerCard {
  const sections = sectionsOf(node, lang);
  const first = sections.filter((section) => section.ask === asked);
  const ordered = [...first, ...sections.filter((section) => section.ask !== asked)];
  return {
    kind: 'answer',
    service: node.id,
    title: node.name,
    summary:
      node.say.how !== undefined
        ? shownText(node.say.how)
        : node.conditions.map((condition) => condition.text).join('；'),
    sections: ordered.map(({ label, items }) => ({ label, items })),
    sources: node.sources.slice(0, 8),
    phone: { number: node.authorityNode.phone, name: node.authorityNode.name },
    unverified: node.unverified,
  };
}

/** What is spoken for what was asked; null when the node does not say. */
export function spokenAnswer(node: ServiceNode, asked: Asked | null): string | null {
  if (asked === 'phone') return `请拨打${node.authorityNode.phone}，这是${node.authorityNode.name}的电话。`;
  if (asked === 'amount') return node.say.amount ?? node.say.cost ?? null;
  return node.say[asked ?? 'how'] ?? null;
}

const FOLLOW_UPS: readonly (readonly [Ask, Readonly<Record<Lang, string>>])[] = [
  ['materials', { zh: '要带什么材料', en: 'What documents do I need?' }],
  ['time', { zh: '要多久', en: 'How long does it take?' }],
  ['cost', { zh: '要多少钱', en: 'How much does it cost?' }],
  ['place', { zh: '去哪里办', en: 'Where can I do it?' }],
  ['eligibility', { zh: '有什么条件', en: 'Am I eligible?' }],
];

/** Up to four questions that fit after an answer. */
export function followUps(node: ServiceNode, asked: Asked | null, lang: Lang): string[] {
  return FOLLOW_UPS.filter(([ask]) => ask !== asked && node.say[ask] !== undefined)
    .map(([, text]) => text[lang])
    .slice(0, 4);
}

/** The choices card of a question back: each choice says a sentence that is understood for sure. */
export function choicesCard(
  nodes: readonly ServiceNode[],
  asked: Asked | null,
  texts: { title: string; none: string },
  lang: Lang,
): Extract<PlannedCard, { kind: 'choices' }> {
  const choices = nodes.map((node) => {
    const phrases = asked && asked !== 'phone' ? node.recognise.phrases[asked] : undefined;
    const say = lang === 'en' ? node.typical.en[0] : (phrases?.[0] ?? node.typical.zh[0]);
    return { label: lang === 'en' ? node.english.slice(0, 60) : node.short, say: say ?? node.short };
  });
  return {
    kind: 'choices',
    title: texts.title,
    choices: [...choices, { label: texts.none, say: texts.none }],
  };
}
