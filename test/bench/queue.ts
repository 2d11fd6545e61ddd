// The queue of the human agents. Claims: 200 at once on one place in the queue, against the real store, fifty times; one may win.
// Waiting time: a simulated day of a small desk on a clock of its own (the product's queue, offers, presence and estimate); how far
// the time that each citizen was told first lies from the time they waited, over all who waited.
import { rm } from 'node:fs/promises';
import { newId } from '../../protocol/index.ts';
import { ask, bench, person } from '../../server/desk/fixtures/desk.ts';
import { openStore } from '../../server/store/store.ts';
import { emptyData } from '../support/server.ts';
import { progress, report, round } from './lib/report.ts';

const PLACES = 50;
const CLAIMS = 200;

const dataDir = await emptyData();
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const store = await openStore({ dataDir, log: quiet });
let doubles = 0;
let lost = 0;
let claimMs = 0;
for (let place = 0; place < PLACES; place += 1) {
  const id = newId('hand');
  const now = Date.now();
  const record = { id, consultation: newId('con'), reason: 'asked', priority: 'normal', skills: [] } as const;
  await store.desk.openHandoff({ ...record, since: now, createdAt: now, toldMs: null });
  const began = performance.now();
  const won = await Promise.all(
    Array.from({ length: CLAIMS }, (_, i) => store.desk.claimHandoff(id, `stf_${i}`, Date.now())),
  );
  claimMs += performance.now() - began;
  const wins = won.filter(Boolean).length;
  if (wins > 1) doubles += 1;
  if (wins === 0) lost += 1;
}
progress(`${PLACES} places, ${CLAIMS} claims each`);
await store.close();
await rm(dataDir, { recursive: true, force: true });

// A day from eight to eight: twelve agents of whom some take breaks, calls of four to twelve minutes, more citizens at ten and at three.
let seed = 20_261_123;
const random = (): number => {
  seed = (seed * 16_807) % 2_147_483_647;
  return seed / 2_147_483_647;
};
/** Log-normal with this median and spread: how long calls of hotlines last. */
const callMs = (): number => {
  const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  return 5 * 60_000 * Math.exp(0.45 * normal);
};
const AGENTS = 12;
const DAY_MS = 12 * 3_600_000;
const PEAKS = [2, 7];
/** Citizens who ask for a human in an hour of the day. */
const rateAt = (hour: number): number => {
  const peak = Math.max(...PEAKS.map((at) => Math.exp(-(((hour - at) / 1.6) ** 2))));
  return 62 + 52 * peak;
};

const b = bench();
const began = b.clock.now;
const staff = Array.from({ length: AGENTS }, (_, i) => person(`agent${String.fromCharCode(97 + i)}`));
for (const who of staff) {
  await b.desk.join(who);
  b.desk.setPresence(who.staff, 'ready', null);
}
const due: { at: number; run: () => void | Promise<void> }[] = [];
const later = (ms: number, run: () => void | Promise<void>): void =>
  void due.push({ at: b.clock.now + ms, run });
const waits: { told: number; actual: number }[] = [];
let count = 0;
let offersSeen = 0;
const STEP_MS = 500;
for (let at = 0; at < DAY_MS; at += STEP_MS) {
  b.clock.now = began + at;
  for (const one of due.filter((entry) => entry.at <= b.clock.now)) {
    due.splice(due.indexOf(one), 1);
    await one.run();
  }
  if (random() < (rateAt(at / 3_600_000) * STEP_MS) / 3_600_000) {
    count += 1;
    const since = b.clock.now;
    const citizen = await ask(b, `c${count}x`);
    const first = citizen.moves[0]?.wait as { low: number; high: number } | null | undefined;
    const told = first ? (first.low + first.high) / 2 : null;
    later(0, function watch() {
      if (citizen.granted.length === 0) {
        if (citizen.nobody === null) later(STEP_MS, watch);
        return;
      }
      const actual = b.clock.now - since;
      if (told !== null && actual > 20_000) waits.push({ told, actual });
    });
  }
  b.desk.tick();
  for (; offersSeen < b.told.length; offersSeen += 1) {
    const told = b.told[offersSeen];
    if (told?.event !== 'desk.offer') continue;
    const { entry, briefing } = told.data as { entry: string; briefing: { consultation: string } };
    const { consultation } = briefing;
    later(3_000 + random() * 5_000, async () => {
      await b.desk.accept(told.staff, entry).catch(() => undefined);
      later(callMs(), () => {
        b.desk.released({ consultation, staff: told.staff, how: 'ended' });
        later(20_000 + random() * 40_000, () =>
          b.desk
            .wrapUp(told.staff, { consultation, disposition: 'answered', summary: '' })
            .catch(() => undefined),
        );
      });
    });
  }
}
const off = waits.reduce((sum, { told, actual }) => sum + Math.abs(told - actual), 0);
const waited = waits.reduce((sum, { actual }) => sum + actual, 0);
report('queue', {
  double_claims: doubles,
  claims_lost: lost,
  claims_per_s: round((PLACES * CLAIMS) / (claimMs / 1_000)),
  wait_error_pct: round((100 * off) / Math.max(1, waited)),
  citizens: count,
  who_waited: waits.length,
  mean_wait_s: round(waited / Math.max(1, waits.length) / 1_000),
});
process.exit(0);
