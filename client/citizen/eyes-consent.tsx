import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';
import type { Sight } from './eyes-use.ts';

/** The offer to be seen: what it does and does not do stands there before anything is turned on. */
export function EyesConsent({ sight }: { sight: Sight }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const close = () => dialog.current?.close();
  const { status, trouble } = sight;
  return (
    <>
      {status === 'off' ? (
        <button type="button" className="button button-quiet" onClick={() => dialog.current?.showModal()}>
          <Icon name="eye" />
          {t('eyes.offer')}
        </button>
      ) : null}
      <dialog ref={dialog} className="dialog eyes-consent" aria-labelledby={heading}>
        <h2 id={heading}>{t('eyes.title')}</h2>
        <ul className="eyes-does">
          {(['answers', 'waits', 'simpler'] as const).map((what) => (
            <li key={what}>
              <Icon name="check" />
              <span>{t(`eyes.does.${what}`)}</span>
            </li>
          ))}
        </ul>
        <ul className="eyes-not">
          {(['picture', 'identity', 'decision'] as const).map((what) => (
            <li key={what}>
              <Icon name="close" />
              <span>{t(`eyes.not.${what}`)}</span>
            </li>
          ))}
        </ul>
        <p>{t('eyes.optional')}</p>
        <div className="dialog-actions">
          <button type="button" className="button button-outline" onClick={close}>
            {t('eyes.refuse')}
          </button>
          <button
            type="button"
            className="button button-primary"
            onClick={() => {
              close();
              sight.start();
            }}
          >
            {t('eyes.agree')}
          </button>
        </div>
      </dialog>
      <p className="voice-trouble" role="status">
        {status === 'starting' ? t('eyes.starting') : trouble === null ? '' : t(`eyes.trouble.${trouble}`)}
      </p>
    </>
  );
}
