import type { WidgetProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import type { FieldOption } from '../../../protocol/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { hintOf, optionsOf, useFill } from './fill.ts';
import { describedBy } from './widgets-text.tsx';

interface OptionProps {
  id: string;
  group: string;
  type: 'radio' | 'checkbox';
  option: FieldOption;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** One choice as a card: the whole card is the target, the choice is shown by mark, frame and ground. */
function OptionCard({ id, group, type, option, checked, onChange }: OptionProps) {
  const { lang } = useFill();
  return (
    <label
      className="option"
      data-checked={checked || undefined}
      data-disabled={option.disabled || undefined}
    >
      <input
        type={type}
        id={id}
        name={group}
        checked={checked}
        disabled={option.disabled === true && !checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="option-mark" data-type={type} aria-hidden="true">
        <Icon name="check" />
      </span>
      <span className="option-words">
        {option.label[lang]}
        {option.note ? <small>{option.note[lang]}</small> : null}
      </span>
    </label>
  );
}

/** More than these in one column fill a phone: days and times stand in two. */
const MANY = 5;

interface OneOfProps extends Pick<WidgetProps, 'id' | 'name' | 'value' | 'onChange'> {
  options: readonly FieldOption[];
  className: string;
}

/** Choices of which one is taken. */
function OneOf({ id, name, value, onChange, options, className }: OneOfProps) {
  const { required } = useFill();
  return (
    <div
      className={className}
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy(id)}
      aria-required={required.has(name)}
    >
      {options.map((option, at) => (
        <OptionCard
          key={String(option.value)}
          id={at === 0 ? id : `${id}-${at}`}
          group={id}
          type="radio"
          option={option}
          checked={value === option.value}
          onChange={() => onChange(option.value)}
        />
      ))}
    </div>
  );
}

/** One of several. */
export function CardsWidget({ id, name, value, onChange }: WidgetProps) {
  const { t } = useTranslation();
  const { definition, state } = useFill();
  const options = optionsOf(definition, state, name);
  if (options.length === 0) return <p className="field-empty">{t('forms.nothingToChoose')}</p>;
  const many = options.length > MANY;
  return (
    <OneOf {...{ id, name, value, onChange, options }} className={many ? 'options options-two' : 'options'} />
  );
}

/** Yes or no, or two words that mean it. */
export function YesNoWidget({ id, name, value, onChange }: WidgetProps) {
  const { t } = useTranslation();
  const { definition, state } = useFill();
  const given = optionsOf(definition, state, name);
  const options: readonly FieldOption[] =
    given.length > 0
      ? given
      : [
          { value: true, label: { zh: '是', en: t('forms.yes') } },
          { value: false, label: { zh: '否', en: t('forms.no') } },
        ];
  return <OneOf {...{ id, name, value, onChange, options }} className="options options-two" />;
}

/** As many as fit. */
export function SeveralWidget({ id, name, value, onChange }: WidgetProps) {
  const { t } = useTranslation();
  const { definition, state } = useFill();
  const options = optionsOf(definition, state, name);
  const chosen: readonly string[] = Array.isArray(value) ? value : [];
  if (options.length === 0) return <p className="field-empty">{t('forms.nothingToChoose')}</p>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: its name is the field's label, which stands outside
    <div className="options" role="group" aria-labelledby={`${id}-label`} aria-describedby={describedBy(id)}>
      {options.map((option, at) => {
        const key = String(option.value);
        return (
          <OptionCard
            key={key}
            id={at === 0 ? id : `${id}-${at}`}
            group={`${id}-${at}`}
            type="checkbox"
            option={option}
            checked={chosen.includes(key)}
            onChange={(checked) =>
              onChange(checked ? [...chosen, key] : chosen.filter((other) => other !== key))
            }
          />
        );
      })}
    </div>
  );
}

/** An explicit yes; it is never ticked by itself. */
export function ConsentWidget({ id, name, value, onChange }: WidgetProps) {
  const { definition, lang, faults } = useFill();
  const checked = value === true;
  return (
    <label className="option consent" data-checked={checked || undefined}>
      <input
        type="checkbox"
        id={id}
        checked={checked}
        aria-describedby={describedBy(id)}
        aria-invalid={faults[name] !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="option-mark" data-type="checkbox" aria-hidden="true">
        <Icon name="check" />
      </span>
      <span className="option-words">{hintOf(definition, name).label[lang]}</span>
    </label>
  );
}

/** Faces of the five levels, drawn: the mouth of each as a path on a 24 × 24 grid. */
const MOUTHS: Readonly<Record<number, string>> = {
  1: 'M8 17.500c1-2.2 2.4-3 4-3s3 .8 4 3',
  2: 'M8.5 16.800c1.5-1.3 5.5-1.3 7 0',
  3: 'M8.5 15.800h7',
  4: 'M8.5 15c1.5 1.7 5.5 1.7 7 0',
  5: 'M7.5 14c1 2.8 2.8 3.8 4.5 3.800s3.5-1 4.5-3.800Z',
};

/** Five levels, each a face with its word. */
export function StarsWidget({ id, name, value, onChange }: WidgetProps) {
  const { definition, state, lang } = useFill();
  return (
    <div
      className="levels"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy(id)}
    >
      {optionsOf(definition, state, name).map((option, at) => (
        <label
          key={String(option.value)}
          className="level"
          data-checked={value === option.value || undefined}
        >
          <input
            type="radio"
            id={at === 0 ? id : `${id}-${at}`}
            name={id}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <circle cx="12" cy="12" r="9.5" />
            <path d={`M8.5 9v1.500M15.5 9v1.5${MOUTHS[Number(option.value)] ?? ''}`} />
          </svg>
          <span>{option.label[lang]}</span>
        </label>
      ))}
    </div>
  );
}
