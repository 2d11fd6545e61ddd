import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { About } from '../../protocol/index.ts';
import { createI18n } from '../ui/i18n.ts';
import { readMode, readPrefs } from '../ui/prefs.ts';
import { readAbout } from './about.ts';
import { App, type Parts } from './app.tsx';
import * as fakes from './fake-call.ts';
import * as cards from './fake-cards.ts';

/** The page on a call that tests drive. It is no input of the build, so nothing of it is in the product. */
declare global {
  interface Window {
    harness: typeof fakes & typeof cards & { call: fakes.FakeCall };
  }
}

const query = new URLSearchParams(window.location.search);
const about: About = {
  version: '0',
  avatar: {
    name: 'test',
    url: query.get('avatar') ?? '/no-avatar.vrm',
    portrait: query.get('portrait') ?? '',
  },
  background: readAbout({ background: query.get('background') }).background,
  voices: { zh: null, en: null },
  ears: readAbout({ ears: { zh: query.get('ears'), en: query.get('ears') } }).ears,
  hotline: '12345',
};

const parts: Parts = {
  about: Promise.resolve(about),
  openCall: async (_lang, mode) => {
    const call = fakes.createFakeCall();
    call.set({ mode });
    window.harness = { ...fakes, ...cards, call };
    return { call, maxChars: 500 };
  },
  // Without an avatar in the address, a device without WebGL.
  openStage: async () => {
    if (query.get('avatar') === null) throw new Error('no WebGL here');
    return (await import('../stage/index.ts')).createStage;
  },
  devicesPossible: query.get('devices') !== '0',
  probe: null,
};

const prefs = readPrefs(window.location.search, null);
const root = document.getElementById('app');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={createI18n(prefs.lang)}>
        <App parts={parts} prefs={prefs} mode={readMode(window.location.search)} />
      </I18nextProvider>
    </StrictMode>,
  );
}
