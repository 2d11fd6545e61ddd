import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallState, DeviceState } from '../call/types.ts';
import { Icon } from '../ui/icon.tsx';
import type { Prefs } from '../ui/prefs.ts';
import { Switch } from '../ui/switch.tsx';
import { DevicePicks } from './device-picks.tsx';
import { LineCheck } from './line-report.tsx';

interface SettingsProps {
  call: Call;
  state: CallState;
  prefs: Prefs;
  onChange: (prefs: Prefs) => void;
}

/**
 * How the page and the voice are to be, by touch; each of these can be said as well (字幕打开, 大字, 说慢点, 听得到吗, 改用文字).
 * What was changed is confirmed in words, and kept for the next visit.
 */
export function Settings({ call, state, prefs, onChange }: SettingsProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [said, setSaid] = useState('');
  const [open, setOpen] = useState(false);
  const show = () => {
    setSaid('');
    setOpen(true);
    if (dialog.current?.open === false) dialog.current.showModal();
  };
  const close = () => dialog.current?.close();
  // 听得到吗: the avatar says its sentence, and here stands what to do where it is not heard.
  useEffect(() => {
    if (state.wish?.preference !== 'audio_check') return;
    setOpen(true);
    if (dialog.current?.open === false) dialog.current.showModal();
  }, [state.wish]);
  const change = (part: Partial<Prefs>, words: string) => {
    onChange({ ...prefs, ...part });
    setSaid(words);
  };
  const byVideo = state.mode === 'video';
  return (
    <>
      <button type="button" className="header-button" onClick={show}>
        {t('settings.title')}
      </button>
      <dialog
        ref={dialog}
        className="dialog settings"
        aria-labelledby={heading}
        onClose={() => setOpen(false)}
      >
        <h2 id={heading}>{t('settings.title')}</h2>
        {byVideo ? (
          <>
            <Switch
              icon="text"
              label={t('settings.captions')}
              why={t('settings.captionsWhy')}
              checked={prefs.captions}
              onChange={(on) =>
                change({ captions: on }, t(on ? 'settings.captionsOn' : 'settings.captionsOff'))
              }
            />
            <Switch
              icon="clock"
              label={t('settings.slow')}
              why={t('settings.slowWhy')}
              checked={prefs.slow}
              onChange={(on) => change({ slow: on }, t(on ? 'settings.slowOn' : 'settings.slowOff'))}
            />
          </>
        ) : null}
        <Switch
          icon="eye"
          label={t('settings.large')}
          why={t('settings.largeWhy')}
          checked={prefs.large}
          onChange={(on) => change({ large: on }, t(on ? 'settings.largeOn' : 'settings.largeOff'))}
        />
        {byVideo && open ? <SoundCheck call={call} state={state} /> : null}
        {byVideo && open ? <LineCheck /> : null}
        {byVideo && open ? (
          <DevicePicks devices={call.devices} known={`${state.microphone} ${state.camera}`} />
        ) : null}
        <p className="settings-said" role="status">
          {said}
        </p>
        <div className="dialog-actions">
          {byVideo ? (
            <button
              type="button"
              className="button button-outline"
              onClick={() => {
                close();
                call.setMode('text');
              }}
            >
              <Icon name="text" />
              {t('settings.byText')}
            </button>
          ) : null}
          <button type="button" className="button button-primary" onClick={close}>
            {t('cards.close')}
          </button>
        </div>
      </dialog>
    </>
  );
}

/** Between two looks at the microphone, ms: a bar that moves with the voice and rests the eye. */
const LOOK_MS = 100;
/** Speech at an arm's length has an RMS of about 0.1: the bar is full at twice that. */
const FULL_LEVEL = 0.2;
/** Below this nobody speaks. */
const QUIET = 0.01;

/** A sentence to hear, the level of the microphone, and what to do where one of them fails. */
function SoundCheck({ call, state }: { call: Call; state: CallState }) {
  const { t } = useTranslation();
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  const listens = state.microphone === 'on';
  useEffect(() => {
    if (!listens) return;
    setHeard(false);
    const timer = setInterval(() => {
      const now = call.microphoneLevel();
      setLevel(now);
      if (now > QUIET * 3) setHeard(true);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [listens, call]);
  const quiet = state.volume === 0;
  return (
    <section className="sound-check">
      <h3>{t('settings.sound')}</h3>
      <div className="sound-row">
        <button
          type="button"
          className="button button-outline"
          onClick={() => call.say(t('settings.testSay'), 'tap')}
        >
          <Icon name="volume" />
          {t('settings.test')}
        </button>
        {state.audioBlocked ? (
          <button type="button" className="button button-primary" onClick={() => void call.unlockAudio()}>
            {t('call.unlock')}
          </button>
        ) : null}
        {quiet ? (
          <button type="button" className="button button-primary" onClick={() => call.setVolume(1)}>
            {t('settings.louder')}
          </button>
        ) : null}
      </div>
      <p>{t(state.media === 'lost' ? 'call.mediaLost' : 'settings.notHeard')}</p>
      <div className="sound-row">
        {state.microphone === 'on' ? (
          <meter
            className="sound-level"
            min={0}
            max={1}
            low={QUIET / FULL_LEVEL}
            value={Math.min(1, level / FULL_LEVEL)}
            aria-label={t('settings.level')}
          />
        ) : (
          <button
            type="button"
            className="button button-outline"
            disabled={state.microphone === 'asking'}
            onClick={() => void call.setMicrophone(true)}
          >
            <Icon name="mic" />
            {t('settings.microphone')}
          </button>
        )}
      </div>
      <p role="status">
        {state.microphone === 'on'
          ? t(heard ? 'settings.levelGood' : 'settings.levelAsk')
          : t(MICROPHONE[state.microphone])}
      </p>
    </section>
  );
}

const MICROPHONE = {
  off: 'settings.microphoneOff',
  asking: 'device.askingHint',
  refused: 'device.microphoneRefused',
  missing: 'device.microphoneMissing',
  busy: 'device.microphoneBusy',
} as const satisfies Record<Exclude<DeviceState, 'on'>, string>;
