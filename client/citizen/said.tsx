import { useTranslation } from 'react-i18next';
import type { CallState } from '../call/types.ts';
import { HTML_LANG } from '../ui/i18n.ts';
import { Icon } from '../ui/icon.tsx';

/**
 * By text there are no captions: here the last answer is told to screen readers, and while a form fills the screen it
 * stands over the typing field, where whoever answers the form by talk has their eyes.
 */
export function Said({ state }: { state: CallState }) {
  const { t } = useTranslation();
  const last = state.transcript.findLast(({ role }) => role === 'avatar');
  const beside = state.forms.some(({ status }) => status === 'open');
  return (
    <div className={beside ? 'said' : 'visually-hidden'} aria-live="polite" aria-atomic="true">
      {last === undefined ? null : (
        <p lang={HTML_LANG[last.lang]}>
          <Icon name="robot" />
          <span className="visually-hidden">{t('call.avatar')}</span>
          <span>{last.text}</span>
        </p>
      )}
    </div>
  );
}
