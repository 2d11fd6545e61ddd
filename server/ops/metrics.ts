import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What operators scrape. Labels hold codes and kinds, never ids, words or addresses. */
export interface Metrics {
  count(name: string, label: string): void;
  observeMs(name: 'answer_first_packet' | 'speech', ms: number): void;
  /** Values that are read when scraped. */
  gauge(name: string, help: string, read: () => number): void;
  text(): Promise<{ contentType: string; body: string }>;
}

const BUCKETS_MS = [5, 10, 20, 40, 60, 80, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'govatar_events_total',
    help: 'Things that happened, by kind and code',
    labelNames: ['kind', 'code'],
    registers: [registry],
  });
  const times = new Histogram({
    name: 'govatar_ms',
    help: 'Times in ms, by kind',
    labelNames: ['kind'],
    buckets: BUCKETS_MS,
    registers: [registry],
  });
  return {
    count: (name, label) => events.inc({ kind: name, code: label }),
    observeMs: (name, ms) => times.observe({ kind: name }, ms),
    gauge: (name, help, read) => {
      new Gauge({
        name: `govatar_${name}`,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
