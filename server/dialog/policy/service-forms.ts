import type { FormDefinition, FormPurpose, Lang } from '../../../protocol/index.ts';
import type { ServiceNode } from '../../affairs/types.ts';
import type { Kit } from '../outcome.ts';
import type { PlannedCard } from '../types.ts';

/** The form of a purpose; for an application, that which the service names. */
export function formOf(kit: Kit, purpose: FormPurpose, service: string | null): FormDefinition | null {
  if (purpose !== 'application') return kit.forms.list().find((form) => form.purpose === purpose) ?? null;
  const node = service === null ? null : kit.affairs.service(service);
  for (const id of node?.forms ?? []) {
    const form = kit.forms.form(id);
    if (form?.purpose === 'application') return form;
  }
  return null;
}

/** A button of a card, by what its form does: the words that it says open the form by talk as well. */
const STEPS: readonly {
  purpose: FormPurpose;
  label: Readonly<Record<Lang, string>>;
  say: (short: string) => string;
}[] = [
  {
    purpose: 'application',
    label: { zh: '预填申请', en: 'Prepare the application' },
    say: (short) => `预填${short}的申请`,
  },
  {
    purpose: 'materials',
    label: { zh: '核对材料', en: 'Check my papers' },
    say: (short) => `核对${short}的材料`,
  },
  {
    purpose: 'appointment',
    label: { zh: '预约去办', en: 'Make an appointment' },
    say: (short) => `预约办理${short}`,
  },
];

/** The cards of a service with what can be done next: the forms that the service names. */
export function withNextSteps(
  kit: Kit,
  node: ServiceNode,
  lang: Lang,
  cards: readonly PlannedCard[],
): PlannedCard[] {
  const named = new Set(node.forms.map((id) => kit.forms.form(id)?.purpose));
  const next = STEPS.filter(({ purpose }) => named.has(purpose)).map(({ label, say }) => ({
    label: label[lang],
    say: say(node.short),
  }));
  if (next.length === 0) return [...cards];
  return cards.map((card) =>
    (card.kind === 'answer' || card.kind === 'checklist') && card.service === node.id
      ? { ...card, next }
      : card,
  );
}
