import express, { type Router } from 'express';
import { VIDEO_FILES, VideoId } from '../../protocol/index.ts';

const NAMES: ReadonlySet<string> = new Set([
  VIDEO_FILES.picture,
  VIDEO_FILES.poster,
  VIDEO_FILES.manifest,
  ...Object.values(VIDEO_FILES.captions),
  ...Object.values(VIDEO_FILES.chapters),
]);

/**
 * The files of the guidance videos, in parts where a player asks for a range. Only what a player needs: the storyboards
 * beside them stay inside. A file asked for by its hash (`?v=`) never changes; a manifest is asked for each time.
 */
export function videoFiles(mediaDir: string): Router {
  const router = express.Router();
  const files = express.static(mediaDir, {
    index: false,
    redirect: false,
    cacheControl: false,
    fallthrough: true,
  });
  router.get('/:id/:name', (request, response, next) => {
    const { id, name } = request.params;
    if (!VideoId.safeParse(id).success || !NAMES.has(name)) {
      next();
      return;
    }
    const fixed = name !== VIDEO_FILES.manifest && request.query.v !== undefined;
    response.setHeader('Cache-Control', fixed ? 'public, max-age=31536000, immutable' : 'no-cache');
    files(request, response, next);
  });
  return router;
}
