import { z } from 'zod';
import { SuggestionRating } from './assist.ts';
import { SupervisorMode } from './consultation.ts';
import { WireError } from './errors.ts';
import { ConsultationId, QueueEntryId } from './ids.ts';
import { HandoffPriority, HandoffReason, PublicAgent, ServicePhase, Skill, WaitRange } from './service.ts';
import { StaffId, StaffIdentity } from './staff.ts';
import { Briefing } from './takeover.ts';
import { Lang } from './utterance.ts';

/** Path of the desk's socket. */
export const DESK_PATH = '/desk-socket';
/** An offer is for one agent and this long, ms; then the next one is asked. */
export const OFFER_MS = 15_000;

/** How a member of staff is present. The server owns it. `missed`: an offer rang out; nothing is offered until they say ready. */
export const PRESENCES = ['offline', 'ready', 'break', 'offered', 'missed', 'busy', 'wrap_up'] as const;
export const Presence = z.enum(PRESENCES);
export type Presence = z.infer<typeof Presence>;

/** Why somebody takes a break. */
export const BREAK_REASONS = ['rest', 'meal', 'training', 'meeting', 'paperwork', 'technical'] as const;
export const BreakReason = z.enum(BREAK_REASONS);
export type BreakReason = z.infer<typeof BreakReason>;

/** Why an offer is not taken. */
export const DECLINE_REASONS = ['not_my_topic', 'language', 'technical', 'other'] as const;
export const DeclineReason = z.enum(DECLINE_REASONS);
export type DeclineReason = z.infer<typeof DeclineReason>;

/** What became of a call. */
export const DISPOSITIONS = [
  'answered',
  'work_order',
  'referred',
  'callback',
  'unresolved',
  'abandoned',
  'abuse',
  'test',
] as const;
export const Disposition = z.enum(DISPOSITIONS);
export type Disposition = z.infer<typeof Disposition>;

const at = z.number().int().nonnegative();
const why = z.string().trim().min(2).max(200);

/** One's own presence. */
export const OwnPresence = z.strictObject({
  presence: Presence,
  reason: BreakReason.nullable(),
  /** Since when, Unix ms. */
  since: at,
  /** What was chosen while busy, for when the call and its wrap-up are over. */
  next: z.enum(['ready', 'break', 'offline']).nullable(),
  call: ConsultationId.nullable(),
});
export type OwnPresence = z.infer<typeof OwnPresence>;

/** A citizen who waits, as staff sees them in the list: nothing personal. */
export const QueueRow = z.strictObject({
  entry: QueueEntryId,
  matter: z.string().max(80).nullable(),
  reason: HandoffReason,
  priority: HandoffPriority,
  skills: z.array(Skill).max(12),
  feeling: Briefing.shape.feeling,
  lang: Lang,
  /** Waits since, Unix ms. */
  since: at,
  /** It is being offered to somebody. */
  ringing: z.boolean(),
});
export type QueueRow = z.infer<typeof QueueRow>;

export const Queue = z.strictObject({
  waiting: z.array(QueueRow).max(200),
  /** How long the next one who comes would wait; null while nobody can tell. */
  wait: WaitRange.nullable(),
  open: z.boolean(),
});
export type Queue = z.infer<typeof Queue>;

/** A reservation: this citizen is asked of nobody else until `until`. */
export const Offer = z.strictObject({
  entry: QueueEntryId,
  briefing: Briefing,
  priority: HandoffPriority,
  since: at,
  until: at,
});
export type Offer = z.infer<typeof Offer>;

/** The work after a call. The summary is a proposal to correct. */
export const WrapUp = z.strictObject({
  consultation: ConsultationId,
  matter: z.string().max(80).nullable(),
  summary: z.string().max(1000),
  since: at,
  until: at,
});
export type WrapUp = z.infer<typeof WrapUp>;

/** A call as supervisors see it. */
export const DeskCall = z.strictObject({
  consultation: ConsultationId,
  since: at,
  phase: ServicePhase,
  matter: z.string().max(80).nullable(),
  feeling: Briefing.shape.feeling,
  agent: PublicAgent.nullable(),
  supervisors: z.number().int().nonnegative(),
});
export type DeskCall = z.infer<typeof DeskCall>;

/** A colleague, as supervisors see them and as agents choose to whom they pass a call on. */
export const Colleague = z.strictObject({
  staff: StaffId,
  publicName: z.string().max(40),
  number: z.string().max(20),
  skills: StaffIdentity.shape.skills,
  presence: Presence,
  reason: BreakReason.nullable(),
  since: at,
});
export type Colleague = z.infer<typeof Colleague>;

/** Everything a console needs to stand where it stood. */
export const DeskSnapshot = z.strictObject({
  me: StaffIdentity,
  now: at,
  own: OwnPresence,
  queue: Queue,
  offer: Offer.nullable(),
  wrapUp: WrapUp.nullable(),
  colleagues: z.array(Colleague).max(500),
  /** Empty for whoever may not watch. */
  calls: z.array(DeskCall).max(1000),
});
export type DeskSnapshot = z.infer<typeof DeskSnapshot>;

