import type {
  Card,
  ConsultationState,
  ErrorCode,
  EventData,
  FieldValue,
  FieldValues,
  FormDefinition,
  FormState,
  HeardTrouble,
  Lang,
  Params,
  Preference,
  RecordingStatus,
  Result,
  Service,
  TalkMode,
  TranscriptEntry,
  Utterance,
  VoiceExpects,
} from '../../protocol/index.ts';
import type { LipsSeen } from '../senses/ears/types.ts';
import type { DeviceChoice } from './device-choice.ts';
import type { Remote } from './remotes.ts';

export type { Remote };

/** Where the connection stands. */
export type CallPhase = 'idle' | 'joining' | 'live' | 'reconnecting' | 'ended' | 'failed';

/** What went wrong, as the page has to explain it. `code` of the server, or one of the page's own. */
export type CallProblem =
  | { code: ErrorCode; retryAfterMs?: number | undefined }
  | { code: 'network' | 'no_webrtc' | 'insecure_context' | 'taken_over' };

/** A capture device as the citizen chose it. */
export type DeviceState = 'off' | 'asking' | 'on' | 'refused' | 'missing' | 'busy';

/** Where the citizen's ear is: in which utterance, and how far (ms). `audible`: read off the audio, not the server's clock. */
export interface PlayheadReading {
  utterance: Utterance;
  ms: number;
  audible: boolean;
}

/** One clock for lips, words and hands. */
export interface Playhead {
  /**
   * What is heard at `now` (performance.now() ms) plus `offsetMs`; null in silence. Lips ask with +40 (`LIP_LEAD_MS`),
   * captions with 0.
   */
  at(now: number, offsetMs?: number): PlayheadReading | null;
  /** The utterances of the running turn, in order. */
  utterances(): readonly Utterance[];
}

/** A picture of the whole call; a new object whenever something changed (fit for useSyncExternalStore). */
export interface CallState {
  phase: CallPhase;
  problem: CallProblem | null;
  lang: Lang;
  /** With sound and picture, or by text alone. */
  mode: TalkMode;
  /** What the citizen asked the page to be; a new object each time, null before the first. */
  wish: { preference: Preference } | null;
  /** What the avatar is doing. */
  avatar: ConsultationState;
  transcript: readonly TranscriptEntry[];
  cards: readonly Card[];
  /** The forms of this consultation, as the server keeps them. */
  forms: readonly FormState[];
  /** What the citizen has changed and the server has not confirmed yet, by form. */
  unsaved: Readonly<Record<string, { values: FieldValues; saving: boolean }>>;
  suggestions: readonly string[];
  /** How an answer to the open question may look; a new object with every question. */
  expects: VoiceExpects;
  microphone: DeviceState;
  /** The citizen's own words as they are heard; `done`: their end was heard. Null: none, or answered. */
  heard: { text: string; done: boolean } | null;
  /** Whether anything understands speech here; null before it was asked. */
  hears: boolean | null;
  /** Why what was said was not understood; null while all is well. */
  hearTrouble: HeardTrouble | null;
  /** The button is held down while speaking. */
  holding: boolean;
  /** It is too loud here to be heard well. */
  noisy: boolean;
  camera: DeviceState;
  /** Who serves: the avatar, or a human in its place. */
  service: Service;
  /** Whether the call is being recorded. */
  recording: RecordingStatus;
  /** What the humans in the room send: their voices play by themselves, their pictures are for the page to show. */
  remotes: readonly Remote[];
  /** The human sees the citizen's camera: by a fresh choice in every call, and for as long as they serve. */
  showing: boolean;
  /** The browser would not start the sound: a tap is needed (`unlockAudio`). */
  audioBlocked: boolean;
  /** Media (not the socket) are connected: null before they were tried. */
  media: 'connecting' | 'connected' | 'lost' | 'tcp' | null;
  /** 0 to 1. */
  volume: number;
}

/** Where the pictures of a form go: sent when the citizen says so, and removable until the form is sent. */
export interface PhotoDesk {
  /** @throws AppError `message_invalid` when it is no picture, `message_too_large`, `timeout` without a line */
  add(picture: Blob, purpose: 'photo' | 'document' | 'signature'): Promise<string>;
  remove(photo: string): Promise<void>;
  /** An address in this page's memory at which a kept picture is seen. @throws AppError `not_found`, `timeout` … */
  look(photo: string): Promise<string>;
}

