import type { Card, ConsultationState, FieldOption, Lang } from '../../protocol/index.ts';
import type { PlannedMark, Pronunciation } from '../speech/types.ts';
import type { Asked } from './asks.ts';
import type { Control } from './control.ts';
import type { Alarm, Danger } from './emergency.ts';
import type { Emotion } from './emotion.ts';

type WithoutIds<C> = C extends Card ? Omit<C, 'id' | 'turn'> : never;
/** A card before `consult` gives it its ids. */
export type PlannedCard = WithoutIds<Card>;

/** One clause or sentence to be said. A mark of kind `card` names a card of this reply by its index ("0"). */
export interface PlannedSentence {
  text: string;
  lang: Lang;
  marks: PlannedMark[];
  /** How parts of the text are said, where it is not as written. */
  says?: Pronunciation[];
  /** A rest after it that the reply asks for, ms. */
  restMs?: number;
}

/** A value of a slot; `null` in `Slots`: the citizen said that they do not know (never ask again). Absent: not known yet. */
export type SlotValue = string | number | boolean;
export type Slots = Readonly<Record<string, SlotValue | null>>;

/** A value of a form's field, as its JSON Schema has it. Lists are kept as the choices' values. */
export type FieldValue = string | number | boolean | readonly string[];

/** The form as it stands beside the avatar: what was typed or tapped there as well. Values are the citizen's own, unmasked. */
export interface OpenForm {
  id: string;
  values: Readonly<Record<string, FieldValue>>;
  /** Choices of the fields whose choices are made while the form is open (halls, days, times). */
  options?: Readonly<Record<string, readonly FieldOption[]>>;
}

/** A service with what was asked of it and told, found by other means than the dialog's own. */
export interface Hint {
  service: string;
  ask?: Asked;
  slots: Slots;
}

/** Something with a number that number and query code have opened in this talk; personal values masked. */
export interface OpenCase {
  number: string;
  /** What it is called (诉求单). */
  title: string;
  /** The booked time and place, as they are said; null where nothing is booked. */
  booked: string | null;
  service: string | null;
  hall: string | null;
  can: { supplement: boolean; withdraw: boolean };
}

/** What is done with it, once the citizen has said yes to what was read back. `rebook`: cancelled, and booked anew. */
export interface CaseChange {
  act: 'supplement' | 'withdraw' | 'rebook';
  number: string;
  /** What is added; for a new time, the words that wished it. */
  text: string | null;
}

/** How well words were heard. */
export interface Heard {
  /** 0 to 1. */
  confidence: number;
  /** Whether that is enough to act on them. */
  sure: boolean;
  /** Other readings, best first. */
  alternatives: readonly string[];
}

/** What the citizen said, and where the conversation stands. */
export interface TurnInput {
  text: string;
  lang: Lang;
  via: 'text' | 'tap' | 'voice';
  /** Of words that were spoken, where the recogniser tells. */
  heard?: Heard;
  /** The form that is open beside the avatar; its values go before those the dialog remembers. */
  form?: OpenForm;
  /** What was made or looked up last in this talk. */
  case?: OpenCase;
  /** Something that can be printed or sent to a phone stands beside the avatar. */
  keeps?: boolean;
  /** What an interruption has kept the avatar from saying: 继续 brings it. */
  unsaid?: readonly PlannedSentence[];
  /** A guidance video is on the screen: 播放, 暂停 and 后退 speak to it. */
  video?: { id: string; playing: boolean };
  /** What a model took the words for; only services and slots of the content. */
  hint?: Hint;
  /** The call comes back to a citizen about an order of theirs: the questions of 回访 are asked. */
  callback?: boolean;
}

/** What happened beside the talk, so that the avatar can speak of it. */
export type DialogEvent =
  | { kind: 'form_opened'; form: OpenForm }
  /** The form stands, with the choices it has now: it is asked on. `tapped`: it was opened by a tap. */
  | { kind: 'form_ready'; form: OpenForm; tapped?: boolean }
  | { kind: 'field_changed'; form: OpenForm; field: string }
  | { kind: 'form_invalid'; form: OpenForm; field: string; text: string }
  | { kind: 'form_cancelled'; form: string }
  /** `due`: by when the answer comes, as it is said (5个工作日内). */
  | {
      kind: 'submitted';
      form: string;
      number: string;
      queryCode: string;
      due?: string;
      /** The booked time and place of an appointment, as it is said. */
      booked?: string;
      /** What is still missing of the papers that were checked; empty when all are there. */
      missing?: readonly string[];
    }
  | { kind: 'submit_failed'; form: string; text: string }
  | { kind: 'status_found'; number: string; text: string; case?: OpenCase }
  | { kind: 'status_missing' }
  /** Too many wrong numbers or codes; when it may be tried again. */
  | { kind: 'status_limited'; retryAfterMs: number }
  | { kind: 'case_changed'; change: CaseChange; case: OpenCase }
  | { kind: 'case_refused'; change: CaseChange }
  | { kind: 'video_ended'; video: string }
  /** Nobody has spoken for `ms` (6, 12, 20 s). */
  /** `choices`: answers to the question that is open. */
  | { kind: 'silence'; ms: number; choices?: readonly string[] };

