import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TalkMode } from '../../protocol/index.ts';
import { Icon } from '../ui/icon.tsx';
import { Switch } from '../ui/switch.tsx';

interface StartViewProps {
  hotline: string;
  /** A press came before the call was loaded: it begins as soon as it can. */
  starting: boolean;
  /** False where the browser gives no devices at all (no TLS). */
  devicesPossible: boolean;
  /** False where nobody understands speech of this language: then that is said here, once. */
  hears: boolean;
  onBegin: (choice: { microphone: boolean; camera: boolean }, mode: TalkMode) => void;
}

/** Before the call: what this is, what may be used, and one button. Nothing is on until it is chosen. */
export function StartView({ hotline, starting, devicesPossible, hears, onBegin }: StartViewProps) {
  const { t } = useTranslation();
  const id = useId();
  const [microphone, setMicrophone] = useState(false);
  const [camera, setCamera] = useState(false);
  return (
    <div className="start">
      <h1>{t('start.heading')}</h1>
      <p className="start-lead">{t('start.lead')}</p>
      <p className="start-notice">
        <Icon name="robot" />
        {t('start.notice')}
      </p>
      <fieldset className="start-devices">
        <legend>{t('start.devices')}</legend>
        <Switch
          icon="mic"
          label={t('start.microphone')}
          why={t('start.microphoneWhy')}
          checked={microphone && devicesPossible}
          disabled={!devicesPossible}
          onChange={setMicrophone}
        />
        <Switch
          icon="camera"
          label={t('start.camera')}
          why={t('start.cameraWhy')}
          checked={camera && devicesPossible}
          disabled={!devicesPossible}
          onChange={setCamera}
        />
        {hears ? null : (
          <p className="start-blocked" role="note">
            <Icon name="text" />
            {t('start.hearsNothing')}
          </p>
        )}
        {devicesPossible ? null : (
          <p className="start-blocked" role="note">
            <Icon name="alert" />
            {t('start.devicesBlocked')}
          </p>
        )}
      </fieldset>
      <div className="start-actions">
        <button
          type="button"
          className="button button-primary button-big"
          aria-describedby={`${id}video`}
          onClick={() =>
            onBegin({ microphone: microphone && devicesPossible, camera: camera && devicesPossible }, 'video')
          }
        >
          <Icon name="video" />
          <span className="button-words">
            {t('start.video')}
            <small id={`${id}video`} aria-hidden="true">
              {t('start.videoHint')}
            </small>
          </span>
        </button>
        <button
          type="button"
          className="button button-outline button-big"
          aria-describedby={`${id}text`}
          onClick={() => onBegin({ microphone: false, camera: false }, 'text')}
        >
          <Icon name="text" />
          <span className="button-words">
            {t('start.text')}
            <small id={`${id}text`} aria-hidden="true">
              {t('start.textHint')}
            </small>
          </span>
        </button>
      </div>
      <p className="start-foot" role="status">
        {starting ? t('start.starting') : ''}
      </p>
      <p className="start-hotline">
        <a href={`tel:${hotline}`}>
          <Icon name="phone" />
          {t('start.hotline', { number: hotline })}
        </a>
      </p>
    </div>
  );
}