/** The forms beside the avatar. What is set is kept in the tab until the server has it, and is sent again after a loss. */
export interface CallForms {
  /** Opens a form by a tap. */
  open(kind: string): void;
  /** @throws AppError with the server's code, or `timeout` while there is no line */
  definition(form: string): Promise<FormDefinition>;
  /** `typing`: more is about to come, so it need not be sent at once. */
  set(form: string, field: string, value: FieldValue, typing?: boolean): void;
  /** Typing in a field has ended. */
  settle(form: string): void;
  /** Where the citizen is: what is said next is meant for this field. */
  focus(form: string, field: string | null): void;
  /** Sends it, after every field is kept. @throws AppError with the server's code, or `timeout` without a line */
  confirm(form: string): Promise<Result<'form.confirm'>>;
  cancel(form: string): void;
  photos(form: string): PhotoDesk;
}

/** What the server says to the video on the screen. */
export type VideoOrder =
  | EventData<'video.act'>['act']
  /** This scene has been spoken to its end. */
  | { kind: 'narrated'; video: string; scene: string };

/** The guidance video beside the avatar. */
export interface CallVideos {
  report(what: Params<'video.report'>): void;
  /** @returns how to stop listening */
  onOrder(listener: (order: VideoOrder) => void): () => void;
}

/** The citizen's call. Every method may be called at any time; errors end in `state.problem`, never in a throw. */
export interface Call {
  readonly playhead: Playhead;
  /** Which microphone, camera and loudspeaker; a choice holds at once. */
  readonly devices: DeviceChoice;
  getState(): CallState;
  subscribe(listener: () => void): () => void;
  /**
   * Begins (must run inside the tap, so that sound may start). Devices are asked for after the greeting has begun; a
   * refused device leaves the call running.
   */
  begin(choice: { microphone: boolean; camera: boolean }): Promise<void>;
  say(text: string, via: 'text' | 'tap'): void;
  readonly forms: CallForms;
  readonly videos: CallVideos;
  /** What the citizen does on a card itself, such as a tick. */
  act(card: string, act: Params<'card.act'>['act']): void;
  /** A link to a card for the citizen's phone; where a phone finds it is told with it. @throws AppError */
  cardLink(card: string): Promise<Result<'card.link'>>;
  /** Silences the avatar at once. */
  interrupt(): void;
  /** What an interruption cut off is said now; nothing where the citizen has said something since. */
  goOn(): void;
  /** What the eyes see of the citizen's lips, for the ears; null: nobody looks. Nothing of it leaves the device. */
  setLips(lips: (() => LipsSeen | null) | null): void;
  setMicrophone(on: boolean): Promise<void>;
  /** Speaks while it is held: the microphone is open for no longer, unless it was on before. */
  hold(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /** The citizen's own picture, for a look at oneself; null when off. */
  cameraStream(): MediaStream | null;
  /** Shows the camera to the human who serves, or no more; nothing while nobody does. The camera is turned on for it. */
  setShowing(on: boolean): Promise<void>;
  /** The picture of a human (`state.remotes`); null where it has ended. */
  remoteStream(id: string): MediaStream | null;
  /** While a human is waited for or serves: back to the avatar, or a call back or work order in their place. */
  choose(choice: Params<'service.choose'>['choice']): void;
  /** Agrees to be recorded, or does not (any more). @throws AppError with the server's code, or `timeout` */
  chooseRecording(choice: Params<'recording.choose'>): Promise<void>;
  setVolume(volume: number): void;
  setLang(lang: Lang): void;
  /** Slower than the avatar's own speed; told to every server that this page comes to. */
  setSlower(slower: boolean): void;
  /** RMS of the citizen's own microphone, 0 to 1; 0 while it is off. Nothing is kept. */
  microphoneLevel(): number;
  /** Changes between video and text; the conversation goes on where it stood. */
  setMode(mode: TalkMode): void;
  unlockAudio(): Promise<void>;
  /** RMS of the sound now playing, 0 to 1, for lips where the timeline is missing. */
  loudness(): number;
  end(): void;
  /** After `failed` or `ended`: a new consultation. */
  restart(): Promise<void>;
  close(): void;
}
