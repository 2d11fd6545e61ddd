import { z } from 'zod';
import { TranscriptEntry } from './consultation.ts';
import { FieldAuthor, FormKind } from './forms.ts';
import { ConsultationId } from './ids.ts';
import { Lang } from './utterance.ts';

/** Why a human is asked for. */
export const HANDOFF_REASONS = [
  'asked',
  'emergency',
  'feeling',
  'unanswered',
  'required',
  'transfer',
] as const;
export const HandoffReason = z.enum(HANDOFF_REASONS);
export type HandoffReason = z.infer<typeof HandoffReason>;

/** Who comes first; within one priority, who waits longest. */
export const HANDOFF_PRIORITIES = ['normal', 'raised', 'returned', 'emergency'] as const;
export const HandoffPriority = z.enum(HANDOFF_PRIORITIES);
export type HandoffPriority = z.infer<typeof HandoffPriority>;

/** A skill that an agent may need: `topic.<domain>`, `lang.en`, `dialect.<name>`, `sign`. */
export const Skill = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]{1,40})?$/);

/** The human in the room as the citizen may know them: a public name (张老师) and their number, never the account. */
export const PublicAgent = z.strictObject({
  name: z.string().min(1).max(40),
  number: z.string().min(1).max(20),
});
export type PublicAgent = z.infer<typeof PublicAgent>;

/** How long it may take, ms: an honest range, not one figure. */
export const WaitRange = z.strictObject({
  low: z.number().int().nonnegative(),
  high: z.number().int().nonnegative(),
});
export type WaitRange = z.infer<typeof WaitRange>;

/**
 * Who serves the citizen. `waiting` and `ringing`: the avatar, until a human comes. `away`: the human's line is lost; they
 * have until `until` (Unix ms) to come back.
 */
export const SERVICE_PHASES = ['avatar', 'waiting', 'ringing', 'human', 'away'] as const;
export const ServicePhase = z.enum(SERVICE_PHASES);
export type ServicePhase = z.infer<typeof ServicePhase>;

/** How the service stands: who serves, and how long the citizen still waits for whom. */
export const Service = z.strictObject({
  phase: ServicePhase,
  /** The human who serves, or served until the line broke. */
  agent: PublicAgent.nullable(),
  /** Place in the queue, 1 is next; null while it is not known. */
  position: z.number().int().min(1).nullable(),
  wait: WaitRange.nullable(),
  until: z.number().int().nonnegative().nullable(),
  /** The human has called the avatar back for a task: it answers again, and the human stays. */
  avatarHelps: z.boolean(),
  /** The citizen is being passed on to another human and stays with this one until then. */
  passingOn: z.boolean(),
});
export type Service = z.infer<typeof Service>;
export const AVATAR_SERVES: Service = {
  phase: 'avatar',
  agent: null,
  position: null,
  wait: null,
  until: null,
  avatarHelps: false,
  passingOn: false,
};

/** One thing that is known of the citizen's situation, in words; personal numbers are masked. */
const Fact = z.strictObject({ label: z.string().max(60), value: z.string().max(200) });

/** A form as far as it is filled; personal values are masked. */
export const BriefForm = z.strictObject({
  kind: FormKind,
  title: z.string().max(120),
  fields: z.array(Fact.extend({ name: z.string().max(40), author: FieldAuthor })).max(60),
  missing: z.array(z.string().max(60)).max(60),
});
export type BriefForm = z.infer<typeof BriefForm>;

/** What a human reads before they answer, so that nobody has to say anything twice. Personal numbers are masked. */
export const Briefing = z.strictObject({
  consultation: ConsultationId,
  lang: Lang,
  reason: HandoffReason,
  /** Two or three sentences. */
  summary: z.string().max(600),
  /** The matter (service) last spoken of; null where none was found. */
  matter: z.strictObject({ id: z.string().max(60), name: z.string().max(80) }).nullable(),
  /** Matters named and not yet taken. */
  others: z.array(z.string().max(80)).max(8),
  slots: z.array(Fact).max(40),
  form: BriefForm.nullable(),
  /** Titles of the sources shown. */
  sources: z.array(z.string().max(240)).max(24),
  feeling: z.enum(['neutral', 'anxious', 'angry', 'sad', 'urgent', 'happy']),
  /** What the citizen needs of the way one talks with them: 用文字, 慢一点, 大字, English. */
  needs: z.array(z.string().max(60)).max(12),
  /** What to be careful with: an alarm, abuse, a repeated complaint. */
  risks: z.array(z.string().max(120)).max(8),
  transcript: z.array(TranscriptEntry).max(60),
  /** When the consultation began, Unix ms. */
  since: z.number().int().nonnegative(),
});
export type Briefing = z.infer<typeof Briefing>;
