import type { CaseStores } from '../store/types.ts';

/** How often the outbox is counted; metrics are scraped about as often. */
const EVERY_MS = 15_000;

/** What stands in the outbox, as last counted. */
export interface OutboxGauge {
  now(): { waiting: number; dead: number; oldestAt: number | null };
  /** Age of the oldest, s; 0 when there is none. */
  oldestS(): number;
  close(): Promise<void>;
}

/** Counts the outbox now and then, so that metrics and readiness need no query of their own. */
export function outboxGauge(options: {
  store: Pick<CaseStores, 'outbox'>;
  now: () => number;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}): OutboxGauge {
  let counts: { waiting: number; dead: number; oldestAt: number | null } = {
    waiting: 0,
    dead: 0,
    oldestAt: null,
  };
  let running: Promise<void> = Promise.resolve();
  const count = (): void => {
    running = running.then(async () => {
      try {
        counts = await options.store.outbox.counts();
      } catch (error) {
        options.log('error', 'the outbox cannot be counted', { pii: String(error) });
      }
    });
  };
  count();
  const timer = setInterval(count, EVERY_MS);
  timer.unref();
  return {
    now: () => counts,
    oldestS: () => (counts.oldestAt === null ? 0 : Math.max(0, (options.now() - counts.oldestAt) / 1_000)),
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
