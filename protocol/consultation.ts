import { z } from 'zod';
import { Card } from './cards.ts';
import { FormState } from './forms.ts';
import { ConsultationId, TurnId } from './ids.ts';
import { RecordingStatus } from './recording.ts';
import { Service } from './service.ts';
import { Lang } from './utterance.ts';

/** Who can be in a room. */
export const ROLES = ['citizen', 'avatar', 'agent', 'supervisor'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** How a supervisor is present: hears only; speaks to the agent only; takes part. */
export const SUPERVISOR_MODES = ['monitor', 'whisper', 'barge'] as const;
export const SupervisorMode = z.enum(SUPERVISOR_MODES);
export type SupervisorMode = z.infer<typeof SupervisorMode>;

/** What the avatar is doing, as the page shows it. */
export const CONSULTATION_STATES = [
  'lobby',
  'greeting',
  'listening',
  'thinking',
  'speaking',
  'ended',
] as const;
export const ConsultationState = z.enum(CONSULTATION_STATES);
export type ConsultationState = z.infer<typeof ConsultationState>;

/** How the citizen talks with the avatar: seeing and hearing it, or by text alone. */
export const TALK_MODES = ['video', 'text'] as const;
export const TalkMode = z.enum(TALK_MODES);
export type TalkMode = z.infer<typeof TalkMode>;

/** How the citizen asked the page and the voice to be. */
export const PREFERENCES = [
  'slower_speech',
  'normal_speech',
  'louder',
  'large_type',
  'normal_type',
  'captions_on',
  'captions_off',
  'text_mode',
  'video_mode',
  'audio_check',
  // The last card that can be taken along.
  'print_card',
  'send_card',
  'end',
] as const;
export const Preference = z.enum(PREFERENCES);
export type Preference = z.infer<typeof Preference>;

/** Longest text a citizen can send in one turn, in characters. */
export const MAX_SAY_CHARS = 500;

/**
 * One line of the transcript. An avatar's `text` holds only what was heard; `cut` says that it was interrupted.
 * Personal numbers in a citizen's line are masked. `at` is Unix time in ms.
 */
export const TranscriptEntry = z.strictObject({
  turn: TurnId,
  role: z.enum(['citizen', 'avatar', 'agent']),
  text: z.string().max(4000),
  lang: Lang,
  at: z.number().int().nonnegative(),
  cut: z.boolean(),
  /** Who the human was, by public name and number; of an agent's lines only. */
  by: z.string().max(64).optional(),
});
export type TranscriptEntry = z.infer<typeof TranscriptEntry>;

/** Everything a page needs to stand where it stood, after a reload. */
export const Snapshot = z.strictObject({
  consultation: ConsultationId,
  lang: Lang,
  state: ConsultationState,
  transcript: z.array(TranscriptEntry).max(400),
  cards: z.array(Card).max(40),
  /** Forms that are open, as far as they are filled. */
  forms: z.array(FormState).max(8),
  suggestions: z.array(z.string().max(60)).max(6),
  /** Who serves. */
  service: Service,
  recording: RecordingStatus,
});
export type Snapshot = z.infer<typeof Snapshot>;

/** `POST /api/consultations`: body and answer. */
export const CreateConsultationRequest = z.strictObject({ lang: Lang });
export type CreateConsultationRequest = z.infer<typeof CreateConsultationRequest>;
export const CreateConsultationResponse = z.strictObject({
  id: ConsultationId,
  token: z.string().max(1000),
  wsUrl: z.string().max(300),
});
export type CreateConsultationResponse = z.infer<typeof CreateConsultationResponse>;

/** What the avatar stands before. Each has a light of its own in the stage. */
export const BACKGROUNDS = ['hall', 'plain', 'brand'] as const;
export const Background = z.enum(BACKGROUNDS);
export type Background = z.infer<typeof Background>;

/** Whether speech of a language is understood: yes, soon (right after a start), or not here. */
export const EARS = ['ready', 'preparing', 'none'] as const;
export const Ear = z.enum(EARS);
export type Ear = z.infer<typeof Ear>;

/** `GET /api/about`: what this installation can do; nothing about any person. */
export const About = z.strictObject({
  version: z.string(),
  avatar: z.strictObject({ name: z.string(), url: z.string(), portrait: z.string() }),
  background: Background,
  voices: z.strictObject({ zh: z.string().nullable(), en: z.string().nullable() }),
  ears: z.strictObject({ zh: Ear, en: Ear }),
  hotline: z.string(),
});
export type About = z.infer<typeof About>;
