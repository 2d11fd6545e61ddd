// The package's index also draws in its tools for tests.
import RjsfForm from '@rjsf/core/lib/components/Form.js';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import type { FieldValue, FieldValues, FormDefinition } from '../../../protocol/index.ts';
import { hintOf, useFill } from './fill.ts';
import { FieldTemplate, StepTemplate } from './templates.tsx';
import { validator } from './validator.ts';
import { DateWidget } from './widget-date.tsx';
import { PhotosWidget } from './widget-photos.tsx';
import { SignatureWidget } from './widget-signature.tsx';
import { CardsWidget, ConsentWidget, SeveralWidget, StarsWidget, YesNoWidget } from './widgets-choice.tsx';
import { DigitsWidget, LongWidget, TextWidget } from './widgets-text.tsx';

const WIDGETS = {
  text: TextWidget,
  address: TextWidget,
  long: LongWidget,
  cards: CardsWidget,
  several: SeveralWidget,
  yes_no: YesNoWidget,
  consent: ConsentWidget,
  date: DateWidget,
  digits: DigitsWidget,
  photos: PhotosWidget,
  signature: SignatureWidget,
  stars: StarsWidget,
};
const TEMPLATES = { ObjectFieldTemplate: StepTemplate, FieldTemplate };

/** Widgets that take text: what is typed need not be sent at every stroke. */
const TYPED: ReadonlySet<string> = new Set(['text', 'address', 'long', 'digits']);

/** The fields of the step that is shown, drawn by @rjsf from the form's JSON Schema with the widgets of this page. */
export function Fields() {
  const { definition, values, set } = useFill();
  const schema = useMemo(() => schemaOf(definition), [definition]);
  const uiSchema = useMemo(() => uiSchemaOf(definition), [definition]);
  const formData = useMemo(
    () => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
    [values],
  );
  const onChange = (next: FieldValues): void => {
    for (const field of Object.keys(definition.schema.properties)) {
      if (same(next[field], values[field])) continue;
      const value = next[field] ?? null;
      set(field, value, TYPED.has(hintOf(definition, field).widget));
    }
  };
  return (
    <RjsfForm<FieldValues>
      tagName="div"
      className="fields-form"
      idPrefix={definition.id.replaceAll('.', '-')}
      schema={schema}
      uiSchema={uiSchema}
      validator={validator as never}
      formData={formData}
      widgets={WIDGETS as never}
      templates={TEMPLATES as never}
      noHtml5Validate
      noValidate
      showErrorList={false}
      onChange={({ formData: next }) => onChange(next ?? {})}
    >
      {/* The buttons of the form stand outside. */}
      <span hidden />
    </RjsfForm>
  );
}

/** What rjsf needs to draw; what must be filled in depends on the values, and is told by the templates. */
function schemaOf(definition: FormDefinition): RJSFSchema {
  const properties = Object.fromEntries(
    Object.entries(definition.schema.properties).map(
      ([field, { const: _const, enum: _enum, ...property }]) => [field, property],
    ),
  );
  return { type: 'object', properties } as RJSFSchema;
}

function uiSchemaOf(definition: FormDefinition): UiSchema<FieldValues> {
  const fields = Object.keys(definition.schema.properties).map((field) => [
    field,
    { 'ui:widget': hintOf(definition, field).widget },
  ]);
  return { ...Object.fromEntries(fields), 'ui:submitButtonOptions': { norender: true } };
}

const empty = (value: FieldValue | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const same = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  (empty(a) && empty(b)) || JSON.stringify(a) === JSON.stringify(b);
