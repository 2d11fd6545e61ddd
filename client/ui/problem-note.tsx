import { useEffect, useEffectEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallProblem } from '../call/types.ts';
import { Icon } from './icon.tsx';
import { PROBLEMS, type ProblemAction, retryDelayMs } from './problems.ts';

interface ProblemNoteProps {
  problem: CallProblem;
  /** The hotline's number, which works when nothing else does. */
  hotline: string;
  /** `ended`: the call is over and the page has to go on from here; `note`: the call goes on behind it. */
  kind: 'ended' | 'note';
  onAction: (action: ProblemAction) => void;
  onHome?: () => void;
}

/** What went wrong, in plain words, and what to do about it. */
export function ProblemNote({ problem, hotline, kind, onAction, onHome }: ProblemNoteProps) {
  const { t } = useTranslation();
  const id = useId();
  const { text, action: usual } = PROBLEMS[problem.code];
  // A note that only closes is no way out once the call is over.
  const action = kind === 'ended' && usual === 'dismiss' ? 'restart' : usual;
  return (
    <section className="problem" data-kind={kind} role="alert" aria-labelledby={id}>
      <span className="problem-icon">
        <Icon name="alert" />
      </span>
      <div className="problem-words">
        <h2 id={id}>{t(`problem.${text}.title`)}</h2>
        <p>{t(`problem.${text}.help`)}</p>
        {kind === 'ended' ? (
          <p>
            <a href={`tel:${hotline}`}>{t('action.hotline', { number: hotline })}</a>
          </p>
        ) : null}
      </div>
      <div className="problem-actions">
        {action === 'wait' ? (
          <Countdown problem={problem} onDone={() => onAction('wait')} />
        ) : (
          <button
            type="button"
            className={kind === 'ended' ? 'button button-primary' : 'button button-quiet'}
            onClick={() => onAction(action)}
          >
            {t(`action.${action}`)}
          </button>
        )}
        {kind === 'ended' && onHome ? (
          <button type="button" className="button button-quiet" onClick={onHome}>
            {t('action.home')}
          </button>
        ) : null}
      </div>
    </section>
  );
}

/** Tries again by itself when the time is over; the button does it at once. */
function Countdown({ problem, onDone }: { problem: CallProblem; onDone: () => void }) {
  const { t } = useTranslation();
  const [until] = useState(() => performance.now() + (retryDelayMs(problem) ?? 0));
  const [left, setLeft] = useState(() => secondsUntil(until));
  const done = useEffectEvent(onDone);
  useEffect(() => {
    const timer = setInterval(() => {
      const seconds = secondsUntil(until);
      setLeft(seconds);
      if (seconds > 0) return;
      clearInterval(timer);
      done();
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <>
      {/* Not read out every second: the button beside it says what can be done. */}
      <p className="countdown" role="timer" aria-live="off">
        {t('action.countdown', { seconds: left })}
      </p>
      <button type="button" className="button button-primary" onClick={onDone}>
        {t('action.now')}
      </button>
    </>
  );
}

function secondsUntil(until: number): number {
  return Math.max(0, Math.ceil((until - performance.now()) / 1000));
}
