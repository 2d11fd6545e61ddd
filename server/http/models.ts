import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { FACE_MODEL_PATH } from '../../protocol/index.ts';

/**
 * The models that run in the citizen's browser, and nothing else of the folders they lie in: first what `npm run models`
 * has installed, then the folder of downloads. Looked up at each request, so that an installation needs no restart.
 */
export function deviceModels(folders: readonly string[]): RequestHandler {
  const name = basename(FACE_MODEL_PATH);
  const router = Router();
  router.get(FACE_MODEL_PATH, (_request, response, next) => {
    const folder = folders.find((candidate) => existsSync(join(candidate, name)));
    if (folder === undefined) {
      next();
      return;
    }
    // One name, one version by the manifest; asked for again after a week, as it is large and rarely changes.
    response.type('application/octet-stream');
    response.sendFile(name, { root: folder, maxAge: '7d', cacheControl: true }, (error) => {
      if (error && !response.headersSent) next(error);
    });
  });
  return router;
}
