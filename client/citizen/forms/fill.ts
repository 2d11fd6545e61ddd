import { createContext, useContext } from 'react';
import type {
  FieldHint,
  FieldOption,
  FieldValue,
  FieldValues,
  FormDefinition,
  FormState,
  Lang,
} from '../../../protocol/index.ts';
import type { PhotoDesk } from '../../call/types.ts';

/** What the fields of an open form know and can do. */
export interface Fill {
  lang: Lang;
  definition: FormDefinition;
  state: FormState;
  values: FieldValues;
  required: ReadonlySet<string>;
  /** Of the step that is shown. */
  shown: readonly string[];
  /** What is wrong, by field, in the page's language; only where it is time to say so. */
  faults: Readonly<Record<string, string>>;
  /** Fields whose last change the server has not confirmed. */
  unsaved: ReadonlySet<string>;
  set: (field: string, value: FieldValue, typing?: boolean) => void;
  /** The citizen has come to a field, or has left it. */
  enter: (field: string) => void;
  leave: (field: string) => void;
  photos: PhotoDesk;
}

export const FillContext = createContext<Fill | null>(null);

/** @throws Error outside of a form */
export function useFill(): Fill {
  const fill = useContext(FillContext);
  if (fill === null) throw new Error('a field stands outside of its form');
  return fill;
}

const NO_HINT: FieldHint = {
  label: { zh: '—', en: '—' },
  ask: { zh: '—', en: '—' },
  widget: 'text',
  key: false,
  keypad: false,
  personal: false,
  words: [],
  dynamic: false,
  past: false,
};

/** The hint of a field; every field of a form that the server sends has one. */
export const hintOf = (definition: FormDefinition, field: string): FieldHint =>
  definition.hints[field] ?? NO_HINT;

/** What a field can be chosen from, now. */
export function optionsOf(
  definition: FormDefinition,
  state: FormState,
  field: string,
): readonly FieldOption[] {
  const hint = hintOf(definition, field);
  return hint.dynamic ? (state.options[field] ?? []) : (hint.options ?? []);
}
