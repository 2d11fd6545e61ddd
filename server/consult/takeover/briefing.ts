import type {
  BriefForm,
  Briefing,
  Card,
  FormDefinition,
  FormState,
  HandoffReason,
  Lang,
  TranscriptEntry,
} from '../../../protocol/index.ts';
import type { Danger } from '../../dialog/emergency.ts';
import { emotionOf } from '../../dialog/emotion.ts';
import { mask } from '../../dialog/mask.ts';
import type { DialogState } from '../../dialog/types.ts';
import { shownValue } from './staff-view.ts';
import type { Topics } from './topics.ts';

/** What a briefing is made of: all of it is in the consultation already. */
export interface BriefingInput {
  consultation: string;
  since: number;
  lang: Lang;
  reason: HandoffReason;
  dialog: DialogState;
  transcript: readonly TranscriptEntry[];
  cards: readonly Card[];
  forms: readonly FormState[];
  definition: (kind: string) => FormDefinition | null;
  topics: Topics | null;
  byText: boolean;
  slower: boolean;
  notes: readonly string[];
}

const MAX_LINES = 60;
/** Words of the citizen that a summary quotes, in characters. */
const MAX_QUOTE = 60;
/** Lines of the citizen in which their feeling is looked for, latest first: what was said long ago has passed. */
const FEELING_LINES = 4;
const ALARM_RISK = '说到过危险，请先问现在是否安全';
const DANGER: Readonly<Partial<Record<Danger, string>>> = {
  fire: '起火',
  trapped: '有人被困',
  water: '落水或被淹',
  gas: '燃气泄漏',
  injury: '急病或受伤',
  crash: '交通事故',
  violence: '暴力伤害',
  domestic: '家庭暴力',
  missing: '有人走失',
  minor: '未成年人受害',
  self_harm: '轻生的念头',
  fraud: '遭遇诈骗',
};

/**
 * What a human reads before answering. In Chinese, whatever language the citizen speaks: it is for staff. Whatever was
 * typed or said is masked once more, so that nothing hangs on how the lines came about.
 */
export function briefingOf(input: BriefingInput): Briefing {
  const { dialog, topics, lang } = input;
  const name = (id: string): string => topics?.service(id)?.zh ?? id;
  const lines = input.transcript.slice(-MAX_LINES).map((line) => ({ ...line, text: mask(line.text) }));
  const said = lines.filter(({ role }) => role === 'citizen').map(({ text }) => text);
  const matter = dialog.service === null ? null : { id: dialog.service, name: name(dialog.service) };
  const form = formOf(input);
  const feeling =
    said
      .slice(-FEELING_LINES)
      .map(emotionOf)
      .findLast((one) => one !== 'neutral') ?? 'neutral';
  return {
    consultation: input.consultation,
    lang,
    reason: input.reason,
    summary: summary(said, matter?.name ?? null, form, dialog),
    matter,
    others: (dialog.queue ?? []).map(({ service }) => name(service)).slice(0, 8),
    slots: slotsOf(dialog, topics),
    form,
    sources: sourcesOf(input.cards),
    feeling,
    needs: [
      ...(lang === 'en' ? ['用英语'] : []),
      ...(input.byText ? ['用文字交流'] : []),
      ...(input.slower ? ['说慢一点'] : []),
    ],
    risks: risksOf(dialog),
    notes: input.notes.slice(-8),
    transcript: lines,
    since: input.since,
  };
}

const quoted = (text: string): string => {
  const chars = [...text];
  return `“${chars.slice(0, MAX_QUOTE).join('')}${chars.length > MAX_QUOTE ? '…' : ''}”`;
};

function summary(
  said: readonly string[],
  matter: string | null,
  form: BriefForm | null,
  { misses }: DialogState,
): string {
  const first = said[0];
  const last = said.at(-1);
  const parts = [
    matter === null ? null : `办的事：${matter}。`,
    first === undefined ? '市民还没有说要办什么。' : `先说${quoted(first)}`,
    last === undefined || last === first ? null : `最后说${quoted(last)}`,
    form === null
      ? null
      : `在填${form.title}，已填${form.fields.length}项，缺${form.missing.length === 0 ? '无' : form.missing.join('、')}。`,
    misses > 1 ? `数字人连续${misses}次没听明白。` : null,
  ];
  return [...parts.filter((part) => part !== null).join(' ')].slice(0, 600).join('');
}

function slotsOf({ slots, service, own }: DialogState, topics: Topics | null): Briefing['slots'] {
  const known = { ...slots, ...(service === null ? {} : own?.[service]) };
  return Object.entries(known)
    .flatMap(([name, value]) => {
      const fact = value === null || topics === null ? null : topics.slot(name, value);
      return fact === null ? [] : [{ label: fact.label.slice(0, 60), value: mask(fact.value).slice(0, 200) }];
    })
    .slice(0, 40);
}

function formOf({ forms, definition }: BriefingInput): BriefForm | null {
  const form = forms.findLast(({ status }) => status === 'open');
  const known = form === undefined ? null : definition(form.kind);
  if (form === undefined || known === null) return null;
  const filled = Object.entries(form.values).filter(([, value]) => value !== null && value !== '');
  const names = new Set(filled.map(([name]) => name));
  const label = (name: string): string => (known.hints[name]?.label.zh ?? name).slice(0, 60);
  return {
    kind: form.kind,
    title: known.title.zh.slice(0, 120),
    fields: filled
      .map(([name, value]) => ({
        name,
        label: label(name),
        value: shownValue(known, name, value),
        author: form.authors[name] ?? ('citizen' as const),
      }))
      .slice(0, 60),
    missing: (known.schema.required ?? []).filter((name) => !names.has(name)).map(label),
  };
}

function sourcesOf(cards: readonly Card[]): string[] {
  const titles = cards.flatMap((card) =>
    (card.sources ?? []).map(({ title, article }) => (article ? `${title} ${article}` : title).slice(0, 240)),
  );
  return [...new Set(titles)].slice(-24);
}

function risksOf({ alarm, warned, angry }: DialogState): string[] {
  return [
    ...(alarm
      ? [DANGER[alarm.danger] === undefined ? ALARM_RISK : `${DANGER[alarm.danger]}：${ALARM_RISK}`]
      : []),
    ...((warned ?? 0) > 0 ? ['说过不文明的话，已提醒'] : []),
    ...((angry ?? 0) > 1 ? ['多次表达不满，先安抚再办事'] : []),
  ];
}
