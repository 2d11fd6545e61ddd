import { z } from 'zod';

/**
 * Prefixes of our opaque ids: `con_` consultation, `peer_` peer, `utt_` utterance, `turn_` turn, `card_` card,
 * `frm_` form, `hand_` place in the queue for a human, `sug_` suggestion to an agent, `rec_` recording.
 */
export const ID_PREFIXES = ['con', 'peer', 'utt', 'turn', 'card', 'frm', 'hand', 'sug', 'rec'] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

const idOf = <P extends IdPrefix>(prefix: P) =>
  z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{8,40}$`));

export const ConsultationId = idOf('con');
export const PeerId = idOf('peer');
export const UtteranceId = idOf('utt');
export const TurnId = idOf('turn');
export const CardId = idOf('card');
export const FormId = idOf('frm');
export const QueueEntryId = idOf('hand');
export const SuggestionId = idOf('sug');
export const RecordingId = idOf('rec');

/** Ids that mediasoup makes (uuid). */
export const MediaId = z.string().min(1).max(64);

/**
 * A new id: prefix and 128 random bits in base64url. Uses the platform's Web Crypto, which Node and browsers share.
 */
export function newId(prefix: IdPrefix): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return `${prefix}_${btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')}`;
}
