import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { About, Lang, TalkMode } from '../../protocol/index.ts';
import { FIRST_STATE } from '../call/first-state.ts';
import type { Call, CallState } from '../call/types.ts';
import type { CreateStage, Stage } from '../stage/types.ts';
import { Caption } from '../ui/caption.tsx';
import { HTML_LANG } from '../ui/i18n.ts';
import { type Prefs, pageStorage, writeMode, writePrefs } from '../ui/prefs.ts';
import { AfterView } from './after-view.tsx';
import { AvatarFrame } from './avatar-frame.tsx';
import { CallOverlay, CallPanel, humanLine, servedByHuman } from './call-view.tsx';
import { Controls } from './controls.tsx';
import type { LendCamera } from './eyes-camera.ts';
import { EyesSign } from './eyes-sign.tsx';
import { useSight } from './eyes-use.ts';
import { Header } from './header.tsx';
import { hasPicture } from './human-view.tsx';
import { useMedia } from './media.ts';
import type { Probe } from './probe.ts';
import { RecordingSign } from './recording.tsx';
import { Settings } from './settings.tsx';
import { StartView } from './start-view.tsx';
import { TextBar } from './text-bar.tsx';

/** What the page is built on; tests hand in their own. */
export interface Parts {
  about: Promise<About>;
  /** Loads the call's code and makes one. Rejects when the code cannot be loaded. */
  openCall: (lang: Lang, mode: TalkMode) => Promise<{ call: Call; maxChars: number }>;
  openStage: () => Promise<CreateStage>;
  /** False where the browser gives neither microphone nor camera (no TLS). */
  devicesPossible: boolean;
  probe: Probe | null;
  /** A camera that is open already, at a kiosk; its function never changes. */
  lendCamera?: LendCamera;
}

type Choice = { microphone: boolean; camera: boolean };

/** Where the cards stand: beside the avatar on wide screens, below it on phones and portrait kiosks. */
export const WIDE = '(min-width: 60em) and (min-aspect-ratio: 1/1)';

const nothing = () => {};

interface AppProps {
  parts: Parts;
  prefs: Prefs;
  /** How the page was opened: with sound and picture, or by text alone. */
  mode: TalkMode;
}