/** One matter of the citizen: a service or a kind of work order (`wo.*`), what is asked of it, and what is known. */
export interface Intent {
  service: string;
  ask?: Asked;
  slots: Slots;
}

/** What a turn does (names of eval-format). */
export const ACTIONS = [
  'guide',
  'answer',
  'clarify',
  'form',
  'status_lookup',
  'control',
  'redirect',
  'refuse',
  'handoff',
  'emergency_redirect',
  'callback_record',
] as const;
export type Action = (typeof ACTIONS)[number];

export const HANDOFFS = ['none', 'offer', 'required', 'immediate'] as const;
export type Handoff = (typeof HANDOFFS)[number];

/** What `consult` does with the form beside the avatar. Values are unmasked: they go to the encrypted draft alone. */
export type FormAction =
  /** Open with these values filled in. */
  | { kind: 'open'; form: string; values: Readonly<Record<string, FieldValue>> }
  | { kind: 'set'; form: string; field: string; value: FieldValue }
  | { kind: 'clear'; form: string; field: string }
  /** The field asked next: it lights up. */
  | { kind: 'ask'; form: string; field: string }
  /** The key fields have been read aloud; the form shows them and waits for an explicit yes. */
  | { kind: 'read_back'; form: string; fields: readonly string[] }
  /** The citizen said yes to what was read back: submit, once. */
  | { kind: 'confirm'; form: string }
  /** The citizen gives the form up; the draft may be kept for `resume`. */
  | { kind: 'cancel'; form: string }
  | { kind: 'resume'; form: string };

export type VideoAction =
  | { kind: 'open'; video: string }
  | { kind: 'play' | 'pause' | 'replay' | 'close' | 'next_chapter' | 'previous_chapter' }
  /** By this many seconds. */
  | { kind: 'back' | 'forward'; seconds: number };

/** How the page and the voice are to be. */
export type Preference =
  | 'slower_speech'
  | 'normal_speech'
  | 'louder'
  | 'large_type'
  | 'normal_type'
  | 'captions_on'
  | 'captions_off'
  | 'text_mode'
  | 'video_mode'
  | 'audio_check'
  | 'print_card'
  | 'send_card'
  | 'end';

/** A work order to be looked up by number and query code; what is missing is asked for. */
export interface StatusLookup {
  number: string | null;
  queryCode: string | null;
  complete: boolean;
}

/** What waits for an answer of the citizen. */
export type Pending =
  | { kind: 'slot'; service: string; slot: string; tries: number }
  | { kind: 'field'; form: string; field: string; tries: number }
  | { kind: 'confirm_form'; form: string }
  | { kind: 'confirm_cancel'; form: string }
  | { kind: 'confirm_field'; form: string; field: string; value: FieldValue }
  /** Services that were offered in the last question back, for 对, 第一个, 都不是. */
  | { kind: 'choice'; services: readonly string[]; form?: 'application'; event?: string }
  | { kind: 'offer'; of: 'form' | 'video' | 'handoff' | 'service' | 'resume'; id: string }
  | { kind: 'lookup'; number: string | null; queryCode: string | null }
  /** A change that was read back; `text` null of a supplement: what is to be added is still to be said. */
  | { kind: 'change'; act: CaseChange['act']; number: string; text: string | null }
  | { kind: 'callback'; step: number };

/** A form being filled by talk. */
export interface FormState {
  id: string;
  values: Record<string, FieldValue>;
  /** Fields that the citizen will not or cannot fill in. */
  skipped: string[];
  /** Set once everything needed was read back. */
  readBack: boolean;
  /** The words that opened it: choices that come later (halls, days, times) are read from them too. */
  said?: string;
}

/** A place of the conversation to go back to (返回). */
export interface Step {
  service: string | null;
  slots: Slots;
  pending: Pending | null;
  reply: PlannedSentence[];
}

