import { AppError } from '../../protocol/index.ts';
import { RETENTION_KINDS, type RetentionKind } from '../store/erase.ts';
import type { CaseStores } from '../store/types.ts';

const DAY_MS = 86_400_000;
/** How often is purged; and how many rows of a kind at once, so that the voice is not kept waiting. */
const EVERY_MS = 3_600_000;
const AT_ONCE = 200;

/**
 * Days that each kind is kept. drafts: forms that were not sent, and who wrote what in those that were; photos: pictures
 * that belong to no case; recordings: sound and pictures of calls; consultations: the talks; cases: after their last change, then they are erased to their stub;
 * ratings: their words; outbox: deliveries (their content goes when they are delivered); audit: who looked at what (at
 * least half a year by the rules for public systems).
 */
export const DEFAULT_RETENTION: Retention = {
  drafts: 7,
  photos: 7,
  recordings: 90,
  consultations: 180,
  cases: 1_095,
  ratings: 365,
  unanswered: 180,
  outbox: 30,
  audit: 365,
};
export type Retention = Readonly<Record<RetentionKind, number>>;

/** The least that the audit is kept, days. */
const LEAST_AUDIT = 183;

/**
 * The periods of a configuration over the defaults.
 * @throws AppError `config_invalid` for an unknown kind, or a period that is too short
 */
export function retentionOf(given: Readonly<Record<string, number>>): Retention {
  const days: Record<RetentionKind, number> = { ...DEFAULT_RETENTION };
  for (const [name, count] of Object.entries(given)) {
    const kind = RETENTION_KINDS.find((one) => one === name);
    const least = kind === 'audit' ? LEAST_AUDIT : 1;
    if (kind === undefined || !Number.isInteger(count) || count < least) {
      throw new AppError(
        'config_invalid',
        `GOVATAR_RETENTION: ${name}=${count} is no period. Kinds: ${RETENTION_KINDS.join(', ')}; at least one day, ` +
          `the audit at least ${LEAST_AUDIT}.`,
      );
    }
    days[kind] = count;
  }
  return days;
}

/** Removes everything whose time is over. Resolves with how many of each kind. */
export async function purge(
  store: Pick<CaseStores, 'erasure'>,
  retention: Retention,
  now: number,
): Promise<Record<RetentionKind, number>> {
  const gone = {} as Record<RetentionKind, number>;
  for (const kind of RETENTION_KINDS) {
    const before = now - retention[kind] * DAY_MS;
    gone[kind] = 0;
    for (let count = AT_ONCE; count === AT_ONCE; gone[kind] += count) {
      count = await store.erasure.purge(kind, before, now, AT_ONCE);
    }
  }
  return gone;
}

/** Purges now and every hour. */
export function runPurge(options: {
  store: Pick<CaseStores, 'erasure'>;
  retention: Retention;
  now: () => number;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = running.then(async () => {
      try {
        const gone = await purge(options.store, options.retention, options.now());
        if (Object.values(gone).some((count) => count > 0)) options.log('info', 'purged', { ...gone });
      } catch (error) {
        options.log('error', 'the purge failed', { pii: String(error) });
      }
    });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
