import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type Lang, VideoManifest } from '../../protocol/index.ts';
import type { PlannedCard } from '../dialog/types.ts';

/** The guidance videos of this installation. */
export interface Videos {
  /** Null when there is none of that id. */
  video(id: string): VideoManifest | null;
  all(): VideoManifest[];
}

/**
 * Reads the manifests of `media/v.*`. A folder without one is not made yet and is passed over.
 * @throws AppError `content_invalid` for a manifest that is none.
 */
export function loadVideos(dir: string): Videos {
  const videos = new Map<string, VideoManifest>();
  for (const name of readdirSync(dir).filter((one) => one.startsWith('v.'))) {
    let text: string;
    try {
      text = readFileSync(join(dir, name, 'manifest.json'), 'utf8');
    } catch {
      continue;
    }
    const manifest = VideoManifest.safeParse(JSON.parse(text));
    if (!manifest.success)
      throw new AppError(
        'content_invalid',
        `media/${name}/manifest.json is no manifest of a video. Make it anew with "npm run media".`,
      );
    videos.set(manifest.data.id, manifest.data);
  }
  return { video: (id) => videos.get(id) ?? null, all: () => [...videos.values()] };
}

/** A video beside the avatar. */
export function videoCard(video: VideoManifest, lang: Lang): PlannedCard {
  return {
    kind: 'video',
    title: video.title[lang],
    video: video.id,
    durationS: video.durationS,
    chapters: video.scenes.map(({ startS, chapter }) => ({ atS: startS, title: chapter[lang].slice(0, 60) })),
    sources: video.sources,
    unverified: video.sources.some(({ verified }) => !verified),
  };
}
