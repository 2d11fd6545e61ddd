import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallState, DeviceState } from '../call/types.ts';
import { Icon, type IconName } from '../ui/icon.tsx';

interface ControlsProps {
  call: Call;
  state: CallState;
}

/** Microphone, camera, volume, stop, end: each an icon with its word, and what state it is in. */
export function Controls({ call, state }: ControlsProps) {
  const { t } = useTranslation();
  const speaking = state.avatar === 'speaking' || state.avatar === 'greeting';
  return (
    <div className="controls" role="toolbar" aria-label={t('call.controls')}>
      <DeviceButton
        icon={state.microphone === 'on' ? 'mic' : 'micOff'}
        label={t('call.microphone')}
        state={state.microphone}
        onSet={(on) => void call.setMicrophone(on)}
      />
      <DeviceButton
        icon={state.camera === 'on' ? 'camera' : 'cameraOff'}
        label={t('call.camera')}
        state={state.camera}
        onSet={(on) => void call.setCamera(on)}
      />
      <Volume volume={state.volume} onChange={(volume) => call.setVolume(volume)} />
      <button
        type="button"
        className="control"
        aria-disabled={!speaking}
        aria-keyshortcuts="Escape"
        title={t('call.stopHint')}
        onClick={() => call.interrupt()}
      >
        <Icon name="stop" />
        <span>{t('call.stop')}</span>
      </button>
      <button type="button" className="control" onClick={() => call.setMode('text')}>
        <Icon name="text" />
        <span>{t('call.toText')}</span>
      </button>
      <EndButton call={call} state={state} />
    </div>
  );
}

/** Ends the consultation, after asking. */
export function EndButton({ call, state }: ControlsProps) {
  const { t } = useTranslation();
  // Once, and only when there was something to be rated.
  const mayRate =
    state.phase === 'live' &&
    state.transcript.some(({ role }) => role === 'citizen') &&
    !state.forms.some(({ kind }) => kind === 'f.rating');
  // 结束, said: asked once more before anything ends.
  useEffect(() => {
    if (state.wish?.preference === 'end') end.current?.showModal();
  }, [state.wish]);
  const end = useRef<HTMLDialogElement>(null);
  const title = useId();
  return (
    <>
      <button type="button" className="control control-end" onClick={() => end.current?.showModal()}>
        <Icon name="end" />
        <span>{t('call.end')}</span>
      </button>
      <dialog ref={end} className="dialog" aria-labelledby={title}>
        <h2 id={title}>{t('call.endConfirm')}</h2>
        <div className="dialog-actions">
          <button type="button" className="button button-outline" onClick={() => end.current?.close()}>
            {t('call.endNo')}
          </button>
          {mayRate ? (
            <button
              type="button"
              className="button button-outline"
              onClick={() => {
                end.current?.close();
                call.forms.open('f.rating');
              }}
            >
              {t('call.endRate')}
            </button>
          ) : null}
          <button
            type="button"
            className="button button-danger"
            onClick={() => {
              end.current?.close();
              call.end();
            }}
          >
            {t('call.endYes')}
          </button>
        </div>
      </dialog>
    </>
  );
}

interface DeviceButtonProps {
  icon: IconName;
  label: string;
  state: DeviceState;
  onSet: (on: boolean) => void;
}

function DeviceButton({ icon, label, state, onSet }: DeviceButtonProps) {
  const { t } = useTranslation();
  const on = state === 'on' || state === 'asking';
  return (
    <button
      type="button"
      className="control"
      data-state={state}
      aria-pressed={state === 'on'}
      onClick={() => onSet(!on)}
    >
      <Icon name={icon} />
      <span>{label}</span>
      <small>{t(`device.${state}`)}</small>
    </button>
  );
}

function Volume({ volume, onChange }: { volume: number; onChange: (volume: number) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const percent = t('call.volumeValue', { percent: Math.round(volume * 100) });

  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the slider from whatever in it has the focus
    <div
      className="volume"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        // Escape closes what is open first; only the next one silences the avatar.
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        type="button"
        className="control"
        ref={button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={volume === 0 ? 'volumeOff' : 'volume'} />
        <span>{t('call.volume')}</span>
        <small>{percent}</small>
      </button>
      <div className="volume-panel" id={id} hidden={!open}>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(volume * 100)}
          aria-label={t('call.volume')}
          aria-valuetext={percent}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber / 100)}
        />
        <output aria-hidden="true">{percent}</output>
      </div>
    </div>
  );
}
