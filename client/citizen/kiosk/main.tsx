import { Component, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { KIOSK_PAGE, KioskId, type KioskSettings } from '../../../protocol/index.ts';
import { createI18n } from '../../ui/i18n.ts';
import type { Prefs } from '../../ui/prefs.ts';
import { fetchAbout } from '../about.ts';
import { openProbe } from '../probe.ts';
import { Enrol } from './enrol.tsx';
import { createLink } from './link.ts';
import { Shell } from './shell.tsx';
import { readTally, writeTally } from './tally.ts';
import { tapParts } from './tap.ts';
import { kioskTexts } from './texts.ts';
import { startWatchdog, tellNumbers } from './watchdog.ts';
import { wipe, wipeStorage } from './wipe.ts';

/** A page whose server was not reached tries again after this, ms. */
const AGAIN_MS = 5_000;
const PREFS: Prefs = { lang: 'zh', large: false, captions: true, slow: false };

const query = new URLSearchParams(window.location.search);
const kiosk = KioskId.safeParse(query.get('kiosk')).data ?? '';
const code = window.location.hash.slice(1);
const home = `${KIOSK_PAGE}?kiosk=${kiosk}${query.get('probe') === '1' ? '&probe=1' : ''}`;
const tally = readTally();
if (query.get('hung') === '1') {
  tally.hangs += 1;
  writeTally(tally);
}
// Neither a code nor the way of a reload stays in the history.
window.history.replaceState(null, '', home);
// A page that the browser brought back from its memory is none that anybody should see.
window.addEventListener('pageshow', (event) => event.persisted && window.location.replace(home));

const link = createLink();
const root = createRoot(document.getElementById('app') ?? document.body);
const probe = openProbe(window.location.search);
const tap = tapParts({
  about: fetchAbout(),
  openCall: async (lang, mode) => {
    const [{ createCall }, { MAX_SAY_CHARS }] = await Promise.all([
      import('../../call/index.ts'),
      import('../../../protocol/consultation.ts'),
    ]);
    const loadEars = async () => (await import('../../senses/ears/index.ts')).createEars;
    return { call: createCall({ lang, mode, loadEars, kiosk: true }), maxChars: MAX_SAY_CHARS };
  },
  openStage: async () => (await import('../../stage/index.ts')).createStage,
  devicesPossible: window.isSecureContext && 'mediaDevices' in navigator,
  probe,
});

let wiping = false;
/** Takes everything of the citizen, and the page with it. */
async function wipeAll(): Promise<void> {
  if (wiping) return;
  wiping = true;
  await wipe(tap.call());
  root.unmount();
  document.body.replaceChildren();
  // What was written while the page went.
  await wipeStorage();
  writeTally({ ...tally, wipes: tally.wipes + 1 });
  window.location.replace(home);
}

/** A page that broke goes, with all that was on it. */
class Unbroken extends Component<{ children: ReactNode }> {
  override componentDidCatch(): void {
    void wipeAll();
  }
  static getDerivedStateFromError(): object {
    return { broken: true };
  }
  override state: { broken?: boolean } = {};
  override render(): ReactNode {
    return this.state.broken === true ? null : this.props.children;
  }
}

function serve(settings: KioskSettings): void {
  void tellNumbers(settings.hotline, settings.staff.number);
  root.render(
    <Unbroken>
      <I18nextProvider i18n={createI18n('zh')}>
        <Shell
          settings={settings}
          link={link}
          tap={tap}
          prefs={PREFS}
          tally={tally}
          onWipe={() => void wipeAll()}
        />
      </I18nextProvider>
    </Unbroken>,
  );
}

async function start(): Promise<void> {
  const answer = code === '' ? await link.settings() : null;
  if (answer?.ok === true && answer.value.id === kiosk) serve(answer.value);
  else if (answer?.ok === false && !answer.code.startsWith('token_'))
    setTimeout(() => void start(), AGAIN_MS);
  else
    root.render(<Enrol texts={kioskTexts('zh')} link={link} kiosk={kiosk} given={code} onEnrolled={serve} />);
}

startWatchdog();
document.documentElement.dataset.kiosk = kiosk;
void start();
