import { z } from 'zod';
import { ASSIST_METHODS, Assist } from './assist.ts';
import { Card } from './cards.ts';
import {
  ConsultationState,
  MAX_SAY_CHARS,
  Preference,
  Role,
  Snapshot,
  TalkMode,
  TranscriptEntry,
} from './consultation.ts';
import { WireError } from './errors.ts';
import { FieldFault, FieldName, FieldValue, FormDefinition, FormKind, FormState } from './forms.ts';
import { HeardFinal, HeardPartial, HeardTrouble, MAX_BACK_MS, VoiceExpects, VoiceTurns } from './hearing.ts';
import { CardId, ConsultationId, FormId, MediaId, PeerId, TurnId, UtteranceId } from './ids.ts';
import {
  DtlsParameters,
  IceParameters,
  IceServer,
  RtpCapabilities,
  RtpParameters,
  TrackSource,
  TransportOffer,
} from './media.ts';
import { RECORDING_METHODS, RecordingStatus } from './recording.ts';
import { Service } from './service.ts';
import { STAFF_METHODS } from './takeover.ts';
import { Lang, Utterance } from './utterance.ts';
import { VideoId } from './videos.ts';

/** Largest message in either direction, in bytes. */
export const MAX_MESSAGE_BYTES = 64 * 1024;
/** A socket that has not proven its token by then is closed. */
export const AUTH_WITHIN_MS = 3_000;
/** A dropped socket may come back within this and gets the messages it missed. */
export const RESUME_WINDOW_MS = 30_000;
/** After a reload the consultation itself can be found again for this long. */
export const REJOIN_WINDOW_MS = 15 * 60_000;

const nothing = z.strictObject({});

/**
 * Every request a client can make: its method, what it sends and what it gets. The first message of a socket is
 * `auth.join` or `auth.resume`; nothing else is answered before.
 */
