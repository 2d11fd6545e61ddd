import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VideoOrder } from '../../call/types.ts';
import type { VideoController, VideoEvent } from '../video/index.ts';
import { CardFrame, type CardOf } from './frame.tsx';
import { type CardTools, useCardTools } from './tools.ts';

/** The player comes only when a video is shown. */
const GuidanceVideo = lazy(async () => ({ default: (await import('../video/index.ts')).GuidanceVideo }));

/** A guidance video: its chapters, and the player in their place while it is open. */
export function VideoCard({ card }: { card: CardOf<'video'> }) {
  const { t, i18n } = useTranslation();
  const tools = useCardTools();
  const isLast = tools?.lastVideo === card.id;
  const [open, setOpen] = useState(isLast);
  const close = useCallback(() => setOpen(false), []);
  const videos = tools?.videos ?? null;
  useEffect(() => {
    if (!isLast || open || videos === null) return;
    return videos.onOrder((order) => order.kind === 'play' && setOpen(true));
  }, [isLast, open, videos]);
  const chapters = (
    <>
      {card.text === undefined ? null : <p className="card-text">{card.text}</p>}
      <ol className="chapters">
        {card.chapters.map((chapter) => (
          <li key={chapter.title}>{chapter.title}</li>
        ))}
      </ol>
    </>
  );
  const closed = (
    <CardFrame card={card} icon="video" label={t('cards.video')}>
      {chapters}
      {tools === null || open ? null : (
        <div className="card-next">
          <button type="button" className="button button-primary" onClick={() => setOpen(true)}>
            {t('cards.watch')}
          </button>
        </div>
      )}
    </CardFrame>
  );
  if (tools === null || !open) return closed;
  return (
    // Until the player has come, the card is as it is without it: with its title and its source.
    <Suspense fallback={closed}>
      <article className="card card-video" aria-label={`${t('cards.video')} ${card.title}`}>
        <Player
          video={card.video}
          lang={i18n.language === 'en' ? 'en' : 'zh'}
          tools={tools}
          listens={isLast}
          onClose={close}
        />
      </article>
    </Suspense>
  );
}

/** How often it is looked whether the picture is there. */
const LOADING_MS = 100;

interface PlayerProps {
  video: string;
  lang: 'zh' | 'en';
  tools: CardTools;
  /** Orders are meant for this one. */
  listens: boolean;
  onClose: () => void;
}

/** Ties the player to the avatar's voice: scenes are told to the server, its orders to the player. */
function Player({ video, lang, tools, listens, onClose }: PlayerProps) {
  const { videos, audible } = tools;
  const [controller, setController] = useState<VideoController | null>(null);
  const heard = useRef(audible);
  heard.current = audible;
  const wanted = useRef(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (controller === null) return;
    const tell = (event: VideoEvent): void => {
      if (event.type === 'holding' || event.type === 'failed') return;
      const scene = 'scene' in event ? event.scene.id : null;
      videos.report({ video, what: event.type, scene, narrated: heard.current });
    };
    const stopTelling = controller.on(tell);
    return () => {
      stopTelling();
      videos.report({ video, what: 'closed', scene: null, narrated: false });
    };
  }, [controller, video, videos]);
  useEffect(() => {
    if (!listens) return;
    return videos.onOrder((order) => {
      wanted.current = order.kind === 'play';
      if (order.kind === 'close') onClose();
      else if (controller !== null) obey(controller, video, order);
    });
  }, [controller, video, videos, listens, onClose]);
  // Asked to play while the picture still comes.
  useEffect(() => {
    if (controller === null) return;
    // The player is taller than the chapters that stood in its place.
    root.current?.closest('.flow-item')?.scrollIntoView({ block: 'start' });
    const waiting = setInterval(() => {
      if (controller.snapshot().phase === 'loading') return;
      clearInterval(waiting);
      if (wanted.current) controller.play();
    }, LOADING_MS);
    return () => clearInterval(waiting);
  }, [controller]);
  return (
    <div ref={root}>
      <GuidanceVideo
        id={video}
        lang={lang}
        narrated={audible}
        onController={setController}
        onClose={onClose}
      />
    </div>
  );
}

function obey(controller: VideoController, video: string, order: VideoOrder): void {
  switch (order.kind) {
    case 'narrated':
      if (order.video === video) controller.narrationDone(order.scene);
      return;
    case 'play':
      controller.play();
      return;
    case 'pause':
      controller.pause();
      return;
    case 'replay':
      controller.replay();
      return;
    case 'close':
      return;
    case 'next_chapter':
    case 'previous_chapter':
      controller.seekChapter(
        Math.max(0, controller.snapshot().scene + (order.kind === 'next_chapter' ? 1 : -1)),
      );
      return;
    case 'back':
      controller.back();
      return;
    case 'forward':
      controller.seekChapter(controller.snapshot().scene + 1);
      return;
  }
}
