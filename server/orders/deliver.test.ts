import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../protocol/index.ts';
import { type TestStore, testDrivers } from '../store/fixtures/stores.ts';
import type { CaseStores, Store } from '../store/types.ts';
import { createCalendar, TIME_LIMITS } from './calendar.ts';
import { createDelivery, MOST_ATTEMPTS, signatureFits, waitOf } from './deliver.ts';
import { formOf } from './fixtures/forms.ts';
import { createOrders } from './orders.ts';
import { DEFAULT_RETENTION, purge } from './retention.ts';
import type { Orders, Receipt } from './types.ts';

const drivers = await testDrivers();

describe.each(drivers)('over $name', ({ open }) => {
  const START = Date.parse('2026-11-23T10:00:00+08:00');
  const DAY_MS = 86_400_000;
  const SECRET = 'a secret that only the two of them know';

  /** What the receiver does with the next delivery: takes it and says so, fails before or after taking it, or says nothing. */
  type Mood = 'takes' | 'fails' | 'takes_and_fails' | 'takes_and_is_silent' | 'refuses';

  let now = START;
  let store: Store & CaseStores;
  let orders: Orders;
  let opened: TestStore;
  let server: Server;
  let moods: Mood[] = [];
  const taken = new Map<string, { event: string; number: string; data: unknown }>();
  let arrived: { id: string; genuine: boolean }[] = [];
  const logged: string[] = [];

  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    orders = createOrders({
      store,
      definition: formOf,
      halls: () => [],
      service: () => null,
      calendar: createCalendar(),
      limits: TIME_LIMITS.product,
      tellsCity: true,
      now: () => now,
    });
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        const id = String(request.headers['govatar-id']);
        const stamp = Number(request.headers['govatar-timestamp']);
        arrived.push({
          id,
          genuine: signatureFits(SECRET, id, stamp, body, String(request.headers['govatar-signature'])),
        });
        const mood = moods.shift() ?? 'takes';
        const takes = mood.startsWith('takes');
        const known = taken.has(id);
        if (takes && !known) taken.set(id, JSON.parse(body));
        if (mood === 'takes_and_is_silent') return;
        const status = mood === 'refuses' ? 422 : mood === 'takes' ? (known ? 409 : 202) : 503;
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await opened.dispose();
  });
  beforeEach(() => {
    moods = [];
    arrived = [];
    taken.clear();
  });

  const newDelivery = () =>
    createDelivery({
      store,
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
      secret: SECRET,
      now: () => now,
      random: () => 0,
      log: (_level, event, fields) => logged.push(JSON.stringify([event, fields])),
      answerWithinMs: 300,
    });

  /** Sends until nothing is left, with the clock set forward over every wait. */
  async function sendAll(delivery = newDelivery()): Promise<void> {
    for (let idle = 0; idle < 2; ) {
      idle = (await delivery.step()) ? 0 : idle + 1;
      if (idle === 1) now += DAY_MS / 24;
    }
  }

  async function submit(): Promise<Receipt> {
    const form = newId('frm');
    await orders.openDraft({ form, consultation: newId('con'), kind: 'f.work_order' });
    const values = {
      ...{ category: 'complaint', content: '楼下工地夜里一直施工', demand: '请停工', address: '建设路8号' },
      ...{ anonymous: true, consent: true },
    };
    const { revision } = await orders.saveFields(
      Object.entries(values).map(([field, value]) => ({
        ...{ form, field, value, author: 'citizen' as const, change: null },
      })),
    );
    const definition = formOf('f.work_order');
    const result = await orders.submit({
      ...{ form, revision, clientId: form, definition, lang: 'zh', channel: 'text' },
    });
    if (result.kind !== 'receipt') throw new Error('faults');
    return result.receipt;
  }

  describe('the word to the city', () => {
    it('arrives once, signed, with the whole work order', async () => {
      const { number } = await submit();
      await sendAll();
      expect(arrived).toEqual([{ id: `${number}.submitted`, genuine: true }]);
      expect(taken.get(`${number}.submitted`)).toMatchObject({
        ...{ event: 'submitted', number },
        data: { category: 'complaint', dueDays: 10, content: { demand: '请停工' } },
      });
      expect(await store.outbox.counts()).toEqual({ waiting: 0, dead: 0, oldestAt: null });
    });

    it('is taken once by a receiver that fails, takes and fails, takes and says nothing', async () => {
      const { number } = await submit();
      moods = ['fails', 'takes_and_fails', 'takes_and_is_silent', 'fails', 'takes'];
      await sendAll();
      expect(arrived.map(({ id }) => id)).toEqual(Array(5).fill(`${number}.submitted`));
      expect(arrived.every(({ genuine }) => genuine)).toBe(true);
      expect([...taken.keys()]).toEqual([`${number}.submitted`]);
      expect((await store.outbox.counts()).waiting).toBe(0);
    });

    it('keeps the order of one case: what is added never arrives before the work order', async () => {
      const receipt = await submit();
      const access = { number: receipt.number, queryCode: receipt.queryCode, address: 'a' };
      await orders.supplement(access, { clientId: 'words-of-mine', text: '昨晚又来了' });
      await orders.withdraw(access);
      moods = ['fails', 'fails', 'takes', 'fails'];
      await sendAll();
      expect([...taken.values()].map(({ event }) => event)).toEqual([
        'submitted',
        'supplemented',
        'withdrawn',
      ]);
    });

    it('is sent by another process once the one that had it has died', async () => {
      const { number } = await submit();
      const leased = await store.outbox.lease('a process that dies now', now, 30_000);
      expect(leased?.number).toBe(number);
      expect(await newDelivery().step()).toBe(false);
      now += 30_000;
      expect(await newDelivery().step()).toBe(true);
      expect([...taken.keys()]).toEqual([`${number}.submitted`]);
    });

    it('is never held by two at once', async () => {
      await Promise.all([submit(), submit(), submit()]);
      const deliveries = Array.from({ length: 4 }, newDelivery);
      await Promise.all(deliveries.map((delivery) => delivery.step()));
      await sendAll();
      expect(new Set(arrived.map(({ id }) => id)).size).toBe(3);
      expect(arrived).toHaveLength(3);
    });

    it('is given up when it is refused for good or has failed too often, is counted, and can be revived', async () => {
      await submit();
      moods = ['refuses'];
      await sendAll();
      await submit();
      moods = Array(MOST_ATTEMPTS).fill('fails');
      await sendAll();
      expect(await store.outbox.counts()).toMatchObject({ waiting: 0, dead: 2 });
      expect(await store.outbox.revive(now)).toBe(2);
      await sendAll();
      expect(await store.outbox.counts()).toMatchObject({ waiting: 0, dead: 0 });
      expect(taken.size).toBe(2);
      expect(logged.join()).not.toContain('工地');
    });

    it('waits longer from try to try, and never longer than half an hour and a fifth', () => {
      expect([1, 2, 3, 12, 25].map((attempts) => waitOf(attempts, 0))).toEqual([
        5_000, 10_000, 20_000, 1_800_000, 1_800_000,
      ]);
      expect(waitOf(25, 1)).toBe(2_160_000);
    });

    it('is not sent any more when its citizen erases it first, and tells of the erasing when it may have arrived', async () => {
      const first = await submit();
      await orders.erase({ ...first, address: 'a' });
      await sendAll();
      expect(arrived).toEqual([]);
      const second = await submit();
      await sendAll();
      await orders.erase({ ...second, address: 'a' });
      await sendAll();
      expect([...taken.values()].map(({ event }) => event)).toEqual(['submitted', 'erased']);
    });
  });

  describe('the purge', () => {
    it('removes each kind when its time is over, and not a day before', async () => {
      now = START + 400 * DAY_MS;
      const closed = await submit();
      const spokenOf = await submit();
      await orders.withdraw({ ...closed, address: 'a' });
      const form = newId('frm');
      await orders.openDraft({ form, consultation: newId('con'), kind: 'f.work_order' });
      await sendAll();
      const made = now;
      await purge(store, DEFAULT_RETENTION, made);
      const at = (days: number) => purge(store, DEFAULT_RETENTION, made + days * DAY_MS);
      await at(6.9);
      expect(await orders.loadDraft(form)).not.toBeNull();
      await at(7.1);
      expect(await orders.loadDraft(form)).toBeNull();
      await at(1_094);
      expect((await store.cases.find(closed.number))?.content).toMatchObject({ demand: '请停工' });
      now = made + 500 * DAY_MS;
      await orders.supplement({ ...spokenOf, address: 'a' }, { clientId: 'later-words', text: '还没有解决' });
      const gone = await at(1_096);
      expect(gone.cases).toBeGreaterThan(0);
      expect(await store.cases.find(closed.number)).toMatchObject({
        ...{ state: 'withdrawn', category: 'complaint', content: {}, queryCode: '' },
      });
      // The period is counted from the last change.
      expect((await store.cases.find(spokenOf.number))?.content).toMatchObject({ demand: '请停工' });
    });
  });
});
