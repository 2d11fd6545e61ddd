import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../../server/store/fixtures/process.ts';
import { quiet } from '../../server/store/fixtures/records.ts';
import { openStore } from '../../server/store/store.ts';

/** `npm run test:full` kills fifty times, `npm test` ten. */
const KILLS = process.env.GOVATAR_TEST_FULL === '1' ? 50 : 10;

/** What a life of the process says, each line after the thing is durable (`begun` and `confirming`: before it). */
interface Line {
  open?: true;
  begun?: string;
  saved?: string;
  field?: string;
  value?: string;
  confirming?: string;
  submitted?: string;
  number?: string;
}

let dataDir = '';
let child: Child | null = null;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'govatar-kills-'));
});
afterEach(() => child?.kill());
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe(`a server killed ${KILLS} times in the middle of its work`, () => {
  it('loses no field that was confirmed, and makes no work order twice and none by half', async () => {
    const saved = new Map<string, Map<string, string>>();
    const submitted = new Map<string, string>();
    const twoNumbers: string[] = [];
    let pending = '';

    const hear = (line: Line): void => {
      if (line.saved !== undefined && line.field !== undefined) {
        const fields = saved.get(line.saved) ?? new Map<string, string>();
        saved.set(line.saved, fields.set(line.field, line.value ?? ''));
      }
      if (line.confirming !== undefined) pending = line.confirming;
      if (line.submitted !== undefined && line.number !== undefined) {
        const known = submitted.get(line.submitted);
        if (known !== undefined && known !== line.number) twoNumbers.push(line.submitted);
        submitted.set(line.submitted, line.number);
        if (pending === line.submitted) pending = '';
      }
    };

    for (let kill = 0; kill < KILLS; kill += 1) {
      child = startChild('fill-forever.ts', dataDir, pending);
      // A different moment each time: between two acknowledgements something is always under way.
      const until = 2 + ((kill * 7) % 23);
      for (let heard = 0; heard < until; heard += 1) {
        const next = await child.lines.next();
        if (next.done) throw new Error('the process ended by itself');
        hear(JSON.parse(next.value) as Line);
      }
      await child.kill();
      // What it had written before it died is acknowledged as well.
      for await (const line of child.lines) if (line.endsWith('}')) hear(JSON.parse(line) as Line);
      child = null;
    }

    const store = await openStore({ dataDir, log: quiet });
    try {
      expect(saved.size).toBeGreaterThan(KILLS / 2);
      expect(submitted.size).toBeGreaterThan(KILLS / 3);
      expect(twoNumbers).toEqual([]);
      for (const [form, fields] of saved) {
        const draft = await store.drafts.find(form);
        expect(draft?.values).toMatchObject(Object.fromEntries(fields));
      }
      for (const [form, number] of submitted) {
        expect(await store.drafts.find(form)).toMatchObject({ status: 'submitted', number });
        const record = await store.cases.find(number);
        expect(record).toMatchObject({ form, content: Object.fromEntries(saved.get(form) ?? []) });
        expect(await store.cases.eventsOf(number)).toHaveLength(1);
      }
      // Nothing but what the forms name: every case has its form, its history and its word to the city, once.
      const told = new Map<string, number>();
      for (let entry = await next(); entry !== null; entry = await next()) {
        told.set(entry.number, (told.get(entry.number) ?? 0) + 1);
        expect((await store.cases.find(entry.number))?.number).toBe(entry.number);
        await store.outbox.delivered(entry.id, Date.now());
      }
      expect([...told.values()].every((count) => count === 1)).toBe(true);
      for (const number of submitted.values()) expect(told.get(number)).toBe(1);
      // At most the form that was under way at each kill may have been made without having been heard of.
      expect(told.size).toBeLessThanOrEqual(submitted.size + 1);
    } finally {
      await store.close();
    }

    function next() {
      return store.outbox.lease('the test', Date.now() + 1_000, 60_000);
    }
  }, 1_200_000);
});
