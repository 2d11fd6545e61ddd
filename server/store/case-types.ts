import type {
  FieldAuthor,
  FieldValue,
  FieldValues,
  FormPurpose,
  FormStatus,
  Lang,
} from '../../protocol/index.ts';

/** Kinds of 诉求: 咨询 求助 投诉 举报 建议 表扬; the names are those of the form's field `category`. */
export const CATEGORIES = ['consult', 'help', 'complaint', 'report', 'suggestion', 'praise'] as const;
export type Category = (typeof CATEGORIES)[number];

/** What gets a number and a query code. */
export type CasePurpose = Exclude<FormPurpose, 'lookup'>;

/**
 * Where a case stands: 待受理 待补充 当场答复 待派单 不受理 已撤回 · for appointments 已预约 已取消 · for what is only
 * kept for the citizen (pre-filled application, checked materials) 已保存.
 */
export const CASE_STATES = [
  'submitted',
  'need_info',
  'answered',
  'to_dispatch',
  'rejected',
  'withdrawn',
  'booked',
  'cancelled',
  'saved',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Who changes a case: 市民, the avatar, 坐席, the city's own system, this program itself. */
export const CASE_ROLES = ['citizen', 'avatar', 'agent', 'city', 'system'] as const;
export type CaseRole = (typeof CASE_ROLES)[number];

/** A form while it is filled. Times are Unix ms. */
export interface Draft {
  form: string;
  consultation: string;
  kind: string;
  status: FormStatus;
  /** Grows by one with each kept change. */
  revision: number;
  /** The highest counter of the page's own changes that is kept; 0 before the first. */
  acked: number;
  values: FieldValues;
  authors: Record<string, FieldAuthor>;
  /** When each field got its value. */
  savedAts: Record<string, number>;
  createdAt: number;
  savedAt: number;
  /** The number it was submitted under. */
  number: string | null;
}

/** One change of one field. */
export interface FieldChange {
  form: string;
  field: string;
  /** Null takes the value back. */
  value: FieldValue;
  author: FieldAuthor;
  at: number;
  /** The page's own counter of its changes; one that was kept before changes nothing again. Null: not from the page. */
  change: number | null;
}

/** One entry of a case's history; never changed, never removed. Nothing personal stands in it. */
export interface CaseEvent {
  seq: number;
  at: number;
  role: CaseRole;
  from: CaseState | null;
  to: CaseState;
  /** A code such as `submitted`, `supplemented`, `by_citizen`. */
  reason: string;
}

/** A word added to a case after it was submitted. */
export interface Supplement {
  at: number;
  text: string;
}

/** A case as it is kept, opened. `content` and `supplements` are empty once it is erased. Times are Unix ms. */
export interface CaseRecord {
  number: string;
  purpose: CasePurpose;
  /** Id of the form's content (`f.work_order`). */
  kind: string;
  /** Null for what is no work order. */
  category: Category | null;
  state: CaseState;
  lang: Lang;
  channel: 'video' | 'text';
  consultation: string | null;
  form: string;
  clientId: string;
  queryCode: string;
  content: FieldValues;
  supplements: Supplement[];
  submittedAt: number;
  updatedAt: number;
  /** When the answer is promised; null where none is. */
  dueAt: number | null;
  closedAt: number | null;
  erasedAt: number | null;
}

/** What the pictures of a case are for. */
export const PHOTO_PURPOSES = ['photo', 'document', 'signature'] as const;
export type PhotoPurpose = (typeof PHOTO_PURPOSES)[number];

/** A kept picture without its bytes. Sizes in pixels and bytes; `at` Unix ms. */
export interface PhotoInfo {
  photo: string;
  consultation: string;
  form: string | null;
  number: string | null;
  purpose: PhotoPurpose;
  mime: 'image/jpeg' | 'image/png';
  width: number;
  height: number;
  bytes: number;
  at: number;
}
