import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallState } from '../call/types.ts';
import { Icon } from '../ui/icon.tsx';
import { Picture } from './human-view.tsx';
import './service.css';

interface ServiceProps {
  call: Call;
  state: CallState;
}

/** Who serves, above the conversation: the place in the queue and what can be done instead; or the human, and the way back. */
export function ServiceBar({ call, state }: ServiceProps) {
  const { phase } = state.service;
  return (
    <div className="service-slot" role="status">
      {phase === 'waiting' || phase === 'ringing' ? <Waiting call={call} state={state} /> : null}
      {phase === 'human' || phase === 'away' ? <Served call={call} state={state} /> : null}
    </div>
  );
}

const minutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000));

function Waiting({ call, state: { service } }: ServiceProps) {
  const { t } = useTranslation();
  const { phase, position, wait } = service;
  const low = wait === null ? 0 : minutes(wait.low);
  const high = wait === null ? 0 : Math.max(low, Math.ceil(wait.high / 60_000));
  const facts = [
    position === null
      ? null
      : position === 1
        ? t('service.next')
        : t('service.before', { count: position - 1 }),
    wait === null ? null : low === high ? t('service.waitOne', { low }) : t('service.wait', { low, high }),
  ].filter((fact) => fact !== null);
  return (
    <section className="service-bar" data-phase={phase}>
      <p className="service-who">
        <span className="spinner" aria-hidden="true" />
        <strong>{t(phase === 'ringing' ? 'service.ringing' : 'service.waiting')}</strong>
        {phase === 'waiting' && facts.length > 0 ? <span>{facts.join(' · ')}</span> : null}
      </p>
      <p className="service-hint">{t('service.waitHint')}</p>
      <div className="service-actions">
        <button type="button" className="button button-outline" onClick={() => call.choose('avatar')}>
          {t('service.stay')}
        </button>
        <button type="button" className="button button-outline" onClick={() => call.choose('callback')}>
          <Icon name="phone" />
          {t('service.callback')}
        </button>
        <button type="button" className="button button-outline" onClick={() => call.choose('work_order')}>
          <Icon name="form" />
          {t('service.workOrder')}
        </button>
      </div>
    </section>
  );
}

function Served({ call, state }: ServiceProps) {
  const { t } = useTranslation();
  const { agent, phase, passingOn, avatarHelps } = state.service;
  const named = { name: agent?.name ?? '', number: agent?.number ?? '' };
  const hint = phase === 'away' ? 'awayHint' : passingOn ? 'passingOn' : avatarHelps ? 'helps' : null;
  const open = state.microphone === 'on' || state.showing;
  return (
    <section className="service-bar" data-phase={phase}>
      <p className="service-who">
        <Icon name={phase === 'away' ? 'alert' : 'person'} />
        <strong>{t(phase === 'away' ? 'service.away' : 'service.serving', named)}</strong>
      </p>
      {hint === null ? null : <p className="service-hint">{t(`service.${hint}`)}</p>}
      {state.showing ? (
        <p className="service-hint service-seen">
          <Icon name="eye" />
          {t('service.showing')}
        </p>
      ) : null}
      <div className="service-actions">
        {state.mode === 'video' && phase === 'human' && state.microphone !== 'on' ? (
          <button
            type="button"
            className="button button-primary"
            onClick={() => void call.setMicrophone(true)}
          >
            <Icon name="mic" />
            {t('service.speak')}
          </button>
        ) : null}
        {state.mode === 'video' && phase === 'human' ? <Showing call={call} state={state} /> : null}
        {open ? (
          <button
            type="button"
            className="button button-outline"
            title={t('service.pauseHint')}
            onClick={() => {
              void call.setMicrophone(false);
              void call.setShowing(false);
            }}
          >
            <Icon name="micOff" />
            {t('service.pause')}
          </button>
        ) : null}
        <Back call={call} />
      </div>
    </section>
  );
}

/** Whether the human sees the citizen: asked for anew in every call, with a look at oneself before. */
function Showing({ call, state }: ServiceProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [asking, setAsking] = useState(false);
  /** The camera was off before the look at oneself: a no turns it off again. */
  const wasOff = useRef(true);
  const agreed = useRef(false);
  useEffect(() => {
    if (asking) dialog.current?.showModal();
  }, [asking]);
  const close = () => dialog.current?.close();
  // However it was closed, by a button or by Escape: without a yes the camera is as it was.
  const onClosed = () => {
    setAsking(false);
    if (!agreed.current && wasOff.current) void call.setCamera(false);
  };
  if (state.showing)
    return (
      <button
        type="button"
        className="button button-outline"
        onClick={() => {
          void call.setShowing(false);
          if (wasOff.current) void call.setCamera(false);
        }}
      >
        <Icon name="eyeOff" />
        {t('service.hide')}
      </button>
    );
  if (state.service.pictureStopped === true)
    return (
      <p className="service-hint service-seen" role="status">
        <Icon name="eyeOff" />
        {t('service.stopped')}
      </p>
    );
  const ready = state.camera === 'on';
  return (
    <>
      <button
        type="button"
        className="button button-outline"
        onClick={() => {
          wasOff.current = state.camera !== 'on';
          agreed.current = false;
          setAsking(true);
          void call.setCamera(true);
        }}
      >
        <Icon name="camera" />
        {t('service.show')}
      </button>
      <dialog ref={dialog} className="dialog service-consent" aria-labelledby={title} onClose={onClosed}>
        <h2 id={title}>{t('service.consent')}</h2>
        {asking && ready ? (
          <>
            <p>{t('service.consentLook')}</p>
            <Picture stream={call.cameraStream()} label={t('device.self')} mirrored />
          </>
        ) : (
          <p role="status">{t(state.camera === 'asking' ? 'service.cameraWaits' : 'service.cameraNone')}</p>
        )}
        <p>{t('service.consentWhat')}</p>
        <div className="dialog-actions">
          <button type="button" className="button button-outline" onClick={close}>
            {t('service.consentNo')}
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={!ready}
            onClick={() => {
              agreed.current = true;
              void call.setShowing(true);
              close();
              // The dialog goes with the button: its own close may not be heard any more.
              setAsking(false);
            }}
          >
            {t('service.consentYes')}
          </button>
        </div>
      </dialog>
    </>
  );
}

/** Back to the avatar, after asking: the human would be gone. */
function Back({ call }: { call: Call }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  return (
    <>
      <button type="button" className="button button-outline" onClick={() => dialog.current?.showModal()}>
        <Icon name="robot" />
        {t('service.back')}
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby={title}>
        <h2 id={title}>{t('service.backAsk')}</h2>
        <div className="dialog-actions">
          <button type="button" className="button button-outline" onClick={() => dialog.current?.close()}>
            {t('service.backNo')}
          </button>
          <button
            type="button"
            className="button button-primary"
            onClick={() => {
              dialog.current?.close();
              call.choose('avatar');
            }}
          >
            {t('service.backYes')}
          </button>
        </div>
      </dialog>
    </>
  );
}
