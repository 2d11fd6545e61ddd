import { AppError, type Lang, newId } from '../../protocol/index.ts';
import type { Line } from './line.ts';
import type { SessionMemory } from './session-memory.ts';
import { codeOf } from './socket.ts';

type Item = SessionMemory['unsent'][number];

/** Errors that pass: what the citizen said is sent again, this often and with this wait when the server names none. */
const TRY_AGAIN: ReadonlySet<string> = new Set(['rate_limited', 'server_busy', 'internal']);
const MAX_ATTEMPTS = 5;
const RETRY_MS = 2_000;

export interface Outbox {
  /** Takes what the citizen said; it is a turn sooner or later, and one only. */
  add(text: string, via: Item['via']): void;
  /** The line is back: sends what has not been confirmed. */
  flush(): void;
}

/** What the citizen said and the server has not confirmed: kept in the tab, sent until it is a turn. */
export function createOutbox(
  line: Line,
  lang: () => Lang,
  onResult: (error: unknown | null) => void,
): Outbox {
  const forget = (item: Item): void =>
    line.setUnsent(line.unsent.filter(({ message }) => message !== item.message));
  const deliver = (item: Item, attempt = 0): void => {
    line.request('talk.say', { ...item, lang: lang() }).then(
      () => {
        forget(item);
        onResult(null);
      },
      (error: unknown) => {
        // Without a line it stays and is sent again when the line is back.
        if (codeOf(error) === 'timeout') return;
        onResult(error);
        if (!TRY_AGAIN.has(codeOf(error)) || attempt >= MAX_ATTEMPTS) {
          forget(item);
          return;
        }
        const waitMs = (error instanceof AppError ? error.retryAfterMs : undefined) ?? RETRY_MS;
        setTimeout(() => {
          if (line.unsent.some(({ message }) => message === item.message)) deliver(item, attempt + 1);
        }, waitMs);
      },
    );
  };
  return {
    add: (text, via) => {
      const item: Item = { message: newId('turn').slice('turn_'.length), text, via };
      line.setUnsent([...line.unsent, item]);
      deliver(item);
    },
    flush: () => {
      for (const item of line.unsent) deliver(item);
    },
  };
}
