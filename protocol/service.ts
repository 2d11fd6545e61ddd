import { z } from 'zod';

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
  /** The human has stopped the citizen's picture: none is taken any more until they allow it again. */
  pictureStopped: z.boolean().optional(),
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
