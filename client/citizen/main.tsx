import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createI18n } from '../ui/i18n.ts';
import { pageStorage, readMode, readPrefs } from '../ui/prefs.ts';
import { fetchAbout } from './about.ts';
import { App, type Parts } from './app.tsx';
import { openProbe } from './probe.ts';

/** The page is drawn first; the call and then the avatar come behind it. */
const parts: Parts = {
  about: fetchAbout(),
  openCall: async (lang, mode) => {
    const [{ createCall }, { MAX_SAY_CHARS }] = await Promise.all([
      import('../call/index.ts'),
      import('../../protocol/consultation.ts'),
    ]);
    const loadEars = async () => (await import('../senses/ears/index.ts')).createEars;
    return { call: createCall({ lang, mode, loadEars }), maxChars: MAX_SAY_CHARS };
  },
  openStage: async () => (await import('../stage/index.ts')).createStage,
  devicesPossible: window.isSecureContext && 'mediaDevices' in navigator,
  probe: openProbe(window.location.search),
};

const prefs = readPrefs(window.location.search, pageStorage());
const root = document.getElementById('app');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={createI18n(prefs.lang)}>
        <App parts={parts} prefs={prefs} mode={readMode(window.location.search)} />
      </I18nextProvider>
    </StrictMode>,
  );
  document.documentElement.dataset.started = 'true';
}
