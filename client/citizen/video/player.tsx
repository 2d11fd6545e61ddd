import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { VIDEO_FILES, type VideoManifest } from '../../../protocol/index.ts';
import { Controls } from './controls.tsx';
import type { GuidanceVideoProps } from './guidance-video.tsx';
import { Playback, type PlaybackClock } from './playback.ts';
import { videoTexts } from './texts.ts';
import { useCaption } from './use-caption.ts';
import { fileOf } from './use-manifest.ts';
import { useVideoKeys } from './use-video-keys.ts';

const wallClock: PlaybackClock = {
  now: () => performance.now(),
  every: (call) => {
    const timer = setInterval(call, 40);
    return () => clearInterval(timer);
  },
};

const calm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The player of one video whose manifest is here. */
export function VideoPlayer({
  manifest,
  lang,
  narrated,
  autoPlay = false,
  captions = true,
  onController,
  onClose,
}: GuidanceVideoProps & { manifest: VideoManifest }) {
  const texts = videoTexts(lang);
  const region = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const heading = useId();
  const [playback, setPlayback] = useState<Playback | null>(null);
  const [shown, setShown] = useState(captions);

  // The first values only: later ones reach the playback by its own methods.
  const first = useRef({ narrated, autoPlay, onController });
  first.current.onController = onController;
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    // Inside the page, not above it, in WeChat's browser and old WebKit.
    for (const name of ['webkit-playsinline', 'x5-playsinline']) element.setAttribute(name, '');
    const made = new Playback({
      manifest,
      picture: element,
      narrated: first.current.narrated,
      stills: calm(),
      clock: wallClock,
    });
    const started = (): void => {
      made.loaded();
      if (first.current.autoPlay && !calm()) made.play();
      first.current.autoPlay = false;
    };
    const failed = (): void => {
      made.failed();
      started();
    };
    const stopped = (): void => {
      // Paused from outside: a headset's button, another tab.
      if (made.snapshot().phase === 'playing' && !element.ended && element.paused) made.pause();
    };
    if (element.error !== null) failed();
    else if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) started();
    element.addEventListener('loadeddata', started);
    element.addEventListener('error', failed);
    element.addEventListener('pause', stopped);
    setPlayback(made);
    first.current.onController?.(made);
    return () => {
      element.removeEventListener('loadeddata', started);
      element.removeEventListener('error', failed);
      element.removeEventListener('pause', stopped);
      made.close();
      first.current.onController?.(null);
      setPlayback(null);
    };
  }, [manifest]);
  useEffect(() => playback?.setNarrated(narrated), [playback, narrated]);
  useEffect(() => setShown(captions), [captions]);
  useVideoKeys(region, playback, onClose);

  const snapshot = useSyncExternalStore(
    playback?.watch ?? (() => () => {}),
    playback?.snapshot ?? (() => null),
  );
  const index = snapshot?.scene ?? 0;
  const scene = manifest.scenes[index];
  const phase = snapshot?.phase ?? 'loading';
  const form = snapshot?.form ?? 'film';
  const cue = useCaption(video, lang, form === 'film' && phase !== 'ready');
  const caption = form === 'film' && phase !== 'ready' ? cue : (scene?.narration[lang] ?? '');
  const note = NOTES[phase]?.(texts) ?? (form === 'stills' ? texts.stills : '');
  const unverified = manifest.sources.some((source) => !source.verified);

  return (
    <section
      className="video"
      data-form={form}
      data-phase={phase}
      aria-labelledby={heading}
      ref={region}
      tabIndex={-1}
    >
      <header className="video-head">
        <h3 id={heading}>{manifest.title[lang]}</h3>
        <button type="button" className="video-close" aria-label={texts.close} onClick={onClose}>
          <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6 6 18" />
          </svg>
        </button>
      </header>
      <div className="video-frame">
        <video
          ref={video}
          src={fileOf(manifest, VIDEO_FILES.picture)}
          poster={fileOf(manifest, VIDEO_FILES.poster)}
          width={manifest.width}
          height={manifest.height}
          muted
          playsInline
          preload="auto"
          disablePictureInPicture
          disableRemotePlayback
          aria-hidden="true"
          tabIndex={-1}
        >
          {(['zh', 'en'] as const).map((one) => (
            <track
              key={one}
              kind="captions"
              srcLang={one}
              src={fileOf(manifest, VIDEO_FILES.captions[one])}
            />
          ))}
        </video>
        {playback !== null && (phase === 'ready' || phase === 'ended') && form !== 'text' && (
          <button
            type="button"
            className="video-start"
            aria-label={phase === 'ready' ? texts.play : texts.replay}
            onClick={() => playback.play()}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path
                d={phase === 'ready' ? 'M8 5v14l11-7Z' : 'M12 5V1L6 6l6 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7Z'}
              />
            </svg>
          </button>
        )}
        {phase === 'loading' && <span className="spinner video-spinner" aria-hidden="true" />}
      </div>
      {shown && (
        // Spoken already while the avatar narrates; without sound a screen reader reads it.
        <p
          className="video-caption"
          lang={lang === 'zh' ? 'zh-CN' : 'en'}
          aria-live={narrated ? 'off' : 'polite'}
        >
          {caption}
        </p>
      )}
      <p className="video-note" role="status">
        {form === 'text' ? texts.failed : note}
      </p>
      {playback !== null && (
        <Controls
          controller={playback}
          manifest={manifest}
          lang={lang}
          phase={phase}
          scene={index}
          timeS={snapshot?.timeS ?? 0}
          captions={shown}
          onCaptions={() => setShown((on) => !on)}
          withText={form === 'text'}
        />
      )}
      <footer className="video-sources">
        {unverified && <span className="badge">{texts.unverified}</span>}
        <span>
          {texts.source}：{manifest.sources.map(({ title, article = '' }) => `${title}${article}`).join('；')}
        </span>
        <span>
          {texts.reviewed}：{manifest.sources[0]?.reviewedAt}
        </span>
      </footer>
    </section>
  );
}

const NOTES: Partial<Record<string, (texts: ReturnType<typeof videoTexts>) => string>> = {
  loading: (texts) => texts.loading,
  holding: (texts) => texts.holding,
  ended: (texts) => texts.ended,
};
