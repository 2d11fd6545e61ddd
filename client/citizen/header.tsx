import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prefs } from '../ui/prefs.ts';

/** The bar at the top: whose service this is, the language, the large type. */
export function Header({
  prefs,
  onChange,
  children,
}: {
  prefs: Prefs;
  onChange: (prefs: Prefs) => void;
  /** What can be set while a call goes on. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <header className="header">
      <p className="brand">
        <strong>12345</strong>
        <span className="brand-words">
          <span>{t('app.hotlineName')}</span>
          <small>{t('app.service')}</small>
        </span>
      </p>
      <div className="header-tools">
        {children}
        <button
          type="button"
          className="header-button"
          aria-pressed={prefs.large}
          title={t('app.largeHint')}
          onClick={() => onChange({ ...prefs, large: !prefs.large })}
        >
          {t('app.large')}
        </button>
        <button
          type="button"
          className="header-button"
          lang={prefs.lang === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => onChange({ ...prefs, lang: prefs.lang === 'zh' ? 'en' : 'zh' })}
        >
          {t('app.language')}
        </button>
      </div>
    </header>
  );
}