const nothing = z.strictObject({});
/** The way into a citizen's room: with the token the console opens the room's socket. */
const Entrance = z.strictObject({ consultation: ConsultationId, token: z.string().max(4096) });

/** What a console asks. `desk.join` comes first, within three seconds. */
export const DESK_METHODS = {
  'desk.join': {
    params: z.strictObject({ ticket: z.string().min(10).max(200) }),
    result: DeskSnapshot,
  },
  'desk.presence': {
    params: z.strictObject({
      presence: z.enum(['ready', 'break', 'offline']),
      reason: BreakReason.optional(),
    }),
    result: nothing,
  },
  'desk.accept': { params: z.strictObject({ entry: QueueEntryId }), result: Entrance },
  'desk.decline': { params: z.strictObject({ entry: QueueEntryId, reason: DeclineReason }), result: nothing },
  /** The work after the call is done. */
  'desk.wrapUp': {
    params: z.strictObject({
      consultation: ConsultationId,
      disposition: Disposition,
      summary: z.string().trim().max(1000),
      /** What is still to be done, and by whom. */
      followUp: z.string().trim().max(500).optional(),
    }),
    result: nothing,
  },
  /** How the suggestions of the last 30 days were rated, by rule; for whoever watches the calls. */
  'desk.ratings': {
    params: nothing,
    result: z.strictObject({ ratings: z.array(SuggestionRating).max(60) }),
  },
  /** More time for it, twice at most. */
  'desk.wrapUpLonger': { params: nothing, result: z.strictObject({ until: at }) },
  /** A supervisor goes into a call; every way has its own right, and its reason is audited. */
  'desk.enter': {
    params: z.strictObject({ consultation: ConsultationId, mode: SupervisorMode, why }),
    result: Entrance,
  },
  /** A supervisor takes a call over from whoever has it, avatar or human. */
  'desk.takeOver': { params: z.strictObject({ consultation: ConsultationId, why }), result: Entrance },
  /** A supervisor gives somebody who waits to one agent, before all others. */
  'desk.assign': { params: z.strictObject({ entry: QueueEntryId, staff: StaffId, why }), result: nothing },
  /** A supervisor sets how an agent is present (somebody went home and left ready). */
  'desk.setPresence': {
    params: z.strictObject({ staff: StaffId, presence: z.enum(['ready', 'break', 'offline']), why }),
    result: nothing,
  },
} as const;
export type DeskMethod = keyof typeof DESK_METHODS;
export type DeskParams<M extends DeskMethod> = z.infer<(typeof DESK_METHODS)[M]['params']>;
export type DeskResult<M extends DeskMethod> = z.infer<(typeof DESK_METHODS)[M]['result']>;

/** What a console is told. */
export const DESK_EVENTS = {
  'desk.own': OwnPresence,
  'desk.queue': Queue,
  'desk.offer': Offer,
  /** `late`: it rang out; `taken`: a supervisor gave it elsewhere; `left`: the citizen has gone or stays with the avatar. */
  'desk.offerGone': z.strictObject({
    entry: QueueEntryId,
    why: z.enum(['late', 'taken', 'left', 'accepted', 'declined']),
  }),
  'desk.wrapUp': WrapUp.nullable(),
  'desk.colleagues': z.strictObject({ colleagues: z.array(Colleague).max(500) }),
  'desk.calls': z.strictObject({ calls: z.array(DeskCall).max(1000) }),
  /** `replaced`: another window of the same person has taken over. */
  'desk.ended': z.strictObject({ reason: z.enum(['replaced', 'closing', 'signed_out']) }),
} as const;
export type DeskEventName = keyof typeof DESK_EVENTS;
export type DeskEventData<E extends DeskEventName> = z.infer<(typeof DESK_EVENTS)[E]>;

const id = z.number().int().nonnegative();
const messages = Object.entries(DESK_METHODS).map(([method, { params }]) =>
  z.strictObject({ id, method: z.literal(method), params }),
);
/** A message of a console. */
export const DeskMessage = z.union(messages) as unknown as z.ZodType<
  { [M in DeskMethod]: { id: number; method: M; params: DeskParams<M> } }[DeskMethod]
>;
export type DeskMessage = z.infer<typeof DeskMessage>;

/** An answer of the server, or an event. */
export const DeskReply = z.union([
  z.strictObject({ id, ok: z.literal(true), result: z.unknown() }),
  z.strictObject({ id: id.nullable(), ok: z.literal(false), error: WireError }),
]);
const events = Object.entries(DESK_EVENTS).map(([event, data]) =>
  z.strictObject({ event: z.literal(event), data }),
);
export const DeskEvent = z.union(events) as unknown as z.ZodType<
  { [E in DeskEventName]: { event: E; data: DeskEventData<E> } }[DeskEventName]
>;
export type DeskEvent = z.infer<typeof DeskEvent>;
