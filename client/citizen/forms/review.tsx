import { useTranslation } from 'react-i18next';
import { labelOfValue, shownFields } from '../../../protocol/form-check.ts';
import { hintOf, useFill } from './fill.ts';
import { shownValue } from './show.ts';

/** Everything that would be sent, read once more; each line leads back to its field. */
export function Review({ onEdit }: { onEdit: (field: string) => void }) {
  const { t } = useTranslation();
  const { definition, state, values, lang, faults } = useFill();
  const fields = shownFields(definition, values).filter(
    (field) => hintOf(definition, field).widget !== 'consent' || faults[field] !== undefined,
  );
  return (
    <dl className="review">
      {fields.map((field) => {
        const hint = hintOf(definition, field);
        const shown = shownValue(definition, state, field, values[field], lang);
        const fault = faults[field];
        if (shown === null && fault === undefined) return null;
        return (
          <div key={field} data-key={hint.key || undefined} data-fault={fault !== undefined || undefined}>
            <dt>{labelOfValue(hint.label)[lang]}</dt>
            <dd>
              {shown ?? <span className="review-empty">{t('forms.empty')}</span>}
              {fault === undefined ? null : <span className="field-fault">{fault}</span>}
            </dd>
            <dd className="review-edit">
              <button
                type="button"
                aria-label={t('forms.editField', { label: hint.label[lang] })}
                onClick={() => onEdit(field)}
              >
                {t('forms.edit')}
              </button>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
