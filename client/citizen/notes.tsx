import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallProblem, CallState } from '../call/types.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import type { ProblemAction } from '../ui/problems.ts';

interface NotesProps {
  call: Call;
  state: CallState;
  hotline: string;
}

/** What went wrong while the call goes on: each note says what to do and leaves when its cause does. */
export function Notes({ call, state, hotline }: NotesProps) {
  const { t } = useTranslation();
  const [dismissed, setDismissed] = useState<CallProblem | null>(null);
  const lines = [...deviceNotes(state), ...(state.media === 'lost' ? (['call.mediaLost'] as const) : [])];
  const problem = state.phase === 'live' && state.problem !== dismissed ? state.problem : null;
  const onAction = (action: ProblemAction) => {
    if (action === 'dismiss') setDismissed(state.problem);
    else if (action === 'reload') window.location.reload();
    else void call.restart();
  };
  return (
    <div className="notes">
      <div role="status">
        {state.phase === 'reconnecting' ? (
          <p className="note note-strong">
            <span className="spinner" aria-hidden="true" />
            <span>
              <strong>{t('state.reconnecting')}</strong> {t('problem.network.title')}
            </span>
          </p>
        ) : null}
        {lines.map((key) => (
          <p key={key} className="note">
            <Icon name="alert" />
            {t(key)}
          </p>
        ))}
      </div>
      {problem ? (
        <ProblemNote key={problem.code} problem={problem} hotline={hotline} kind="note" onAction={onAction} />
      ) : null}
    </div>
  );
}

const DEVICE_NOTES = {
  microphone: {
    asking: 'device.askingHint',
    refused: 'device.microphoneRefused',
    missing: 'device.microphoneMissing',
    busy: 'device.microphoneBusy',
  },
  camera: {
    asking: 'device.askingHint',
    refused: 'device.cameraRefused',
    missing: 'device.cameraMissing',
    busy: 'device.cameraBusy',
  },
} as const;

type Noted = keyof (typeof DEVICE_NOTES)['microphone'];

/** The notes of both devices; the question of the browser is mentioned once. */
function deviceNotes(state: CallState) {
  const noteOf = (device: 'microphone' | 'camera') => {
    const is = state[device];
    return is === 'off' || is === 'on' ? null : DEVICE_NOTES[device][is satisfies Noted];
  };
  return [...new Set([noteOf('microphone'), noteOf('camera')])].filter((key) => key !== null);
}
