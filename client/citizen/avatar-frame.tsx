import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { About, ConsultationState, PublicAgent } from '../../protocol/index.ts';
import type { Call } from '../call/types.ts';
import type { CreateStage, Pressure, Stage } from '../stage/types.ts';
import { Icon } from '../ui/icon.tsx';
import type { Probe } from './probe.ts';

/** The label that Chinese rules on synthetic content ask for. */
const AI_LABEL = 'AI数字人';

export interface AvatarFrameProps {
  about: About | null;
  call: Call | null;
  state: ConsultationState;
  /** A human serves in the avatar's place: it steps aside. */
  aside: boolean;
  /** The human whose picture covers the avatar: the label says who they are. An avatar that can be seen keeps its own. */
  human: PublicAgent | null;
  cardSide: 'right' | 'below' | null;
  openStage: () => Promise<CreateStage>;
  probe: Probe | null;
  /** The stage that stands now; null: none. For whoever gives it the citizen's face. */
  onStage: (stage: Stage | null) => void;
  /** The device cannot keep up, or can again. */
  onPressure: (level: Pressure) => void;
  /** What lies over the picture. */
  children?: ReactNode;
  /** The caption: over the chest where the picture is tall, below it on a phone, where it would hide the mouth. */
  caption?: ReactNode;
}

/**
 * The avatar: first its portrait, then, as soon as it is drawn, the living one on the same spot. Where it cannot be
 * drawn, the portrait stays and voice and captions go on. The label that this is a machine is never covered.
 */
export function AvatarFrame({
  about,
  call,
  state,
  aside,
  human,
  cardSide,
  openStage,
  probe,
  onStage,
  onPressure,
  children,
  caption,
}: AvatarFrameProps) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const [stage, setStage] = useState<Stage | null>(null);
  const [picture, setPicture] = useState<'waiting' | 'live' | 'portrait'>('waiting');
  const [noted, setNoted] = useState(false);
  const url = about?.avatar.url ?? '';
  const background = about?.background ?? 'hall';

  // Read at each frame: the call comes later than the stage, and another one may follow.
  const at = useEffectEvent<Call['playhead']['at']>(
    (now, offsetMs) => call?.playhead.at(now, offsetMs) ?? null,
  );
  const loudness = useEffectEvent(() => call?.loudness() ?? 0);
  const pressed = useEffectEvent(onPressure);

  useEffect(() => {
    if (!host.current || url === '') return;
    const gone = new AbortController();
    // A canvas of its own for every run: a context, once lost, never comes back on the same element.
    const canvas = document.createElement('canvas');
    host.current.append(canvas);
    let standing: Stage | null = null;
    const show = async () => {
      const createStage = await openStage();
      if (gone.signal.aborted) return;
      standing = createStage({
        canvas,
        clock: { at: (now, offsetMs) => at(now, offsetMs) },
        loudness: () => loudness(),
        background,
        ...(probe?.tier && { holdTier: probe.tier }),
        onPressure: (level) => pressed(level),
        onLost: () => setPicture('portrait'),
        // A lost context mostly comes back: until then the portrait stands in without a word.
        onPicture: (shown) => setPicture((now) => (now === 'portrait' ? now : shown ? 'live' : 'waiting')),
      });
      if (probe) {
        probe.stage = standing;
        standing.onFrame((report) => probe.frames.push(report));
      }
      setStage(standing);
      await standing.load(url, gone.signal);
    };
    show().catch(() => {
      if (!gone.signal.aborted) setPicture('portrait');
    });
    return () => {
      gone.abort();
      setStage(null);
      standing?.close();
      canvas.remove();
    };
  }, [url, background, openStage, probe]);

  useEffect(() => onStage(stage), [stage, onStage]);
  const posture = aside && state === 'listening' ? 'aside' : state;
  useEffect(() => stage?.setState(posture), [stage, posture]);
  useEffect(() => stage?.setCardSide(cardSide), [stage, cardSide]);

  return (
    <>
      <div className="frame-wrap">
        <section className="frame" aria-label={t('avatar.region')} data-picture={picture}>
          <div className="frame-ground" data-background={background} aria-hidden="true" />
          {about?.avatar.portrait ? (
            <img className="frame-portrait" src={about.avatar.portrait} alt={t('avatar.portrait')} />
          ) : (
            <Silhouette />
          )}
          <div className="frame-canvas" ref={host} aria-hidden="true" />
          <p className="frame-label" data-by={human === null ? 'machine' : 'human'}>
            <Icon name={human === null ? 'robot' : 'person'} />
            {human === null ? (
              <>
                {/* The words that the law asks for stand there in every language. */}
                <span lang="zh-CN">{AI_LABEL}</span>
                {t('avatar.label') === AI_LABEL ? null : ` ${t('avatar.label')}`}
              </>
            ) : (
              t('service.label', human)
            )}
          </p>
          {children}
        </section>
        {caption}
      </div>
      <div role="status">
        {picture === 'portrait' && !noted ? (
          <p className="frame-note">
            <span>{t('avatar.noPicture')}</span>
            <button type="button" className="button button-quiet" onClick={() => setNoted(true)}>
              {t('action.dismiss')}
            </button>
          </p>
        ) : null}
      </div>
    </>
  );
}

/** Until the portrait is known, or where there is none. */
function Silhouette() {
  return (
    <svg className="frame-portrait frame-silhouette" viewBox="0 0 200 240" aria-hidden="true">
      <circle cx="100" cy="92" r="44" />
      <path d="M20 240c0-62 34-92 80-92s80 30 80 92Z" />
    </svg>
  );
}
