import type { Lang, VideoManifest } from '../../../protocol/index.ts';
import { videoTexts } from './texts.ts';
import type { VideoController, VideoPhase } from './types.ts';

interface ControlsProps {
  controller: VideoController;
  manifest: VideoManifest;
  lang: Lang;
  phase: VideoPhase;
  scene: number;
  timeS: number;
  captions: boolean;
  onCaptions: () => void;
  /** Writes what is said beside each chapter: there is no picture. */
  withText: boolean;
}

const clock = (s: number): string => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`;

const ICONS = {
  play: 'M8 5v14l11-7Z',
  pause: 'M7 5h4v14H7ZM13 5h4v14h-4Z',
  back: 'M12 5V1L6 6l6 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7Z',
  start: 'M6 5h2.5v14H6ZM19 5v14L9.5 12Z',
} as const;

function Sign({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg className="video-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICONS[name]} />
    </svg>
  );
}

/** Back, play or pause, from the start, captions; and the chapters with what is done of each. */
export function Controls(props: ControlsProps) {
  const { controller, manifest, lang, phase, scene, timeS, captions, onCaptions, withText } = props;
  const texts = videoTexts(lang);
  const running = phase === 'playing' || phase === 'holding';
  return (
    <>
      <div className="video-controls">
        <button
          type="button"
          className="button button-quiet"
          disabled={phase === 'loading'}
          onClick={() => controller.back()}
        >
          <Sign name="back" />
          {texts.back}
        </button>
        <button
          type="button"
          className="button button-primary video-main"
          disabled={phase === 'loading'}
          onClick={() => (running ? controller.pause() : controller.play())}
        >
          <Sign name={running ? 'pause' : 'play'} />
          {running ? texts.pause : texts.play}
        </button>
        <button
          type="button"
          className="button button-quiet"
          disabled={phase === 'loading'}
          onClick={() => controller.replay()}
        >
          <Sign name="start" />
          {texts.replay}
        </button>
        <button type="button" className="button button-quiet" aria-pressed={captions} onClick={onCaptions}>
          {texts.captions}
        </button>
        <span className="video-time">
          <span className="video-step">{texts.of(scene + 1, manifest.scenes.length)}</span>
          {clock(timeS)} / {clock(manifest.durationS)}
        </span>
      </div>
      <nav aria-label={texts.chapters}>
        <ol className="video-chapters">
          {manifest.scenes.map((one, index) => {
            const done = Math.min(1, Math.max(0, (timeS - one.startS) / (one.endS - one.startS)));
            const here = index === scene;
            return (
              <li key={one.id}>
                <button
                  type="button"
                  className="video-chapter"
                  aria-current={here ? 'step' : undefined}
                  disabled={phase === 'loading'}
                  onClick={() => controller.seekChapter(index)}
                >
                  <span className="video-number" aria-hidden="true">
                    {index + 1}
                  </span>
                  {one.chapter[lang]}
                  <progress
                    className="video-done"
                    max={1}
                    value={index < scene ? 1 : here ? done : 0}
                    aria-hidden="true"
                  />
                </button>
                {withText && <p className="video-words">{one.narration[lang]}</p>}
              </li>
            );
          })}
        </ol>
      </nav>
    </>
  );
}
