import { AppError, type Lang, newId, type Params, REJOIN_WINDOW_MS } from '../../protocol/index.ts';
import { PeerLimits } from '../signalling/limits.ts';
import type { PeerSession } from '../signalling/session.ts';
import type { ConsultationRecord } from '../store/types.ts';
import { Consultation, type ConsultationParts } from './consultation.ts';
import { ResumeSecret } from './resume-secret.ts';
import type { Seats } from './takeover/seats.ts';

/** A consultation in memory, with who is in it. */
export interface Live {
  consultation: Consultation;
  peer: string;
  /** Entering happens one at a time, so that two sockets never make two rooms or use one secret twice. */
  entering: Promise<unknown>;
  limits: PeerLimits;
  session: PeerSession | null;
  /** The citizen was last here by the page without a socket. */
  byText: boolean;
  /** Agents and supervisors; null until the first of them is let in. */
  seats: Seats | null;
  /** Monotonic-enough ms since when nobody is connected; null while somebody is. */
  leftAt: number | null;
  /** Somebody has been in: it is kept for whoever comes back, not only for as long as a token holds. */
  joined: boolean;
}

/** A consultation that nobody is connected to yet. */
export function newLive(consultation: Consultation, now: number, joined: boolean): Live {
  return {
    consultation,
    peer: newId('peer'),
    entering: Promise.resolve(),
    limits: new PeerLimits(performance.now()),
    session: null,
    byText: false,
    seats: null,
    leftAt: now,
    joined,
  };
}

/** A new consultation in its first state, kept in the store. @throws AppError `internal` when the store refuses. */
export async function begun(
  parts: ConsultationParts,
  lang: Lang,
  secret: ResumeSecret,
): Promise<Consultation> {
  const record: ConsultationRecord = {
    id: newId('con'),
    lang,
    state: 'lobby',
    createdAt: parts.now(),
    endedAt: null,
    endReason: null,
    dialog: parts.dialog.begin(),
    suggestions: [],
    resumeHash: secret.stored,
  };
  await parts.store.createConsultation(record);
  return new Consultation(parts, { record, secret, turns: [] });
}

/** What opens a consultation: its id and its secret. */
export type Proof = Pick<Params<'auth.resume'>, 'consultation' | 'secret'>;

/**
 * A consultation that an earlier run of the server began.
 * @throws AppError `resume_invalid` when the proof does not open it, `resume_expired` when nobody came back in time.
 */
export async function fromStore(parts: ConsultationParts, proof: Proof): Promise<Live> {
  const { store, now } = parts;
  const record = await store.findConsultation(proof.consultation);
  const secret = ResumeSecret.fromStored(record?.resumeHash ?? null);
  // Unknown and wrong look alike from outside: an id alone must tell nothing.
  if (record === null || !secret.accepts(proof.secret)) throw wrongSecret();
  const turns = await store.listTurns(record.id);
  const lastAt = turns.at(-1)?.at ?? record.createdAt;
  if (record.endedAt !== null || now() - lastAt > REJOIN_WINDOW_MS) {
    throw new AppError('resume_expired', 'The consultation has ended.');
  }
  const consultation = new Consultation(parts, { record, secret, turns });
  await consultation.load();
  return newLive(consultation, now(), true);
}

export const wrongSecret = (): AppError =>
  new AppError('resume_invalid', 'This secret does not open the consultation.');
