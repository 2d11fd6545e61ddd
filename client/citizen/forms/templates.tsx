import type { FieldTemplateProps, ObjectFieldTemplateProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icon.tsx';
import { hintOf, useFill } from './fill.ts';

/** Widgets that are groups of controls: their label names the group. */
const GROUPS: ReadonlySet<string> = new Set([
  'cards',
  'several',
  'yes_no',
  'stars',
  'date',
  'photos',
  'signature',
]);

/** The fields of the step that is shown. */
export function StepTemplate({ properties }: ObjectFieldTemplateProps) {
  const { shown } = useFill();
  return (
    <div className="fields">
      {shown.map((field) => properties.find(({ name }) => name === field)?.content ?? null)}
    </div>
  );
}

/** One field: its question, its control, what is to be said about it. */
export function FieldTemplate({ id, children, fieldPathId }: FieldTemplateProps) {
  const { t } = useTranslation();
  const fill = useFill();
  const field = String(fieldPathId.path.at(-1) ?? '');
  if (field === '') return children;
  const { definition, state, lang, faults, unsaved, required } = fill;
  const hint = hintOf(definition, field);
  const fault = faults[field];
  const author = state.authors[field];
  const byOther = author !== undefined && author !== 'citizen' && !unsaved.has(field);
  const isGroup = GROUPS.has(hint.widget);
  const label = (
    <>
      {hint.label[lang]}
      {required.has(field) ? <span className="field-must">{t('forms.required')}</span> : null}
    </>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only learns where in the form the citizen is
    <div
      className="field"
      data-field={field}
      data-asking={state.asking === field || undefined}
      data-fault={fault !== undefined || undefined}
      onFocus={() => fill.enter(field)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) fill.leave(field);
      }}
    >
      {hint.widget === 'consent' ? null : isGroup ? (
        <p className="field-label" id={`${id}-label`}>
          {label}
        </p>
      ) : (
        <label className="field-label" id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
      )}
      {hint.help ? (
        <p className="field-help" id={`${id}-help`}>
          {hint.help[lang]}
        </p>
      ) : null}
      {children}
      {byOther ? (
        // A value that came by itself shows itself once, and again when it changes.
        <p className="field-note" key={JSON.stringify(state.values[field])}>
          <Icon name="check" />
          {t(author === 'agent' ? 'forms.byAgent' : 'forms.byAvatar')}
          {author === 'agent' ? (
            // Said once more by the citizen, it is theirs: until then it does not count.
            <button
              type="button"
              className="button button-outline"
              onClick={() => fill.set(field, state.values[field] ?? null)}
            >
              {t('service.confirm')}
            </button>
          ) : null}
        </p>
      ) : null}
      <p className="field-fault" id={`${id}-fault`} role={fault === undefined ? undefined : 'alert'}>
        {fault === undefined ? null : (
          <>
            <Icon name="alert" />
            {fault}
          </>
        )}
      </p>
      {hint.why ? (
        <details className="why">
          <summary>{t('forms.why')}</summary>
          <p>{hint.why[lang]}</p>
        </details>
      ) : null}
    </div>
  );
}