export const METHODS = {
  'auth.join': {
    params: z.strictObject({ token: z.string().min(1).max(1000) }),
    result: z.strictObject({
      peer: PeerId,
      role: Role,
      resumeSecret: z.string(),
      routerRtpCapabilities: RtpCapabilities,
      iceServers: z.array(IceServer),
      snapshot: Snapshot,
      seq: z.number().int(),
    }),
  },
  /** `lastSeq`: the last event seen on the old socket; -1 after a reload, when the page starts from the snapshot. */
  'auth.resume': {
    params: z.strictObject({
      consultation: ConsultationId,
      secret: z.string().min(1).max(200),
      lastSeq: z.number().int().min(-1),
    }),
    result: z.strictObject({
      peer: PeerId,
      role: Role,
      resumeSecret: z.string(),
      routerRtpCapabilities: RtpCapabilities,
      iceServers: z.array(IceServer),
      snapshot: Snapshot,
      seq: z.number().int(),
      /** True when the room and its transports still stand: media go on. False: build them anew. */
      mediaKept: z.boolean(),
    }),
  },
  'media.capabilities': { params: z.strictObject({ rtpCapabilities: RtpCapabilities }), result: nothing },
  'media.createTransport': {
    params: z.strictObject({ direction: z.enum(['send', 'recv']), forceTcp: z.boolean().optional() }),
    result: TransportOffer,
  },
  'media.connectTransport': {
    params: z.strictObject({ transport: MediaId, dtlsParameters: DtlsParameters }),
    result: nothing,
  },
  'media.restartIce': {
    params: z.strictObject({ transport: MediaId }),
    result: z.strictObject({ iceParameters: IceParameters }),
  },
  'media.produce': {
    params: z.strictObject({
      transport: MediaId,
      kind: z.enum(['audio', 'video']),
      source: TrackSource.exclude(['voice']),
      rtpParameters: RtpParameters,
    }),
    result: z.strictObject({ producer: MediaId }),
  },
  'media.pauseProducer': {
    params: z.strictObject({ producer: MediaId, paused: z.boolean() }),
    result: nothing,
  },
  'media.closeProducer': { params: z.strictObject({ producer: MediaId }), result: nothing },
  /** The client has built the consumer; the server now resumes it (with a key frame for video). */
  'media.consumerReady': { params: z.strictObject({ consumer: MediaId }), result: nothing },
  /**
   * Who tells the server where the citizen begins and ends to speak; for the microphone that is open and those to come.
   * `hears`: whether there is anything here that understands speech of the language in use.
   */
  'voice.turns': {
    params: z.strictObject({ turns: VoiceTurns }),
    result: z.strictObject({ hears: z.boolean() }),
  },
  /** The citizen began to speak, `backMs` before now (the device notices it late). */
  'voice.begin': {
    params: z.strictObject({ backMs: z.number().int().min(0).max(MAX_BACK_MS).optional() }),
    result: nothing,
  },
  /** The citizen has spoken: `heard.final` follows, or `heard.trouble`. */
  'voice.end': { params: nothing, result: nothing },
  /** It was nothing: no final comes of it. */
  'voice.cancel': { params: nothing, result: nothing },
  /** The page is ready to hear: the avatar greets, once per consultation. */
  'talk.begin': { params: nothing, result: nothing },
  /** `message`: made by the page once per utterance of the citizen, so that a repeated request is one turn. */
  'talk.say': {
    params: z.strictObject({
      message: z.string().regex(/^[A-Za-z0-9_-]{8,40}$/),
      text: z.string().trim().min(1).max(MAX_SAY_CHARS),
      via: z.enum(['text', 'tap', 'voice']),
      lang: Lang,
    }),
    result: z.strictObject({ turn: TurnId }),
  },
  /** Stop speaking now. Without `turn`: whatever is being said. */
  'talk.interrupt': { params: z.strictObject({ turn: TurnId.optional() }), result: nothing },
  /** What had seemed to be an interruption was none: what was not said because of it is said now. */
  'talk.continue': { params: nothing, result: nothing },
  /** Nobody has said or done anything for so long since the avatar was last heard. */
  'talk.silence': {
    params: z.strictObject({ ms: z.number().int().min(1_000).max(600_000) }),
    result: nothing,
  },
  /** How far into an utterance the citizen has heard, in ms. */
  'talk.heard': {
    params: z.strictObject({ utterance: UtteranceId, ms: z.number().nonnegative().max(600_000) }),
    result: nothing,
  },
  /** By text the answers come whole and at once, and nothing is spoken; both ways lead through the same consultation. */
  'talk.mode': { params: z.strictObject({ mode: TalkMode }), result: nothing },
  /** How fast the avatar speaks, as it was chosen on the page or remembered there; nothing is said to it. */
  'talk.speed': { params: z.strictObject({ slower: z.boolean() }), result: nothing },
  'talk.language': { params: z.strictObject({ lang: Lang }), result: nothing },
  /** Opens a form by a tap; one of its kind that is open already comes back. */
  'form.open': { params: z.strictObject({ kind: FormKind }), result: nothing },
  'form.get': {
    params: z.strictObject({ form: FormId }),
    result: z.strictObject({ definition: FormDefinition, state: FormState }),
  },
  /**
   * One field. `n` counts the page's own changes of this form: what was kept already (`n` ≤ `acked`) is not set again,
   * so that a change may be repeated after a loss. Answered when it is durable.
   */
  'form.set': {
    params: z.strictObject({
      form: FormId,
      n: z.number().int().min(1).max(1_000_000),
      field: FieldName,
      value: FieldValue,
    }),
    result: z.strictObject({ acked: z.number().int(), revision: z.number().int() }),
  },
  /** Where the citizen is: what is said next is taken for this field. Null: nowhere in particular. */
  'form.focus': { params: z.strictObject({ form: FormId, field: FieldName.nullable() }), result: nothing },
  /**
   * The citizen's explicit word that it may be sent, for the revision that was seen. `client` is made by the page once
   * per form: repeated, it is the same one. Without `number`, `faults` say what stands in the way.
   */
  'form.confirm': {
    params: z.strictObject({
      form: FormId,
      revision: z.number().int().nonnegative(),
      client: z.string().regex(/^[A-Za-z0-9_-]{8,40}$/),
    }),
    result: z.strictObject({ number: z.string().max(40).optional(), faults: z.array(FieldFault).max(40) }),
  },
  'form.cancel': { params: z.strictObject({ form: FormId }), result: nothing },
  /** What is done on a card itself; a choice is said (`talk.say` by tap). */
  'card.act': {
    params: z.strictObject({
      card: CardId,
      act: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('tick'),
          item: z.string().max(60),
          have: z.boolean().nullable(),
        }),
      ]),
    }),
    result: nothing,
  },
  /**
   * What the player of a guidance video does. A scene that begins is narrated by the avatar where `narrated` says that
   * the page can hear it; its end is told with `video.narrated`.
   */
  'video.report': {
    params: z.strictObject({
      video: VideoId,
      what: z.enum(['scene', 'playing', 'paused', 'ended', 'closed']),
      scene: z.string().max(40).nullable(),
      narrated: z.boolean(),
    }),
    result: nothing,
  },
  /** A link to this card for the citizen's phone: opaque, over after a while. */
  'card.link': {
    params: z.strictObject({ card: CardId }),
    result: z.strictObject({
      path: z.string().startsWith('/').max(400),
      expiresAt: z.number().int(),
      /** The address under which this service is reached from everywhere, as it is configured; null: it is not. */
      publicUrl: z.string().max(300).nullable(),
      /** Its address in the network of this machine; null where it listens on the machine alone. */
      lanUrl: z.string().max(300).nullable(),
    }),
  },
  /**
   * The citizen's choice while they wait for a human, or are with one: not to wait any more, or back to the avatar; a call
   * back or a work order instead of waiting (a form for it opens).
   */
  'service.choose': {
    params: z.strictObject({ choice: z.enum(['avatar', 'callback', 'work_order']) }),
    result: nothing,
  },
  'session.end': { params: nothing, result: nothing },
  ...RECORDING_METHODS,
  ...STAFF_METHODS,
  ...ASSIST_METHODS,
} as const;

