import type {
  Card,
  EventData,
  EventName,
  FieldValue,
  FormDefinition,
  FormState,
  Snapshot,
} from '../../../protocol/index.ts';
import { mask } from '../../dialog/mask.ts';

type Definitions = (kind: string) => FormDefinition | null;

/** How much of a personal value staff sees: the last four of a number, the surname, nothing of what is shorter. */
function hidden(value: string): string {
  const chars = [...value];
  if (/^[\dXx\s-]{6,}$/u.test(value)) return `${'*'.repeat(chars.length - 4)}${chars.slice(-4).join('')}`;
  return chars.map((char, at) => (at === 0 && chars.length > 1 ? char : '*')).join('');
}

/** A field's value as staff reads it. Pictures and signatures are only counted. */
export function shownValue(definition: FormDefinition, field: string, value: FieldValue): string {
  const hint = definition.hints[field];
  if (hint?.widget === 'photos' || hint?.widget === 'signature')
    return Array.isArray(value) ? `${value.length}` : value === null ? '' : '✓';
  const option = (one: unknown): string =>
    hint?.options?.find((known) => known.value === one)?.label.zh ?? String(one);
  const text = Array.isArray(value) ? value.map(option).join('、') : option(value ?? '');
  return (hint?.personal === true || hint?.keypad === true ? hidden(text) : mask(text)).slice(0, 200);
}

/** A form with the citizen's personal values hidden. */
export function formForStaff(form: FormState, definitions: Definitions): FormState {
  const definition = definitions(form.kind);
  const values = Object.fromEntries(
    Object.entries(form.values).map(([field, value]) => {
      const hint = definition?.hints[field];
      const personal = hint === undefined || hint.personal || hint.keypad;
      if (typeof value === 'string') return [field, personal ? hidden(value) : mask(value)];
      // What cannot be hidden in part is not shown at all.
      return [field, personal && value !== null ? null : value];
    }),
  );
  return { ...form, values };
}

/** The code that opens a case is the citizen's alone. */
function cardForStaff(card: Card): Card {
  if (card.kind !== 'status') return card;
  const { queryCode: _, ...rest } = card;
  return rest;
}

/** Whether staff is told an event at all; media and the session are told to each peer by itself. */
const PRIVATE: ReadonlySet<EventName> = new Set<EventName>(['page.prefer', 'session.ended']);

/** An event as staff gets it; null where it is not for them. */
export function eventForStaff<E extends EventName>(
  event: E,
  data: EventData<E>,
  definitions: Definitions,
): EventData<E> | null {
  if (PRIVATE.has(event)) return null;
  if (event === 'form.state') return formForStaff(data as FormState, definitions) as EventData<E>;
  if (event === 'card.show') return cardForStaff(data as Card) as EventData<E>;
  return data;
}

export function snapshotForStaff(snapshot: Snapshot, definitions: Definitions): Snapshot {
  return {
    ...snapshot,
    cards: snapshot.cards.map(cardForStaff),
    forms: snapshot.forms.map((form) => formForStaff(form, definitions)),
  };
}
