import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallState } from '../call/types.ts';
import { Icon } from '../ui/icon.tsx';
import './recording.css';

interface RecordingProps {
  call: Call;
  state: CallState;
}

/** Over the avatar for as long as the call is recorded, with the way to stop it. Where it is not, nothing stands here. */
export function RecordingSign({ call, state: { recording } }: RecordingProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  if (!recording.on) return null;
  return (
    <>
      <p className="recording-sign" data-rests={recording.rests !== null || undefined}>
        <i aria-hidden="true" />
        <span role="status">
          {recording.rests === null ? t('recording.on') : t(`recording.rests.${recording.rests}`)}
        </span>
        <button type="button" className="recording-stop" onClick={() => dialog.current?.showModal()}>
          {t('recording.stop')}
        </button>
      </p>
      <StopDialog dialog={dialog} call={call} />
    </>
  );
}

function StopDialog({ dialog, call }: { dialog: React.RefObject<HTMLDialogElement | null>; call: Call }) {
  const { t } = useTranslation();
  const title = useId();
  const { failed, choose } = useChoice(call, () => dialog.current?.close());
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={title}>
      <h2 id={title}>{t('recording.stopTitle')}</h2>
      <p>{t('recording.stopWhat')}</p>
      {failed ? <p role="alert">{t('recording.failed')}</p> : null}
      <div className="dialog-actions">
        <button type="button" className="button button-outline" onClick={() => dialog.current?.close()}>
          {t('recording.goOn')}
        </button>
        <button type="button" className="button button-outline" onClick={() => choose(false, true)}>
          {t('recording.stopErase')}
        </button>
        <button type="button" className="button button-primary" onClick={() => choose(false, false)}>
          {t('recording.stopKeep')}
        </button>
      </div>
    </dialog>
  );
}

/** What was recorded goes for good: asked once more, on the same button. */
function EraseButton({ onErase }: { onErase: () => void }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  return (
    <button
      type="button"
      className="button button-quiet"
      aria-live="polite"
      onBlur={() => setSure(false)}
      onClick={() => {
        if (sure) onErase();
        setSure(!sure);
      }}
    >
      <Icon name="erase" />
      {t(sure ? 'recording.eraseSure' : 'recording.erase')}
    </button>
  );
}

/** The citizen's choice on its way; the dialog closes when the server has it. */
function useChoice(call: Call, onDone: () => void) {
  const [failed, setFailed] = useState(false);
  const choose = (agree: boolean, erase: boolean): void => {
    setFailed(false);
    call.chooseRecording({ agree, erase }).then(onDone, () => setFailed(true));
  };
  return { failed, choose };
}

/** The offer to be recorded: what, why, who and how long stand there before anything is. Opens by itself when a human asks. */
export function RecordingConsent({ call, state: { recording } }: RecordingProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const { failed, choose } = useChoice(call, () => dialog.current?.close());
  const { possible, on, some, asked, days } = recording;
  const wanted = possible && !on && asked !== null;
  useEffect(() => {
    const shown = dialog.current;
    if (wanted && shown !== null && !shown.open) shown.showModal();
  }, [wanted]);
  if (!possible || on) return null;
  return (
    <>
      <button type="button" className="button button-quiet" onClick={() => dialog.current?.showModal()}>
        <Icon name="record" />
        {t('recording.offer')}
      </button>
      {some ? <EraseButton onErase={() => choose(false, true)} /> : null}
      <dialog ref={dialog} className="dialog recording-consent" aria-labelledby={heading}>
        <h2 id={heading}>{t('recording.title')}</h2>
        {asked === null ? null : <p className="recording-asked">{t('recording.asked', asked)}</p>}
        <ul>
          {(['what', 'why', 'who', 'days'] as const).map((what) => (
            <li key={what}>
              <Icon name="check" />
              <span>{t(`recording.${what}`, { days })}</span>
            </li>
          ))}
        </ul>
        <p>{t('recording.free')}</p>
        {failed ? <p role="alert">{t('recording.failed')}</p> : null}
        <div className="dialog-actions">
          <button
            type="button"
            className="button button-outline"
            // Whoever was asked has answered; whoever only looked has not.
            onClick={() => (asked === null ? dialog.current?.close() : choose(false, false))}
          >
            {t('recording.refuse')}
          </button>
          <button type="button" className="button button-primary" onClick={() => choose(true, false)}>
            {t('recording.agree')}
          </button>
        </div>
      </dialog>
    </>
  );
}
