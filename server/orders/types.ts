import type { FieldFault, FieldOption, FormDefinition, Lang, LocalText } from '../../protocol/index.ts';
import type {
  CaseEvent,
  CasePurpose,
  CaseState,
  Category,
  Draft,
  FieldChange,
  PhotoInfo,
  PhotoPurpose,
} from '../store/case-types.ts';

export type {
  CaseEvent,
  CasePurpose,
  CaseState,
  Category,
  Draft,
  FieldChange,
  PhotoInfo,
  PhotoPurpose,
} from '../store/case-types.ts';

/**
 * What the citizen proves to see or change what is theirs. `number` and `queryCode` as typed or said: spaces, hyphens,
 * small letters and full-width signs do not matter. `address` counts wrong tries and stands in the audit.
 */
export interface Access {
  number: string;
  queryCode: string;
  address: string;
}

/** The confirmation of one form. */
export interface SubmitInput {
  form: string;
  /** The revision that was shown or read back: another one is not what the citizen said yes to. */
  revision: number;
  /** Made once by whoever confirms, for this confirmation; the same one again gives the same receipt. */
  clientId: string;
  definition: FormDefinition;
  lang: Lang;
  channel: 'video' | 'text';
}

/** What the citizen gets for a submitted form. Times are Unix ms. */
export interface Receipt {
  number: string;
  queryCode: string;
  purpose: CasePurpose;
  state: CaseState;
  submittedAt: number;
  /** When the answer is promised, and in how many working days; null where none is. */
  dueAt: number | null;
  dueDays: number | null;
  /** The booked time of an appointment. */
  booking: Booking | null;
  /** It had been submitted before; nothing was written now. */
  again: boolean;
}

export type SubmitResult = { kind: 'receipt'; receipt: Receipt } | { kind: 'faults'; faults: FieldFault[] };

/** One line of what is shown: already masked. */
export interface ShownField {
  field: string;
  label: LocalText;
  value: LocalText;
}

/** A case as the citizen sees it: personal fields masked. Times are Unix ms. */
export interface CaseView {
  number: string;
  purpose: CasePurpose;
  kind: string;
  category: Category | null;
  title: LocalText;
  state: CaseState;
  stateLabel: LocalText;
  submittedAt: number;
  updatedAt: number;
  dueAt: number | null;
  dueDays: number | null;
  /** The steps of 受理 派单 办理 … in their order. */
  stages: { label: LocalText; state: 'done' | 'now' | 'todo'; at: number | null }[];
  events: CaseEvent[];
  fields: ShownField[];
  supplements: { at: number; text: string }[];
  photos: PhotoInfo[];
  booking: Booking | null;
  /** What the citizen may do now. */
  can: { supplement: boolean; withdraw: boolean; erase: boolean };
  erased: boolean;
}

/** A hall where appointments are taken. `services` absent: every service. */
export interface Hall {
  id: string;
  name: LocalText;
  address: LocalText;
  phone?: string | undefined;
  services?: readonly string[] | undefined;
  /** Days of the week it is open, 1 Monday to 7 Sunday; `workdays`: the working days of the calendar. */
  open: 'workdays' | readonly number[];
  /** Times of a day (Beijing), each with its places. */
  slots: readonly { from: string; to: string; places: number }[];
}

/** A time that can be booked. `date` is YYYY-MM-DD, times are HH:MM, Beijing. */
export interface OpenSlot {
  date: string;
  from: string;
  to: string;
  left: number;
}

export interface Booking {
  hall: string;
  hallName: LocalText;
  address: LocalText;
  service: string;
  date: string;
  from: string;
  to: string;
  /** Until then it can be cancelled, Unix ms. */
  cancelUntil: number;
}

/** How content an answer left the citizen: 5 非常满意 … 1 非常不满意. */
export interface RatingInput {
  consultation: string;
  number: string | null;
  level: 1 | 2 | 3 | 4 | 5;
  solved: boolean | null;
  reasons: readonly string[];
  text: string | null;
}

/** A question without an answer, for the people who write answers. `text` must be masked already. */
export interface UnansweredInput {
  consultation: string;
  turn: string;
  lang: Lang;
  text: string;
  /** Why there was no answer: a code such as `no_match`, `no_basis`, `disliked`. */
  reason: string;
  /** What came nearest. */
  service: string | null;
}