/** The citizen's page: start, call, end. The avatar stands through all of them. */
export function App({ parts, prefs: first, mode: firstMode }: AppProps) {
  const { t, i18n } = useTranslation();
  const [prefs, setPrefs] = useState(first);
  const [about, setAbout] = useState<About | null>(null);
  const [opened, setOpened] = useState<{ call: Call; maxChars: number } | null>(null);
  const [round, setRound] = useState(0);
  const [loadFailed, setLoadFailed] = useState(false);
  const [stage, setStage] = useState<Stage | null>(null);
  const [waiting, setWaiting] = useState<Choice | null>(null);
  const wide = useMedia(WIDE);
  const call = opened?.call ?? null;
  const subscribe = useCallback((changed: () => void) => call?.subscribe(changed) ?? nothing, [call]);
  const state = useSyncExternalStore<CallState | null>(subscribe, () => call?.getState() ?? null);
  const hotline = about?.hotline ?? '12345';
  const lang = useRef(prefs.lang);
  const mode = state?.mode ?? firstMode;
  const startMode = useRef(firstMode);

  useEffect(() => {
    let gone = false;
    parts.about.then((value) => gone || setAbout(value));
    return () => {
      gone = true;
    };
  }, [parts]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each round of the page has a call of its own
  useEffect(() => {
    let gone = false;
    let mine: Call | null = null;
    parts.openCall(lang.current, startMode.current).then(
      (value) => {
        if (gone) return value.call.close();
        mine = value.call;
        if (parts.probe) parts.probe.call = value.call;
        setOpened(value);
      },
      () => gone || setLoadFailed(true),
    );
    return () => {
      gone = true;
      setOpened(null);
      mine?.close();
    };
  }, [parts, round]);

  // A press that came before the call was loaded.
  useEffect(() => {
    if (!call || !waiting) return;
    setWaiting(null);
    void call.begin(waiting);
  }, [call, waiting]);

  useEffect(() => {
    lang.current = prefs.lang;
    document.documentElement.lang = HTML_LANG[prefs.lang];
    document.documentElement.dataset.size = prefs.large ? 'large' : 'normal';
    void i18n.changeLanguage(prefs.lang);
    if (call && call.getState().lang !== prefs.lang) call.setLang(prefs.lang);
    writePrefs(prefs, pageStorage());
  }, [prefs, i18n, call]);

  // A call begins at the avatar's own speed.
  const slowIn = useRef<Call | null>(null);
  useEffect(() => {
    if (call === null || (slowIn.current === call) === prefs.slow) return;
    slowIn.current = prefs.slow ? call : null;
    call.setSlower(prefs.slow);
  }, [call, prefs.slow]);

  useEffect(() => {
    startMode.current = mode;
    writeMode(mode);
  }, [mode]);

  // What was asked for by word.
  const wish = state?.wish ?? null;
  useEffect(() => {
    if (wish === null || !call) return;
    if (wish.preference === 'large_type') setPrefs((now) => ({ ...now, large: true }));
    if (wish.preference === 'normal_type') setPrefs((now) => ({ ...now, large: false }));
    if (wish.preference === 'captions_on') setPrefs((now) => ({ ...now, captions: true }));
    if (wish.preference === 'captions_off') setPrefs((now) => ({ ...now, captions: false }));
    if (wish.preference === 'slower_speech') setPrefs((now) => ({ ...now, slow: true }));
    if (wish.preference === 'normal_speech') setPrefs((now) => ({ ...now, slow: false }));
    if (wish.preference === 'text_mode') call.setMode('text');
    if (wish.preference === 'video_mode') call.setMode('video');
    if (wish.preference === 'louder') call.setVolume(1);
  }, [wish, call]);

  useEffect(() => {
    document.title = t('app.title');
  }, [t]);

  const phase = loadFailed ? 'failed' : (state?.phase ?? 'idle');
  const view = phase === 'idle' ? 'start' : phase === 'ended' || phase === 'failed' ? 'after' : 'call';
  const inCall = view === 'call' && call && opened && state;
  const seen = Boolean(inCall) && mode === 'video';
  const sight = useSight({
    ...{ call, allowed: seen, state, stage, probe: parts.probe },
    lend: parts.lendCamera ?? null,
  });
  const byText = mode === 'text' && view !== 'after';
  const cardSide = state && state.cards.length > 0 ? (wide ? 'right' : 'below') : null;

  const panel = useRef<HTMLElement>(null);
  const shownView = useRef(view);
  useEffect(() => {
    // A change of view takes the focus along: what was pressed is gone, and the reader hears where it is now.
    if (shownView.current !== view) panel.current?.focus({ preventScroll: true });
    shownView.current = view;
  }, [view]);

  return (
    <div
      className="page"
      data-view={view}
      data-mode={mode}
      data-cards={cardSide ?? undefined}
      data-form={state?.forms.some(({ status }) => status === 'open') || undefined}
      data-urgent={state?.cards.at(-1)?.kind === 'emergency' || undefined}
    >
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <Header prefs={prefs} onChange={setPrefs}>
        {inCall ? <Settings call={call} state={state} prefs={prefs} onChange={setPrefs} /> : null}
      </Header>
      <main className="main" id="main">
        {view === 'start' ? null : <h1 className="visually-hidden">{t('app.title')}</h1>}
        {byText ? (
          inCall && <TextBar call={call} state={state} />
        ) : (
          <div className="stage-column">
            <AvatarFrame
              about={about}
              call={call}
              state={state?.avatar ?? 'lobby'}
              aside={state !== null && servedByHuman(state)}
              human={state && servedByHuman(state) && hasPicture(state) ? state.service.agent : null}
              cardSide={cardSide}
              openStage={parts.openStage}
              probe={parts.probe}
              onStage={setStage}
              onPressure={sight.setPressure}
              caption={
                inCall ? (
                  <Caption
                    playhead={call.playhead}
                    lang={HTML_LANG[state.lang]}
                    shows={prefs.captions}
                    line={humanLine(state)}
                  />
                ) : null
              }
            >
              {inCall ? <CallOverlay call={call} state={state} /> : null}
              {inCall ? <EyesSign sight={sight} /> : null}
              {inCall && call !== null ? <RecordingSign call={call} state={state} /> : null}
            </AvatarFrame>
            {inCall ? <Controls call={call} state={state} /> : null}
          </div>
        )}
        <section className="panel" ref={panel} tabIndex={-1} aria-label={t('app.service')}>
          {view === 'start' ? (
            <StartView
              hotline={hotline}
              starting={waiting !== null}
              devicesPossible={parts.devicesPossible}
              hears={about?.ears[prefs.lang] !== 'none'}
              onBegin={(choice, by) => {
                startMode.current = by;
                if (call?.getState().mode !== by) call?.setMode(by);
                // Inside the tap where it can be, so that the browser lets the sound start.
                if (call) void call.begin(choice);
                else setWaiting(choice);
              }}
            />
          ) : null}
          {inCall ? (
            <CallPanel call={call} state={state} sight={sight} hotline={hotline} maxChars={opened.maxChars} />
          ) : null}
          {view === 'after' ? (
            <AfterView
              state={state ?? LOAD_FAILED}
              hotline={hotline}
              onAgain={() => (call ? void call.restart() : window.location.reload())}
              onHome={() => (call ? setRound((value) => value + 1) : window.location.reload())}
            />
          ) : null}
        </section>
      </main>
    </div>
  );
}

/** The call's code itself could not be loaded. */
const LOAD_FAILED: CallState = {
  ...FIRST_STATE,
  lang: 'zh',
  phase: 'failed',
  problem: { code: 'network' },
};
