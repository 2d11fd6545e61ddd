import { type Schema, Validator } from '@cfworker/json-schema';
import { type RJSFSchema, toErrorSchema, type ValidatorType } from '@rjsf/utils';

/**
 * The validator behind the form: it walks the schema instead of compiling it, so that no code is made from text and the
 * page's policy (no eval) holds. JSON Schema 2020-12. What is shown at the fields comes from `protocol/form-check.ts`,
 * which says it in words.
 */
export const validator: ValidatorType<unknown, RJSFSchema> = {
  validateFormData: (formData, schema) => {
    const errors = check(schema, formData).map(({ keyword, instanceLocation, error }) => ({
      name: keyword,
      property: `.${instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.')}`,
      message: error,
      stack: error,
    }));
    return { errors, errorSchema: toErrorSchema(errors) };
  },
  isValid: (schema, formData) => check(schema, formData).length === 0,
  rawValidation: <Result>(schema: RJSFSchema, formData?: unknown) => ({
    errors: check(schema, formData) as unknown as Result[],
  }),
};

function check(schema: RJSFSchema, value: unknown) {
  // The walker knows no `undefined`; a form without anything in it is an empty object.
  return new Validator(schema as Schema, '2020-12', false).validate(value ?? {}).errors;
}
