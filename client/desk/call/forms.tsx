import { App, Empty, Input, Select, Tag } from 'antd';
import { useEffect, useState } from 'react';
import type { FieldValue, FormDefinition, FormState } from '../../../protocol/index.ts';
import type { StaffCall } from '../../call/staff-call.ts';
import { useTexts, wordsOf } from '../texts.ts';

/** The citizen's forms as they are filled, by whom; what the agent fills in counts once the citizen has confirmed it. */
export function FormsView({
  call,
  forms,
  canFill,
}: {
  call: StaffCall;
  forms: readonly FormState[];
  canFill: boolean;
}) {
  const t = useTexts();
  if (forms.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.call.noForms} />;
  return (
    <>
      {[...forms].reverse().map((form) => (
        <OneForm key={form.form} call={call} state={form} canFill={canFill && form.status === 'open'} />
      ))}
    </>
  );
}

function OneForm({ call, state, canFill }: { call: StaffCall; state: FormState; canFill: boolean }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [definition, setDefinition] = useState<FormDefinition | null>(null);
  useEffect(() => {
    call.formDefinition(state.form).then(
      ({ definition: known }) => setDefinition(known),
      () => undefined,
    );
  }, [call, state.form]);
  if (definition === null) return null;
  const set = (field: string, value: FieldValue) =>
    call
      .setField({ form: state.form, field, value })
      .catch((error: unknown) => void message.error(wordsOf(t, error)));
  const fields = definition.steps.flatMap((step) => step.fields);
  return (
    <section className="form-view" aria-label={definition.title.zh}>
      <h3>{definition.title.zh}</h3>
      <dl>
        {fields.map((field) => {
          const hint = definition.hints[field];
          const value = state.values[field] ?? null;
          const author = state.authors[field];
          const options = hint?.options ?? state.options[field] ?? [];
          const own =
            canFill && hint?.personal !== true && hint?.widget !== 'photos' && hint?.widget !== 'signature';
          const shown = Array.isArray(value)
            ? value.join('、')
            : (options.find((option) => option.value === value)?.label.zh ??
              (value === null ? '' : String(value)));
          return (
            <div key={field} className="form-row">
              <dt>{hint?.label.zh ?? field}</dt>
              <dd>
                {own && options.length > 0 ? (
                  <Select
                    size="small"
                    className="wide"
                    aria-label={hint?.label.zh ?? field}
                    value={typeof value === 'string' ? value : null}
                    onChange={(next) => void set(field, next)}
                    options={options.map((option) => ({ value: option.value, label: option.label.zh }))}
                  />
                ) : own && (value === null || typeof value === 'string') ? (
                  <Field
                    key={`${field}.${shown}`}
                    label={hint?.label.zh ?? field}
                    value={shown}
                    onSet={(next) => void set(field, next)}
                  />
                ) : (
                  shown || '—'
                )}
                {author === undefined ? null : (
                  <Tag color={author === 'agent' ? 'orange' : 'default'}>{t.call.by[author]}</Tag>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** One line of text, sent when one leaves it. */
function Field({ label, value, onSet }: { label: string; value: string; onSet: (value: string) => void }) {
  const [text, setText] = useState(value);
  const done = () => {
    if (text.trim() !== value) onSet(text.trim());
  };
  return (
    <Input
      size="small"
      aria-label={label}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={done}
      onPressEnter={done}
    />
  );
}
