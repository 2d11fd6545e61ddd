import { useState } from 'react';
import type { KioskTexts } from './texts.ts';

interface KeysProps {
  texts: KioskTexts;
  value: string;
  onChange: (value: string) => void;
  /** Longest number. */
  max: number;
  /** The last sign of an identity card. */
  withX?: boolean;
}

/** Twelve large keys. */
export function Keys({ texts, value, onChange, max, withX = false }: KeysProps) {
  const press = (key: string): void => {
    if (value.length < max) onChange(value + key);
  };
  return (
    <div className="kiosk-keys">
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((key) => (
        <button type="button" key={key} onClick={() => press(key)}>
          {key}
        </button>
      ))}
      {withX ? (
        <button type="button" onClick={() => press('X')}>
          X
        </button>
      ) : (
        <button type="button" className="kiosk-key-word" onClick={() => onChange('')}>
          {texts.eraseAll}
        </button>
      )}
      <button type="button" onClick={() => press('0')}>
        0
      </button>
      <button type="button" className="kiosk-key-word" onClick={() => onChange(value.slice(0, -1))}>
        {texts.erase}
      </button>
    </div>
  );
}

/** An identity card has 18 signs; order numbers are no longer. */
const LONGEST = 20;

/** A number goes to the avatar by the fingers, covered, instead of aloud in a hall. */
export function PrivateKeypad({
  texts,
  onSend,
  onClose,
}: {
  texts: KioskTexts;
  onSend: (number: string) => void;
  onClose: () => void;
}) {
  const [value, setValue] = useState('');
  const [shown, setShown] = useState(false);
  return (
    <div className="kiosk-sheet kiosk-keypad" role="dialog" aria-modal="true" aria-label={texts.keypadTitle}>
      <h2>{texts.keypadTitle}</h2>
      <p>{texts.keypadHint}</p>
      <div className="kiosk-number">
        <output aria-label={texts.keypadCount.replace('{n}', String(value.length))}>
          {value === '' ? texts.keypadEmpty : shown ? value : '●'.repeat(value.length)}
        </output>
        <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? texts.keypadHide : texts.keypadShow}
        </button>
      </div>
      <Keys texts={texts} value={value} onChange={setValue} max={LONGEST} withX />
      <div className="kiosk-sheet-actions">
        <button type="button" onClick={onClose}>
          {texts.cancel}
        </button>
        <button
          type="button"
          className="kiosk-main-action"
          disabled={value === ''}
          onClick={() => onSend(value)}
        >
          {texts.send}
        </button>
      </div>
    </div>
  );
}
