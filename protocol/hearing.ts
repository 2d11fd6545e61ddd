import { z } from 'zod';
import { Lang } from './utterance.ts';

/** Longest text of one utterance that is told: about a minute of quick speech. */
export const MAX_HEARD_CHARS = 500;
/** Other readings that are told with a final. */
export const MAX_HEARD_ALTERNATIVES = 5;
/** How far back a beginning may lie that the device tells, ms: so much sound is kept. */
export const MAX_BACK_MS = 1_500;

/**
 * Who finds where the citizen begins and ends to speak: `told` by the device (`voice.begin`, `voice.end`: its voice
 * activity detector, or a button held down), or found by the server itself from the level of the sound.
 */
export const VoiceTurns = z.enum(['told', 'self']);
export type VoiceTurns = z.infer<typeof VoiceTurns>;

/** Why nothing is heard. */
export const HEARD_TROUBLES = ['no_engine', 'engine_failed', 'engine_busy', 'audio_invalid'] as const;
export const HeardTrouble = z.enum(HEARD_TROUBLES);
export type HeardTrouble = z.infer<typeof HeardTrouble>;

/**
 * What a spoken answer to the open question may look like: it decides how long a pause may be. `lengths`: how many digits
 * a whole number may have. `binds`: a yes sends or drops something; it is said or tapped, never nodded.
 */
export const VoiceExpects = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['open', 'closed']), binds: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('number'), lengths: z.array(z.number().int().min(1).max(32)).max(4) }),
]);
export type VoiceExpects = z.infer<typeof VoiceExpects>;

/** Counts the utterances of one microphone, from 1. */
const number = z.number().int().positive();
const text = z.string().max(MAX_HEARD_CHARS);
const share = z.number().min(0).max(1);

/** The words so far; each one replaces the last. Personal numbers are masked. */
export const HeardPartial = z.strictObject({ utterance: number, text });
export type HeardPartial = z.infer<typeof HeardPartial>;

/** What was heard; empty: a sound without words. `uncertain`: the avatar asks back before anything is done with it. */
export const HeardFinal = z.strictObject({
  utterance: number,
  text,
  lang: Lang,
  confidence: share,
  alternatives: z.array(z.strictObject({ text, confidence: share })).max(MAX_HEARD_ALTERNATIVES),
  uncertain: z.boolean(),
});
export type HeardFinal = z.infer<typeof HeardFinal>;
