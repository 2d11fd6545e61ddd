import type { WidgetProps } from '@rjsf/utils';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icon.tsx';
import { useMedia } from '../media.ts';
import { hintOf, useFill } from './fill.ts';
import { spaced } from './show.ts';

/** What describes a field to a screen reader: its help and its fault. */
export const describedBy = (id: string): string => `${id}-help ${id}-fault`;

const COMPLETES: Readonly<Record<string, string>> = { name: 'name', phone: 'tel', address: 'street-address' };

/** One line of text. */
export function TextWidget({ id, name, value, onChange, schema }: WidgetProps) {
  const { faults, lang } = useFill();
  return (
    <input
      id={id}
      className="field-input"
      type="text"
      lang={lang === 'zh' ? 'zh-CN' : 'en'}
      value={typeof value === 'string' ? value : ''}
      maxLength={schema.maxLength}
      autoComplete={COMPLETES[name] ?? 'off'}
      aria-describedby={describedBy(id)}
      aria-invalid={faults[name] !== undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Several lines, growing with what is written; the last characters are counted. */
export function LongWidget({ id, name, value, onChange, schema }: WidgetProps) {
  const { t } = useTranslation();
  const { faults } = useFill();
  const text = typeof value === 'string' ? value : '';
  const max = schema.maxLength ?? 500;
  const left = max - text.length;
  return (
    <>
      <textarea
        id={id}
        className="field-input field-long"
        rows={3}
        value={text}
        maxLength={max}
        autoComplete="off"
        aria-describedby={describedBy(id)}
        aria-invalid={faults[name] !== undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p className="field-count" data-low={left < 50 || undefined}>
        {t('forms.left', { count: left })}
      </p>
    </>
  );
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', '0', 'erase'] as const;

/**
 * A number, entered in private: on the keypad of the page, by keyboard, never aloud. It can be covered, for those
 * with somebody behind them.
 */
export function DigitsWidget({ id, name, value, onChange, schema }: WidgetProps) {
  const { t } = useTranslation();
  const { definition, faults } = useFill();
  const { keypad } = hintOf(definition, name);
  const touch = useMedia('(pointer: coarse)');
  const kiosk = useMedia('(min-width: 1000px) and (min-height: 1600px) and (orientation: portrait)');
  const [covered, setCovered] = useState(kiosk && keypad);
  const [open, setOpen] = useState(keypad && (touch || kiosk));
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  const text = value === undefined || value === null ? '' : String(value);
  const give = (typed: string): void => {
    const digits = typed.replace(/[^\d-]/g, '').slice(0, 20);
    if (!isNumber) onChange(digits === '' ? undefined : digits);
    else onChange(digits === '' ? undefined : Number(digits));
  };
  const press = (key: (typeof KEYS)[number]): void => {
    if (key === 'clear') give('');
    else if (key === 'erase') give(text.slice(0, -1));
    else give(text + key);
  };
  return (
    <div className="digits">
      <div className="digits-line">
        <input
          id={id}
          className="field-input digits-input"
          type="text"
          // The keypad of the page is the keyboard; the system's one stays away.
          inputMode={open && touch ? 'none' : 'numeric'}
          autoComplete={COMPLETES[name] ?? 'off'}
          value={text}
          data-covered={covered || undefined}
          aria-describedby={describedBy(id)}
          aria-invalid={faults[name] !== undefined}
          onChange={(event) => give(event.currentTarget.value)}
        />
        {keypad ? (
          <button
            type="button"
            className="digits-cover"
            aria-pressed={covered}
            onClick={() => setCovered(!covered)}
          >
            <Icon name={covered ? 'eye' : 'eyeOff'} />
            {t(covered ? 'forms.show' : 'forms.hide')}
          </button>
        ) : null}
      </div>
      {keypad ? (
        <>
          <p className="digits-echo" aria-hidden="true">
            {covered || text === '' ? t('forms.digits', { count: text.length }) : spaced(text)}
          </p>
          {open ? (
            <fieldset className="keypad">
              <legend className="visually-hidden">{t('forms.keypad')}</legend>
              {KEYS.map((key) => (
                <button key={key} type="button" className="key" data-key={key} onClick={() => press(key)}>
                  {key === 'clear' ? (
                    t('forms.keyClear')
                  ) : key === 'erase' ? (
                    <>
                      <Icon name="erase" />
                      <span className="visually-hidden">{t('forms.keyErase')}</span>
                    </>
                  ) : (
                    key
                  )}
                </button>
              ))}
            </fieldset>
          ) : (
            <button type="button" className="button button-quiet" onClick={() => setOpen(true)}>
              {t('forms.keypad')}
            </button>
          )}
        </>
      ) : null}
    </div>
  );
}
