import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldHint, FormDefinition } from '../../protocol/index.ts';
import { type ContentFile, readContent } from './read.ts';

/** The forms of a content folder, by id. */
export interface Forms {
  /** Null when there is none of that id. */
  form(id: string): FormDefinition | null;
  list(): readonly FormDefinition[];
}

/**
 * Reads `forms/*.yaml` of a content folder and checks each: the JSON Schema (2020-12), and that every field of it has
 * one hint, stands in one step, and is asked and shown in a way that its type allows.
 * @throws AppError `content_invalid` naming file, line, what is wrong and the remedy.
 */
export function loadForms(dir: string): Forms {
  let names: string[] = [];
  try {
    names = readdirSync(join(dir, 'forms'))
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch {
    // A city without forms still answers questions.
  }
  const forms = new Map<string, FormDefinition>();
  for (const name of names) {
    const file = readContent(join(dir, 'forms', name), `affairs/forms/${name}`, FormDefinition);
    checkForm(file);
    const { id } = file.value;
    if (name !== `${id}.yaml`) {
      throw file.fault(['id'], `the id "${id}" is not the file's name`, `Name the file ${id}.yaml.`);
    }
    forms.set(id, file.value);
  }
  return { form: (id) => forms.get(id) ?? null, list: () => [...forms.values()] };
}

/** Widgets by the type of value that they make. */
const WIDGETS_OF: Readonly<Record<string, readonly FieldHint['widget'][]>> = {
  string: ['text', 'long', 'cards', 'date', 'digits', 'address', 'signature'],
  integer: ['stars', 'cards', 'digits'],
  number: ['digits'],
  boolean: ['yes_no', 'consent'],
  array: ['several', 'photos'],
};

function checkForm(file: ContentFile<FormDefinition>): void {
  const { schema, hints, steps } = file.value;
  const fields = new Set(Object.keys(schema.properties));
  const stepped = steps.flatMap((step, i) => step.fields.map((field, j) => ({ field, i, j })));
  const seen = new Set<string>();
  for (const { field, i, j } of stepped) {
    const path = ['steps', i, 'fields', j];
    if (!fields.has(field))
      throw file.fault(path, `there is no field "${field}"`, 'Add it to schema.properties.');
    if (seen.has(field)) throw file.fault(path, `"${field}" stands in two steps`, 'Leave it in one.');
    seen.add(field);
  }
  for (const field of fields) {
    const path = ['schema', 'properties', field];
    if (!seen.has(field))
      throw file.fault(path, `"${field}" is in no step`, 'Add it to the step where it is asked.');
    if (hints[field] === undefined)
      throw file.fault(path, `"${field}" has no hint`, 'Add its label and question under hints.');
  }
  for (const [field, hint] of Object.entries(hints)) checkHint(file, field, hint, fields);
  const named = [
    ...schema.required,
    ...(schema.allOf ?? []).flatMap((rule) => [
      ...Object.keys(rule.if.properties),
      ...(rule.if.required ?? []),
      ...(rule.then?.required ?? []),
      ...(rule.else?.required ?? []),
    ]),
  ];
  const unknown = named.find((field) => !fields.has(field));
  if (unknown !== undefined)
    throw file.fault(['schema'], `the rules name "${unknown}", which is no field`, 'Correct the name.');
  for (const [field, property] of Object.entries(schema.properties)) {
    if (property.pattern === undefined) continue;
    try {
      new RegExp(property.pattern, 'u');
    } catch {
      const path = ['schema', 'properties', field, 'pattern'];
      throw file.fault(path, `the pattern of "${field}" is no regular expression`, 'Mend it.');
    }
  }
}

function checkHint(
  file: ContentFile<FormDefinition>,
  field: string,
  hint: FieldHint,
  fields: ReadonlySet<string>,
): void {
  const at = (key: string): string[] => ['hints', field, key];
  const property = file.value.schema.properties[field];
  if (property === undefined)
    throw file.fault(['hints', field], `there is no field "${field}"`, 'Correct the name, or remove it.');
  if (!(WIDGETS_OF[property.type] ?? []).includes(hint.widget)) {
    throw file.fault(
      at('widget'),
      `"${hint.widget}" cannot fill a field of type ${property.type}`,
      `Choose one of: ${(WIDGETS_OF[property.type] ?? []).join(', ')}.`,
    );
  }
  if (hint.when && !fields.has(hint.when.field))
    throw file.fault(at('when'), `there is no field "${hint.when.field}"`, 'Correct the name.');
  const allowed = property.enum ?? property.items?.enum;
  const chosen = hint.widget === 'cards' || hint.widget === 'several';
  if (chosen && !hint.dynamic && hint.options === undefined)
    throw file.fault(['hints', field], `"${field}" has nothing to choose from`, 'Add options.');
  if (hint.options === undefined || allowed === undefined) return;
  const values = hint.options.map((option) => option.value);
  const stray = values.find((value) => !allowed.includes(value as never));
  const left = allowed.find((value) => !values.includes(value));
  if (stray !== undefined)
    throw file.fault(at('options'), `"${stray}" is not allowed by the schema`, 'Add it to its enum.');
  if (left !== undefined)
    throw file.fault(at('options'), `"${left}" of the schema is not offered`, 'Add an option for it.');
}
