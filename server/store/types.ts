import type { Card, ConsultationState, Lang, TranscriptEntry } from '../../protocol/index.ts';
import type { BookingStore } from './bookings.ts';
import type { CaseStore } from './cases.ts';
import type { DraftStore } from './drafts.ts';
import type { EraseStore } from './erase.ts';
import type { NoteStore } from './notes.ts';
import type { OutboxStore } from './outbox.ts';
import type { PhotoStore } from './photos.ts';

/** A consultation as it is kept. `dialog` is the dialog's own JSON state. Times are Unix ms. */
export interface ConsultationRecord {
  id: string;
  lang: Lang;
  state: ConsultationState;
  createdAt: number;
  endedAt: number | null;
  endReason: string | null;
  /** JSON of the dialog's state; may hold personal words, so it is encrypted at rest. */
  dialog: unknown;
  suggestions: string[];
  /** SHA-256 (hex) of the current resume secret; null before the first join. */
  resumeHash: string | null;
}

/** A turn as heard. `message` is the page's own id of a citizen's message: unique within the consultation. */
export interface TurnRecord extends TranscriptEntry {
  consultation: string;
  message: string | null;
  /** What was understood (kind, service, confidence); JSON. */
  understood: unknown;
  cards: Card[];
}

/**
 * Records of consultations. Every function resolves only after its transaction is durable (fsync of the embedded
 * database or commit of the server's). Fields that may hold personal data are encrypted (AES-256-GCM).
 */
export interface Store {
  createConsultation(record: ConsultationRecord): Promise<void>;
  /** Null when unknown. */
  findConsultation(id: string): Promise<ConsultationRecord | null>;
  updateConsultation(
    id: string,
    change: Partial<Omit<ConsultationRecord, 'id' | 'createdAt'>>,
  ): Promise<void>;
  /**
   * Appends turns of one exchange in one transaction, with an optional change of their consultation.
   * A citizen's turn whose `message` is already there is not written again: resolves `{ duplicate: <its turn id> }`.
   */
  appendTurns(
    turns: TurnRecord[],
    change?: { id: string; change: Partial<Omit<ConsultationRecord, 'id' | 'createdAt'>> },
  ): Promise<{ duplicate: string | null }>;
  /** Rewrites the avatar's text of a turn to what was heard. */
  setHeard(consultation: string, turn: string, text: string, cut: boolean): Promise<void>;
  /** Rewrites the cards of a turn: what the citizen ticked on them. */
  setCards(consultation: string, turn: string, cards: Card[]): Promise<void>;
  /** Turns in the order they were spoken. */
  listTurns(consultation: string): Promise<TurnRecord[]>;
  /** For readiness checks: rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Forms, cases and what belongs to them; opened with the same store, kept as durably. */
export interface CaseStores {
  drafts: DraftStore;
  cases: CaseStore;
  bookings: BookingStore;
  photos: PhotoStore;
  notes: NoteStore;
  outbox: OutboxStore;
  erasure: EraseStore;
  /** A keyed hash of a text for one purpose: see cipher.ts. */
  blind(text: string, purpose: string): string;
}
