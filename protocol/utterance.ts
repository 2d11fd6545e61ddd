import { z } from 'zod';
import { TurnId, UtteranceId } from './ids.ts';

/** Languages of speech and page. */
export const LANGS = ['zh', 'en'] as const;
export const Lang = z.enum(LANGS);
export type Lang = z.infer<typeof Lang>;

/** The 15 Oculus visemes. */
export const VISEMES = [
  'sil',
  'PP',
  'FF',
  'TH',
  'DD',
  'kk',
  'CH',
  'SS',
  'nn',
  'RR',
  'aa',
  'E',
  'I',
  'O',
  'U',
] as const;
export const VisemeName = z.enum(VISEMES);
export type VisemeName = z.infer<typeof VisemeName>;

/** One mouth shape: `t`, `d` in ms from the utterance's first sample; `w` is its peak weight, 0 to 1. */
export const Viseme = z.strictObject({
  t: z.number().nonnegative(),
  d: z.number().nonnegative(),
  v: VisemeName,
  w: z.number().min(0).max(1),
});
export type Viseme = z.infer<typeof Viseme>;

/** One spoken word: ms from the first sample, and its character range [from, to) in the utterance's text. */
export const Word = z.strictObject({
  t: z.number().nonnegative(),
  d: z.number().nonnegative(),
  from: z.number().int().nonnegative(),
  to: z.number().int().nonnegative(),
  accent: z.boolean().optional(),
});
export type Word = z.infer<typeof Word>;

/** Closed lists: what a mark may say. A stage that does not know a value ignores it. */
export const GESTURES = [
  'greet',
  'bow',
  'nod',
  'shake',
  'explain_left',
  'explain_right',
  'point_card',
  'count_one',
  'count_two',
  'count_three',
  'think',
  'apologise',
  'invite',
  'call_colleague',
  'thank',
] as const;
export const EMOTIONS = [
  'neutral',
  'happy',
  'relaxed',
  'serious',
  'sorry',
  'thinking',
  'surprised',
  'sad',
] as const;
export const GAZES = ['citizen', 'card', 'aside', 'down'] as const;

/** Something the avatar does at a moment of its speech; `t` in ms from the first sample. */
export const Mark = z.discriminatedUnion('kind', [
  z.strictObject({ t: z.number().nonnegative(), kind: z.literal('gesture'), value: z.enum(GESTURES) }),
  z.strictObject({ t: z.number().nonnegative(), kind: z.literal('emotion'), value: z.enum(EMOTIONS) }),
  z.strictObject({ t: z.number().nonnegative(), kind: z.literal('gaze'), value: z.enum(GAZES) }),
  z.strictObject({ t: z.number().nonnegative(), kind: z.literal('card'), value: z.string().max(60) }),
  z.strictObject({
    t: z.number().nonnegative(),
    kind: z.literal('pause'),
    value: z.number().nonnegative().max(5000),
  }),
]);
export type Mark = z.infer<typeof Mark>;

/** RTP clock of Opus in WebRTC (RFC 7587). */
export const RTP_CLOCK_RATE = 48_000;

/**
 * Where an utterance lies on the avatar's track. `rtpStart` is the RTP timestamp of its first sample (compare
 * modulo 2^32); a new producer, made after a media worker died, has a new `epoch`.
 */
export const UtteranceAudio = z.strictObject({
  producerId: z.string().max(64),
  epoch: z.number().int().nonnegative(),
  rtpStart: z.number().int().min(0).max(0xffff_ffff),
  clockRate: z.literal(RTP_CLOCK_RATE),
  durationMs: z.number().nonnegative(),
});
export type UtteranceAudio = z.infer<typeof UtteranceAudio>;

/**
 * One clause or sentence of the avatar, with everything that happens on its clock.
 * `audio` is null when no engine could speak it: captions then follow the server's clock alone.
 * `startsInMs` is the time from the sending of this message to its first sample by the server's clock.
 */
export const Utterance = z.strictObject({
  id: UtteranceId,
  turn: TurnId,
  seq: z.number().int().nonnegative(),
  lang: Lang,
  text: z.string().min(1).max(600),
  audio: UtteranceAudio.nullable(),
  startsInMs: z.number(),
  durationMs: z.number().nonnegative(),
  words: z.array(Word).max(600),
  visemes: z.array(Viseme).max(3000),
  marks: z.array(Mark).max(60),
});
export type Utterance = z.infer<typeof Utterance>;

/** Signed distance `a - b` of two RTP timestamps, in samples, modulo 2^32 (RFC 1982 style). */
export function rtpDistance(a: number, b: number): number {
  return (a - b) | 0;
}
