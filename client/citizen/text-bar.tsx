import { useTranslation } from 'react-i18next';
import type { Call, CallState } from '../call/types.ts';
import { Icon } from '../ui/icon.tsx';
import { servedByHuman } from './call-view.tsx';
import { EndButton } from './controls.tsx';
import { RecordingSign } from './recording.tsx';

/** The label that Chinese rules on synthetic content ask for. */
const AI_LABEL = 'AI数字人';

/** By text alone: who answers here, the way to the video, and the end. */
export function TextBar({ call, state }: { call: Call; state: CallState }) {
  const { t } = useTranslation();
  const human = servedByHuman(state) ? state.service.agent : null;
  return (
    <div className="text-bar" role="toolbar" aria-label={t('call.controls')}>
      <p className="text-bar-who">
        {human === null ? (
          <>
            <Icon name="robot" />
            <strong>{AI_LABEL}</strong>
            <span>{t('call.byText')}</span>
          </>
        ) : (
          <>
            <Icon name="person" />
            <strong>{t('service.label', human)}</strong>
          </>
        )}
      </p>
      <RecordingSign call={call} state={state} />
      <button type="button" className="control" onClick={() => call.setMode('video')}>
        <Icon name="video" />
        <span>{t('call.toVideo')}</span>
      </button>
      <EndButton call={call} state={state} />
    </div>
  );
}
