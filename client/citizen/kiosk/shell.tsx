import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KIOSK_BEAT_MS, type KioskBeat, type KioskSettings } from '../../../protocol/index.ts';
import type { Prefs } from '../../ui/prefs.ts';
import { App } from '../app.tsx';
import { Attract } from './attract.tsx';
import { Bar } from './bar.tsx';
import { guard } from './guard.ts';
import { PrivateKeypad } from './keypad.tsx';
import type { KioskLink } from './link.ts';
import { runMachine } from './machine.ts';
import { openPresence, type Presence } from './presence.ts';
import { Staff } from './staff.tsx';
import type { Tally } from './tally.ts';
import type { Tap } from './tap.ts';
import { kioskTexts } from './texts.ts';
import { createVigil, VIGIL_TIMES, type VigilState } from './vigil.ts';

/** A word of the machine stands so long, ms. */
const NOTE_MS = 5_000;

interface ShellProps {
  settings: KioskSettings;
  link: KioskLink;
  tap: Tap;
  prefs: Prefs;
  tally: Tally;
  /** Takes everything of the citizen and brings a new page. Never comes back. */
  onWipe: () => void;
}

/** The machine around the citizen's page: sleeps, wakes, warns, and lets nobody out. */
export function Shell({ settings: first, link, tap, prefs, tally, onWipe }: ShellProps) {
  const { i18n } = useTranslation();
  const texts = kioskTexts(i18n.language === 'en' ? 'en' : 'zh');
  const [settings, setSettings] = useState(first);
  const [vigil] = useState(() =>
    createVigil(performance.now(), {
      ...VIGIL_TIMES,
      quiet: first.quietS * 1000,
      quietOutside: Math.min(first.quietS * 1000, VIGIL_TIMES.quietOutside),
      warn: first.warnS * 1000,
    }),
  );
  const [state, setState] = useState<VigilState>(() => vigil.state());
  const [sheet, setSheet] = useState<'staff' | 'keypad' | null>(null);
  const [offline, setOffline] = useState(false);
  const [note, setNote] = useState<string | null>(null);
  const [low, setLow] = useState(false);
  const [contrast, setContrast] = useState(false);
  const presence = useRef<Presence | null>(null);
  const words = useRef(texts);
  words.current = texts;
  const tick = useCallback(() => setState(vigil.tick(performance.now())), [vigil]);

  useEffect(() => runMachine(vigil, tap, () => performance.now(), setState), [vigil, tap]);
  useEffect(
    () => guard((what) => setNote(what === 'file' ? words.current.refusedFile : words.current.refusedLink)),
    [],
  );
  useEffect(() => {
    if (note === null) return;
    const timer = setTimeout(() => setNote(null), NOTE_MS);
    return () => clearTimeout(timer);
  }, [note]);

  useEffect(() => {
    if (!settings.presence) return;
    const mine = openPresence((there) => vigil.seen(there, performance.now()));
    presence.current = mine;
    tap.setLender(mine.lend);
    return () => {
      presence.current = null;
      tap.setLender(null);
      mine.close();
    };
  }, [settings.presence, vigil, tap]);

  useEffect(() => tap.setAsleep(state.watch === 'asleep'), [tap, state.watch]);
  useEffect(() => {
    if (state.watch === 'wiping') onWipe();
  }, [state.watch, onWipe]);
  useEffect(() => {
    document.documentElement.dataset.reach = low ? 'low' : 'usual';
    document.documentElement.dataset.contrast = contrast ? 'high' : 'usual';
  }, [low, contrast]);

  // Signs of life. What an operator changes comes back with them.
  useEffect(() => {
    let missed = 0;
    const beat = async (): Promise<void> => {
      const { watch } = vigil.state();
      const failed = tap.call()?.getState().phase === 'failed';
      const answer = await link.beat({
        doing: failed ? 'failed' : watch === 'wiping' ? 'leaving' : watch,
        upMs: Math.round(performance.now()),
        ...tally,
        memoryMb: memoryMb(),
        sees: presence.current?.sees() ?? null,
      });
      missed = answer.ok || answer.code !== 'network' ? 0 : missed + 1;
      setOffline(missed >= 2);
      if (answer.ok) setSettings((now) => (same(now, answer.value) ? now : answer.value));
      // Locked out: whoever is served is not cut off; the next page asks for a code.
      else if (/^token_/.test(answer.code) && vigil.state().watch === 'asleep') onWipe();
    };
    void beat();
    const timer = setInterval(() => void beat(), KIOSK_BEAT_MS);
    return () => clearInterval(timer);
  }, [link, tap, tally, vigil, onWipe]);

  const stay = (): void => {
    vigil.sign('touch', performance.now());
    tick();
  };
  const finish = (): void => {
    vigil.finish();
    tick();
  };
  const { watch, left } = state;
  const covered = watch !== 'welcome' && watch !== 'serving';
  const blocked = covered || sheet !== null || (offline && watch !== 'serving');
  return (
    <div className="kiosk" data-watch={watch}>
      <div className="kiosk-page" inert={blocked}>
        <App parts={tap.parts} prefs={prefs} mode="video" />
      </div>
      <Bar
        texts={texts}
        inert={blocked}
        serving={watch === 'serving'}
        low={low}
        contrast={contrast}
        onLow={() => setLow(!low)}
        onContrast={() => setContrast(!contrast)}
        onStaff={() => setSheet('staff')}
        onKeypad={() => setSheet('keypad')}
        onFinish={finish}
      />
      {sheet === null || covered ? null : (
        <div className="kiosk-veil">
          {sheet === 'staff' ? (
            <Staff texts={texts} settings={settings} link={link} onClose={() => setSheet(null)} />
          ) : (
            <PrivateKeypad
              texts={texts}
              onClose={() => setSheet(null)}
              onSend={(number) => {
                tap.call()?.say(number, 'text');
                setSheet(null);
                setNote(texts.sent);
              }}
            />
          )}
        </div>
      )}
      {watch === 'leaving' ? (
        <div className="kiosk-veil">
          <div className="kiosk-sheet kiosk-leaving" role="alertdialog" aria-label={texts.leaving}>
            <h2>{texts.leaving}</h2>
            <p className="kiosk-count" aria-hidden="true">
              {left}
            </p>
            <p>{texts.leavingLead.replace('{n}', String(left ?? 0))}</p>
            <div className="kiosk-sheet-actions">
              <button type="button" onClick={finish}>
                {texts.leave}
              </button>
              <button type="button" className="kiosk-main-action" onClick={stay}>
                {texts.stay}
              </button>
            </div>
          </div>
        </div>
      ) : null}
      {watch === 'asleep' && !offline ? (
        <Attract texts={texts} presence={settings.presence} onWake={stay} />
      ) : null}
      {offline && watch !== 'serving' && watch !== 'leaving' ? (
        <div className="kiosk-veil kiosk-offline" role="alert">
          <h1>{texts.offline}</h1>
          <p>{texts.offlineLead}</p>
          <p className="kiosk-big-number">
            <strong>{settings.hotline}</strong>
          </p>
        </div>
      ) : null}
      {watch === 'wiping' ? (
        <div className="kiosk-veil">
          <p className="kiosk-sheet" role="status">
            {texts.wiping}
          </p>
        </div>
      ) : null}
      <p className="kiosk-note" role="status">
        {note}
      </p>
    </div>
  );
}

const same = (a: KioskSettings, b: KioskSettings): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Of the page's scripts; only Chromium tells. */
function memoryMb(): KioskBeat['memoryMb'] {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return memory === undefined ? null : Math.round(memory.usedJSHeapSize / 104_857.6) / 10;
}