export type Method = keyof typeof METHODS;
export type Params<M extends Method> = z.infer<(typeof METHODS)[M]['params']>;
export type Result<M extends Method> = z.infer<(typeof METHODS)[M]['result']>;
export const METHOD_NAMES = Object.keys(METHODS) as Method[];

type RequestOf<M extends Method> = { id: number; method: M; params: Params<M> };
/** What a client sends. */
export type ClientMessage = { [M in Method]: RequestOf<M> }[Method];

const requestId = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const requestSchemas = METHOD_NAMES.map((method) =>
  z.strictObject({ id: requestId, method: z.literal(method), params: METHODS[method].params }),
);
export const ClientMessage = z.discriminatedUnion(
  'method',
  requestSchemas as [(typeof requestSchemas)[number], ...typeof requestSchemas],
) as unknown as z.ZodType<ClientMessage>;

/** Events that the server tells. `seq` counts them per peer, so that a resumed socket gets what it missed. */
export const EVENTS = {
  'media.newConsumer': z.strictObject({
    consumer: MediaId,
    producer: MediaId,
    kind: z.enum(['audio', 'video']),
    rtpParameters: RtpParameters,
    peerRole: Role,
    source: TrackSource,
    epoch: z.number().int().nonnegative(),
  }),
  'media.consumerClosed': z.strictObject({ consumer: MediaId }),
  /** The media worker is gone: drop transports and build them anew with these capabilities. */
  'media.rebuild': z.strictObject({ routerRtpCapabilities: RtpCapabilities }),
  'talk.state': z.strictObject({ state: ConsultationState }),
  'talk.utterance': Utterance,
  /** The server's send clock: `sentMs` of this utterance had left when this message was sent. */
  'talk.beat': z.strictObject({ utterance: UtteranceId, sentMs: z.number() }),
  /** Nothing of this turn plays any more. `done`: said to its end. */
  'talk.turnClosed': z.strictObject({ turn: TurnId, reason: z.enum(['done', 'interrupted', 'failed']) }),
  'talk.transcript': TranscriptEntry,
  'heard.partial': HeardPartial,
  'heard.final': HeardFinal,
  /** What was said is lost, or (`no_engine`) nothing is understood by ear here at all. */
  'heard.trouble': z.strictObject({ code: HeardTrouble }),
  'talk.suggestions': z.strictObject({
    suggestions: z.array(z.string().max(60)).max(6),
    expects: VoiceExpects.default({ kind: 'open' }),
  }),
  /** The citizen has asked for the page to be otherwise (大字, 用文字 …). */
  'page.prefer': z.strictObject({ preference: Preference }),
  /** What the citizen has said to the video: 播放, 暂停, 后退 … */
  'video.act': z.strictObject({
    act: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.enum(['play', 'pause', 'replay', 'close', 'next_chapter', 'previous_chapter']),
      }),
      z.strictObject({ kind: z.enum(['back', 'forward']), seconds: z.number().min(0).max(600) }),
    ]),
  }),
  /** The narration of this scene has been spoken to its end. */
  'video.narrated': z.strictObject({ video: VideoId, scene: z.string().max(40) }),
  /** A card, new or changed: one with a known id takes that one's place. */
  'card.show': Card,
  'form.state': FormState,
  /** Who serves from now on, or how long it may still take until a human does. */
  'service.state': Service,
  /** Whether the call is being recorded; told to everybody in it. */
  'recording.state': RecordingStatus,
  /** To staff: whether the citizen is connected. */
  'staff.citizen': z.strictObject({ connected: z.boolean() }),
  /** To staff alone, while a human serves: what helps them now. */
  'staff.assist': Assist,
  /** `returned`: the human's part is over, the avatar or a colleague goes on. */
  'session.ended': z.strictObject({
    reason: z.enum(['citizen', 'expired', 'replaced', 'closing', 'failed', 'agent', 'returned']),
  }),
} as const;
export type EventName = keyof typeof EVENTS;
export type EventData<E extends EventName> = z.infer<(typeof EVENTS)[E]>;
export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

export type ServerEvent = { [E in EventName]: { seq: number; event: E; data: EventData<E> } }[EventName];
const eventSchemas = EVENT_NAMES.map((event) =>
  z.strictObject({ seq: z.number().int().nonnegative(), event: z.literal(event), data: EVENTS[event] }),
);
export const ServerEvent = z.discriminatedUnion(
  'event',
  eventSchemas as [(typeof eventSchemas)[number], ...typeof eventSchemas],
) as unknown as z.ZodType<ServerEvent>;

/** What a server answers. `id` is null when the request could not be read that far. */
export const Response = z.union([
  z.strictObject({ id: requestId, ok: z.literal(true), result: z.unknown() }),
  z.strictObject({ id: requestId.nullable(), ok: z.literal(false), error: WireError }),
]);
export type Response = z.infer<typeof Response>;

/** Everything a server sends. */
export const ServerMessage = z.union([Response, ServerEvent]);
export type ServerMessage = Response | ServerEvent;
