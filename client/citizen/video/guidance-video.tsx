import type { Lang } from '../../../protocol/index.ts';
import { VideoPlayer } from './player.tsx';
import { videoTexts } from './texts.ts';
import type { VideoController } from './types.ts';
import { useManifest } from './use-manifest.ts';

export interface GuidanceVideoProps {
  /** `v.hpf_rent` and the like. */
  id: string;
  lang: Lang;
  /** True when the avatar speaks the scenes: the picture waits for `narrationDone`. */
  narrated: boolean;
  /** Starts by itself; never where the citizen asked for less motion. */
  autoPlay?: boolean;
  captions?: boolean;
  /** Hands over the controller when the video can be steered, and null when it no longer can. */
  onController?: (controller: VideoController | null) => void;
  onClose: () => void;
}

/** A guidance video by its id: loads what it needs, and says in words what cannot be had. */
export function GuidanceVideo(props: GuidanceVideoProps) {
  const { id, lang, onClose } = props;
  const { state, retry } = useManifest(id);
  const texts = videoTexts(lang);
  if (state.kind === 'here') {
    return <VideoPlayer {...props} key={state.manifest.hash} manifest={state.manifest} />;
  }
  return (
    <section className="video video-empty" aria-label={texts.region}>
      {state.kind === 'loading' ? (
        <p role="status">{texts.loading}</p>
      ) : (
        <>
          <p role="alert">{texts.missing}</p>
          <div className="video-empty-actions">
            <button type="button" className="button button-primary" onClick={retry}>
              {texts.retry}
            </button>
            <button type="button" className="button button-outline" onClick={onClose}>
              {texts.close}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
