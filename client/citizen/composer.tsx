import { type FormEvent, type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';

interface ComposerProps {
  /** Longest text, in characters. */
  max: number;
  /** False while there is nobody to send to: what was typed stays, and goes as soon as there is, once it was meant to be sent. */
  ready: boolean;
  onSend: (text: string) => void;
}

/** From this many characters left on, the rest is counted. */
const COUNT_FROM = 100;

/** The typing field. Enter sends, Shift+Enter breaks the line; an Enter that ends an input method's word does neither. */
export function Composer({ max, ready, onSend }: ComposerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [waits, setWaits] = useState(false);
  const counter = useId();
  const left = max - text.length;

  const send = () => {
    const trimmed = text.trim();
    if (trimmed === '') return;
    setWaits(!ready);
    if (!ready) return;
    onSend(trimmed);
    setText('');
  };
  useEffect(() => {
    if (!ready || !waits) return;
    setWaits(false);
    if (text.trim() === '') return;
    onSend(text.trim());
    setText('');
  }, [ready, waits, text, onSend]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // 229 is what Safari reports for the Enter that picks a candidate of a Chinese input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return;
    event.preventDefault();
    send();
  };

  return (
    <form className="composer" onSubmit={onSubmit}>
      <div className="composer-field">
        <textarea
          rows={1}
          maxLength={max}
          value={text}
          placeholder={t('call.placeholder')}
          aria-label={t('call.input')}
          aria-describedby={left <= COUNT_FROM ? counter : undefined}
          enterKeyHint="send"
          autoComplete="off"
          onChange={(event) => {
            // Who goes on writing has not finished.
            setWaits(false);
            setText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
        {left <= COUNT_FROM ? (
          <p id={counter} className="composer-count" data-full={left === 0 || undefined}>
            {left === 0 ? t('call.full', { max }) : t('call.left', { count: left })}
          </p>
        ) : null}
        <p className="visually-hidden" role="status">
          {left === 0 ? t('call.full', { max }) : ''}
        </p>
        <p className="composer-count" role="status">
          {waits ? t('call.waits') : ''}
        </p>
      </div>
      <button
        type="submit"
        className="button button-primary composer-send"
        aria-disabled={text.trim() === '' || waits}
      >
        <Icon name="send" />
        <span>{t('call.send')}</span>
      </button>
    </form>
  );
}
