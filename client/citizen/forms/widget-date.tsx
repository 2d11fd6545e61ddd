import type { WidgetProps } from '@rjsf/utils';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFill } from './fill.ts';
import { describedBy } from './widgets-text.tsx';

/** Years that can be chosen: births of a century, and a few years ahead. */
const YEARS_BACK = 100;
const YEARS_AHEAD = 10;

/** A day by three large selects: no calendar to be read, nothing to be typed. */
export function DateWidget({ id, name, value, onChange }: WidgetProps) {
  const { t } = useTranslation();
  const { faults } = useFill();
  const given = typeof value === 'string' && value !== '' ? value.split('-').map(Number) : [];
  const [chosen, setChosen] = useState<readonly (number | undefined)[]>(given);
  const [year, month, day] = given.length === 3 ? given : chosen;
  const now = new Date().getFullYear();
  const years = Array.from({ length: YEARS_BACK + YEARS_AHEAD + 1 }, (_, at) => now + YEARS_AHEAD - at);
  const days = year && month ? new Date(year, month, 0).getDate() : 31;

  const choose = (at: number, picked: number | undefined): void => {
    const next = [year, month, day].map((old, index) => (index === at ? picked : old));
    const [y, m, d] = next;
    setChosen(next);
    if (y === undefined || m === undefined || d === undefined) {
      onChange(undefined);
      return;
    }
    const last = new Date(y, m, 0).getDate();
    const two = (n: number): string => String(n).padStart(2, '0');
    onChange(`${y}-${two(m)}-${two(Math.min(d, last))}`);
  };

  const select = (
    at: number,
    label: string,
    empty: string,
    picked: number | undefined,
    from: readonly number[],
  ) => (
    <label className="date-part">
      <span className="visually-hidden">{label}</span>
      <select
        id={at === 0 ? id : `${id}-${at}`}
        className="field-input"
        value={picked ?? ''}
        aria-describedby={describedBy(id)}
        aria-invalid={faults[name] !== undefined}
        onChange={(event) =>
          choose(at, event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))
        }
      >
        <option value="">{empty}</option>
        {from.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
  return (
    // biome-ignore lint/a11y/useSemanticElements: its name is the field's label, which stands outside
    <div className="date" role="group" aria-labelledby={`${id}-label`}>
      {select(0, t('forms.year'), t('forms.chooseYear'), year, years)}
      {select(1, t('forms.month'), t('forms.chooseMonth'), month, upTo(12))}
      {select(2, t('forms.day'), t('forms.chooseDay'), day, upTo(days))}
    </div>
  );
}
