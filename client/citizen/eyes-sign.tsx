import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';
import type { EyesNote } from './eyes-effects.ts';
import type { Sight } from './eyes-use.ts';
import './eyes.css';

/** Over the avatar for as long as the camera looks: that it does, and one tap to end it. */
export function EyesSign({ sight }: { sight: Sight }) {
  const { t } = useTranslation();
  if (sight.status === 'off') return null;
  return (
    <p className="eyes-sign" data-status={sight.status}>
      <Icon name="eye" />
      <span role="status">
        {t(sight.status !== 'on' ? 'eyes.opening' : sight.resting ? 'eyes.resting' : 'eyes.on')}
      </span>
      <button type="button" className="eyes-off" onClick={sight.stop}>
        {t('eyes.off')}
      </button>
    </p>
  );
}

/** What was seen, and what can be done about it. */
export function EyesNoteView({ sight }: { sight: Sight }) {
  const { note } = sight;
  return (
    <div className="eyes-notes" role="status">
      {note === null ? null : <Note note={note} sight={sight} />}
    </div>
  );
}

function Note({ note, sight: { act } }: { note: EyesNote; sight: Sight }) {
  const { t } = useTranslation();
  if (note.kind === 'answer') {
    const { says, instead, sent } = note;
    return (
      <div className="eyes-note" data-waiting={!sent || undefined}>
        <p>
          {t(note.by === 'nod' ? 'eyes.nodded' : 'eyes.shook')}
          <strong>{says}</strong>
        </p>
        <div className="eyes-actions">
          <button type="button" className="button button-outline" onClick={act.other}>
            {t('eyes.instead', { answer: instead })}
          </button>
          <button type="button" className="button button-quiet" onClick={act.dismiss}>
            {t(sent ? 'action.dismiss' : 'eyes.notMeant')}
          </button>
        </div>
      </div>
    );
  }
  const main = { binds: null, privacy: null, paused: act.goOn, simpler: act.simpler }[note.kind];
  return (
    <div className="eyes-note">
      <p>{t(`eyes.note.${note.kind}`)}</p>
      <div className="eyes-actions">
        {main === null ? null : (
          <button type="button" className="button button-primary" onClick={main}>
            {t(note.kind === 'paused' ? 'eyes.goOn' : 'eyes.simpler')}
          </button>
        )}
        <button type="button" className="button button-quiet" onClick={act.dismiss}>
          {t('action.dismiss')}
        </button>
      </div>
    </div>
  );
}
