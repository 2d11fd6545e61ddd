import { z } from 'zod';
import { Source } from './cards.ts';

export const VideoId = z.string().regex(/^v\.[a-z0-9_]{1,40}$/);

/** A text in both languages of the product. */
const Both = z.strictObject({ zh: z.string().min(1).max(300), en: z.string().min(1).max(600) });

/** One scene of a guidance video. Times in seconds from the beginning of the picture. */
export const VideoScene = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]{1,40}$/),
  chapter: Both,
  narration: Both,
  startS: z.number().nonnegative(),
  endS: z.number().positive(),
});
export type VideoScene = z.infer<typeof VideoScene>;

/** `media/<id>/manifest.json`: what a guidance video says and shows, and when. Made by `npm run media`. */
export const VideoManifest = z.strictObject({
  id: VideoId,
  title: Both,
  /** The service of the affairs graph, or null for a video about this product. */
  service: z.string().max(60).nullable(),
  sources: z.array(Source).min(1).max(8),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  fps: z.number().int().positive(),
  durationS: z.number().positive().max(90),
  scenes: z.array(VideoScene).min(2).max(20),
  /** Of everything that the files were made from; part of the address, so that old ones are never shown. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** Of what the picture alone was drawn from: while it is the same, new words or sources need no new picture. */
  drawing: z.string().regex(/^[0-9a-f]{16}$/),
  bytes: z.number().int().positive(),
});
export type VideoManifest = z.infer<typeof VideoManifest>;

/** Where the files of a video are served. */
export const VIDEOS_PATH = '/media/videos';

/** The files beside a manifest, by what they are. */
export const VIDEO_FILES = {
  picture: 'video.mp4',
  poster: 'poster.webp',
  manifest: 'manifest.json',
  captions: { zh: 'captions.zh.vtt', en: 'captions.en.vtt' },
  chapters: { zh: 'chapters.zh.vtt', en: 'chapters.en.vtt' },
} as const;