/** What the dialog remembers from turn to turn; plain JSON, so that it survives in the store. */
export interface DialogState {
  /** The service last spoken of, for "再说一遍" and follow-up questions; null at first. */
  service: string | null;
  /** What was last asked of it. */
  ask?: Asked;
  /** What is known of the citizen's situation, for all services of the consultation. */
  slots?: Slots;
  /** What was told of services that were left, where it means another thing in each of them; by service. */
  own?: Readonly<Record<string, Slots>>;
  /** What is waited for. */
  pending?: Pending | null;
  /** Services whose general answer was given already. */
  told?: string[];
  /** Matters named and not yet taken. */
  queue?: Intent[];
  /** The form open, and the one laid aside. */
  form?: FormState | null;
  laidAside?: FormState | null;
  /** The slots or field that the last words set, for 不对 and 刚才说错了. */
  lastSet?: string[];
  /** Where the conversation was, latest last. */
  history?: Step[];
  /** What was last said, to be repeated. */
  lastReply: PlannedSentence[];
  /** How often the same was repeated. */
  repeats?: number;
  /** Turns in a row that were not understood. */
  misses: number;
  /** An alarm that is not over yet, and for how many turns. */
  alarm?: (Omit<Alarm, 'also'> & { also: Danger[]; turns: number }) | null;
  /** The other office that the citizen was last sent to. */
  sentTo?: { name: string; numbers: string[] } | null;
  /** What is to be done with the case whose number and code were asked for. */
  wish?: { act: CaseChange['act']; text: string | null } | null;
  /** A danger was heard once, and not well. */
  faintAlarm?: boolean;
  /** Words that were not heard well and were said back; how often. */
  heard?: { text: string; tries: number };
  /** Kind of the work order being filled. */
  order?: string;
  /** Turns in which the citizen was angry. */
  angry?: number;
  /** How often abuse was answered. */
  warned?: number;
}

/** What was understood; the same facts go to the transcript, the evaluation and later the agent's assist. Nothing personal. */
export interface Understood {
  kind: 'service' | 'control' | 'smalltalk' | 'emergency' | 'unknown' | 'clarify' | 'order' | 'form';
  service: string | null;
  /** 0 to 1. */
  confidence: number;
  /** What was asked of the service (materials, cost …), when the words said so. */
  ask?: Asked;
  /** The word that steers the conversation (repeat, handoff, stop …). */
  control?: Control;
  /** How the citizen sounds. */
  emotion?: Emotion;
  /** Numbers of other authorities that the citizen was sent to. */
  redirect?: string[];
  action?: Action;
  /** Every matter of this turn with what is known of it; personal values masked. */
  intents?: Intent[];
  /** The slot, or field of a form, that the reply asks for. */
  asks?: string | null;
  /** The form opened or being filled. */
  form?: string | null;
  handoff?: Handoff;
  /** What was computed or found (rate, fee, date, earliest, max_months, eligible, confidential, skill). */
  found?: Readonly<Record<string, string | number | boolean>>;
}

/** The answer of one turn. `masked` is the citizen's text with personal numbers hidden: only it is stored or shown. */
export interface Reply {
  masked: string;
  understood: Understood;
  sentences: PlannedSentence[];
  cards: PlannedCard[];
  suggestions: string[];
  /** In the order in which they are to be done. */
  forms: FormAction[];
  videos: VideoAction[];
  preferences: Preference[];
  handoff: Handoff;
  /** Set when the citizen asks for the state of an order. */
  lookup: StatusLookup | null;
  /** What is to be done with a case, after the citizen's yes. */
  change?: CaseChange;
  /** The next question hangs on choices that the form has once the actions are done: `form_ready` asks it. */
  awaitsForm?: boolean;
  state: DialogState;
}

export interface Dialog {
  /** The avatar's first words: two sentences; it says that it is a machine. */
  greet(lang: Lang): Pick<Reply, 'sentences' | 'suggestions'>;
  /** A fresh state. */
  begin(): DialogState;
  /** One turn; synchronous and pure but for the clock of the content's validity. */
  turn(input: TurnInput, state: DialogState): Reply;
  /** The same with a model's help, where one is configured; at most some seconds later. */
  assist?(input: TurnInput, state: DialogState): Promise<Reply>;
  /** What the avatar says when something happened beside the talk. */
  event(event: DialogEvent, lang: Lang, state: DialogState): Omit<Reply, 'masked' | 'understood'>;
}

export type { ConsultationState };
