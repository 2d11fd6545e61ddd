import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallState } from '../call/types.ts';
import { HTML_LANG } from '../ui/i18n.ts';
import { Icon } from '../ui/icon.tsx';
import './voice-bar.css';

interface VoiceBarProps {
  call: Call;
  state: CallState;
  /** What stands in the same row. */
  children?: ReactNode;
}

/** An ordinary voice has an RMS of about 0.1: the bar is full for it. */
const FULL = 0.15;

/**
 * Speaking: the button that is held, the sign that the avatar listens with how loud it hears, one tap to turn it off, and the
 * words as they are heard.
 */
export function VoiceBar({ call, state, children }: VoiceBarProps) {
  const { t } = useTranslation();
  const { microphone, heard, holding, hears, hearTrouble, noisy } = state;
  const trouble =
    hears === false || hearTrouble === 'no_engine'
      ? 'unavailable'
      : hearTrouble !== null
        ? 'lost'
        : noisy
          ? 'noisy'
          : null;
  const on = microphone === 'on';
  return (
    <div className="voice-bar" data-listening={on || undefined}>
      {on && trouble !== 'unavailable' ? (
        <p className="voice-sign">
          <Icon name="mic" />
          <span>{t('voice.listening')}</span>
          <Level call={call} />
        </p>
      ) : null}
      <p className="visually-hidden" role="status">
        {on && trouble !== 'unavailable' ? t('voice.listening') : ''}
      </p>
      {on && !holding ? (
        <button type="button" className="button button-quiet" onClick={() => void call.setMicrophone(false)}>
          <Icon name="micOff" />
          {t('voice.off')}
        </button>
      ) : (
        <HoldButton call={call} holding={holding} />
      )}
      {children}
      {hears === null && microphone === 'off' && state.service.phase === 'avatar' ? (
        <p className="voice-why">{t('start.microphoneWhy')}</p>
      ) : null}
      {heard ? (
        <p className="voice-heard" lang={HTML_LANG[state.lang]} data-done={heard.done || undefined}>
          <span>{t('voice.you')}</span> {heard.text}
        </p>
      ) : null}
      <p className="voice-trouble" role="status">
        {trouble === null ? '' : t(`voice.${trouble}`)}
      </p>
    </div>
  );
}

/** Speaks while it is held: by finger, mouse, or the space key on it. */
function HoldButton({ call, holding }: { call: Call; holding: boolean }) {
  const { t } = useTranslation();
  const press = () => void call.hold(true);
  const release = () => void call.hold(false);
  // A finger that slides off, a window that loses the focus: nobody holds it any more.
  useEffect(() => {
    if (!holding) return;
    const end = () => void call.hold(false);
    window.addEventListener('blur', end);
    window.addEventListener('pointerup', end);
    return () => {
      window.removeEventListener('blur', end);
      window.removeEventListener('pointerup', end);
    };
  }, [call, holding]);
  return (
    <button
      type="button"
      className="button button-outline voice-hold"
      aria-pressed={holding}
      title={t('voice.holdHint')}
      onPointerDown={(event) => {
        if (event.button === 0) press();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => {
        if (event.key === ' ' || event.key === 'Enter') release();
      }}
      onBlur={release}
    >
      <Icon name="mic" />
      {holding ? t('voice.holding') : t('voice.hold')}
    </button>
  );
}

/** How loud the citizen is; drawn without React, and for the eye alone. */
function Level({ call }: { call: Call }) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    let frame = 0;
    const read = () => {
      frame = requestAnimationFrame(read);
      const level = Math.min(1, call.microphoneLevel() / FULL);
      if (bar.current) bar.current.style.transform = `scaleX(${level.toFixed(2)})`;
    };
    frame = requestAnimationFrame(read);
    return () => cancelAnimationFrame(frame);
  }, [call]);
  return (
    <span className="voice-level" aria-hidden="true">
      <i ref={bar} />
    </span>
  );
}