/** What a link shows. A `receipt` shows number and query code, a `case` how it stands (masked), a `card` one card. */
export type LinkTarget =
  | { kind: 'receipt'; number: string }
  | { kind: 'case'; number: string }
  | { kind: 'card'; lang: Lang; card: unknown };

/** A link for a QR code. `path` begins with a slash; the page knows its own origin. */
export interface Link {
  path: string;
  expiresAt: number;
}

/** Everything the house keeps of forms, work orders and appointments. All reject with an `AppError`. */
export interface Orders {
  /**
   * Opens a form for a consultation. The same `form` again resolves with what is kept of it.
   * @throws AppError `not_yours` when that form is another consultation's.
   */
  openDraft(input: { form: string; consultation: string; kind: string }): Promise<Draft>;
  /**
   * Keeps one field at once; durable when it resolves. A page's change that was kept before is not kept again.
   * @throws AppError `not_found`, `state_refused` once the form is submitted or cancelled.
   */
  saveField(change: Omit<FieldChange, 'at'>): Promise<Draft>;
  /** Several fields at once, all or none: what is filled in from the conversation. */
  saveFields(changes: readonly Omit<FieldChange, 'at'>[]): Promise<Draft>;
  /** Null when unknown. */
  loadDraft(form: string): Promise<Draft | null>;
  /** The forms of a consultation, in the order they were opened. */
  draftsOf(consultation: string): Promise<Draft[]>;
  /** Ends a form without sending; its values are removed. */
  cancelDraft(form: string): Promise<void>;

  /**
   * Makes the work order, appointment, application or list of materials of a confirmed form: exactly once, for one form
   * and one `clientId`, whatever happens on the way. What does not fit in the fields comes back as faults, and a slot
   * that is gone as a fault of the field `slot`.
   * @throws AppError `not_found`, `state_refused` when the form has changed since (`revision`) or is cancelled.
   */
  submit(input: SubmitInput): Promise<SubmitResult>;

  /** @throws AppError `not_found` for an unknown number and a wrong code alike, `rate_limited` after too many tries. */
  status(access: Access): Promise<CaseView>;
  /** All of one's own, unmasked, as JSON. */
  exportOwn(access: Access): Promise<Record<string, unknown>>;
  /** Adds words to a case that is open. @throws AppError `state_refused` once it is closed. */
  supplement(access: Access, input: { clientId: string; text: string }): Promise<CaseView>;
  /** Takes a case back; for an appointment: cancels it. @throws AppError `state_refused` when it is too late. */
  withdraw(access: Access): Promise<CaseView>;
  /** Removes everything personal for good; number, kind, dates and states stay for the statistics. */
  erase(access: Access): Promise<void>;

  halls(service: string | null): readonly Hall[];
  /** Open times of a hall in the coming days, those with no place left included. */
  slots(hall: string): Promise<OpenSlot[]>;
  /** The same as choices of the form's fields `date` and `slot`. */
  dateOptions(hall: string): Promise<FieldOption[]>;
  slotOptions(hall: string, date: string): Promise<FieldOption[]>;

  /**
   * Keeps a picture: checked by its content, turned upright, made smaller, without any metadata, sealed.
   * @throws AppError `message_invalid` when it is no picture, `message_too_large`, `state_refused` when there are too many.
   */
  addPhoto(input: {
    consultation: string;
    form: string | null;
    purpose: PhotoPurpose;
    bytes: Uint8Array;
  }): Promise<PhotoInfo>;
  /** @throws AppError `not_found` also for one of another consultation. */
  readPhoto(consultation: string, photo: string): Promise<{ info: PhotoInfo; bytes: Uint8Array }>;
  /** Removes a picture that is not submitted yet. */
  removePhoto(consultation: string, photo: string): Promise<void>;

  /** One rating per consultation and number: a later one replaces it. */
  rate(input: RatingInput): Promise<void>;
  /** One per turn. */
  noteUnanswered(input: UnansweredInput): Promise<void>;

  /** A link that opens one thing for a while, for whoever holds it. */
  createLink(consultation: string, target: LinkTarget): Promise<Link>;
  /** What a link shows; null when it is unknown or over. */
  openLink(token: string, address: string): Promise<OpenedLink | null>;
}

export type OpenedLink =
  | { kind: 'receipt'; view: CaseView; queryCode: string; expiresAt: number }
  | { kind: 'case'; view: CaseView; expiresAt: number }
  | { kind: 'card'; lang: Lang; card: unknown; expiresAt: number };
