import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../protocol/index.ts';
import { createCalendar, TIME_LIMITS } from '../../server/orders/calendar.ts';
import { signatureFits } from '../../server/orders/deliver.ts';
import { formOf } from '../../server/orders/fixtures/forms.ts';
import { createOrders } from '../../server/orders/orders.ts';
import type { Receipt } from '../../server/orders/types.ts';
import { quiet } from '../../server/store/fixtures/records.ts';
import { openStore } from '../../server/store/store.ts';
import { hasChromium, launchBrowser } from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

const SECRET = 'a secret of thirty-two signs or more, for tests';
const PHONE = '13900001234';
const VALUES = {
  ...{
    category: 'complaint',
    content: '楼下工地夜里一直施工',
    demand: '请停工',
    address: '建设路8号3栋502室',
  },
  ...{ anonymous: false, name: '张建国', phone: PHONE, consent: true },
};

let server: TestServer;
let city: Server;
let receipts: Receipt[] = [];
let linkPath = '';
const delivered: { id: string; genuine: boolean }[] = [];
let allDelivered: Promise<void>;

/** Work orders in a folder, as an earlier run of the server has left them: not delivered yet. */
async function makeOrders(dataDir: string): Promise<void> {
  const store = await openStore({ dataDir, log: quiet });
  const orders = createOrders({
    ...{ store, definition: formOf, halls: () => [], service: () => null, calendar: createCalendar() },
    ...{ limits: TIME_LIMITS.product, tellsCity: true, now: Date.now },
  });
  const made: Receipt[] = [];
  for (let n = 0; n < 3; n += 1) {
    const form = newId('frm');
    const consultation = newId('con');
    await orders.openDraft({ form, consultation, kind: 'f.work_order' });
    const { revision } = await orders.saveFields(
      Object.entries(VALUES).map(([field, value]) => ({
        ...{ form, field, value, author: 'citizen' as const, change: null },
      })),
    );
    const definition = formOf('f.work_order');
    const result = await orders.submit({
      ...{ form, revision, clientId: form, definition, lang: 'zh', channel: 'text' },
    });
    if (result.kind === 'receipt') made.push(result.receipt);
    const { number } = made[0] ?? { number: '' };
    if (n === 0) linkPath = (await orders.createLink(consultation, { kind: 'receipt', number })).path;
  }
  receipts = made;
  await store.close();
}

beforeAll(async () => {
  const all = Promise.withResolvers<void>();
  allDelivered = all.promise;
  city = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const id = String(request.headers['govatar-id']);
      const stamp = Number(request.headers['govatar-timestamp']);
      const signature = String(request.headers['govatar-signature']);
      const body = Buffer.concat(parts).toString('utf8');
      delivered.push({ id, genuine: signatureFits(SECRET, id, stamp, body, signature) });
      response.writeHead(202).end();
      if (delivered.length === 3) all.resolve();
    });
  });
  await new Promise<void>((done) => city.listen(0, '127.0.0.1', done));
  const dataDir = await mkdtemp(join(tmpdir(), 'govatar-test-'));
  await makeOrders(dataDir);
  const { port } = city.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/orders`;
  server = await startTestServer({ dataDir, env: { GOVATAR_CITY_URL: url, GOVATAR_CITY_SECRET: SECRET } });
});
afterAll(async () => {
  city.closeAllConnections();
  city.close();
  await dispose(server);
});

const receiptOf = (n: number): { number: string; queryCode: string } => {
  const { number = '', queryCode = '' } = receipts[n] ?? {};
  return { number, queryCode };
};
async function post(path: string, fields: Record<string, string>, kind: 'json' | 'form' = 'json') {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': kind === 'json' ? 'application/json' : 'application/x-www-form-urlencoded' },
    body: kind === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
  });
  return { status: response.status, body: await response.text(), headers: response.headers };
}
const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}${path}`, { headers });
  return { status: response.status, body: await response.text(), headers: response.headers };
};

describe('the city', () => {
  it('gets what an earlier run has left, signed and once each', async () => {
    await allDelivered;
    expect(delivered.map(({ id }) => id).toSorted()).toEqual(
      receipts.map(({ number }) => `${number}.submitted`).toSorted(),
    );
    expect(delivered.every(({ genuine }) => genuine)).toBe(true);
  });
});

describe("the page for what is one's own", () => {
  it('asks for number and code in both languages, without script', async () => {
    for (const [lang, label] of [
      ['zh', '查询码'],
      ['en', 'Query code'],
    ]) {
      const page = await get(`/my?lang=${lang}`);
      expect(page.status).toBe(200);
      expect(page.body).toContain(label);
      expect(page.body).not.toContain('<script');
      expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('shows a case with personal fields masked, and says no more of a wrong code than that nothing was found', async () => {
    const page = await post('/my?lang=zh', receiptOf(0), 'form');
    expect(page.status).toBe(200);
    for (const part of ['待受理', '139****1234', '请停工']) expect(page.body).toContain(part);
    for (const secret of [PHONE, '张建国', '502']) expect(page.body).not.toContain(secret);
    const wrong = { ...receiptOf(0), queryCode: receiptOf(1).queryCode };
    const refused = await post('/my?lang=zh', wrong, 'form');
    expect(refused.status).toBe(404);
    expect(refused.body).toContain('没有找到');
    expect(refused.body).not.toContain('待受理');
  });

  it('exports everything, withdraws and erases after the box is ticked, and not before', async () => {
    const proof = receiptOf(1);
    const own = await post('/my', { ...proof, act: 'export' }, 'form');
    expect(own.headers.get('content-disposition')).toContain(proof.number);
    expect(JSON.parse(own.body)).toMatchObject({ content: { phone: PHONE, name: '张建国' } });
    expect((await post('/my', { ...proof, act: 'withdraw' }, 'form')).status).toBe(400);
    const withdrawn = await post('/my', { ...proof, act: 'withdraw', sure: 'yes' }, 'form');
    expect(withdrawn.body).toContain('已撤回');
    const erased = await post('/my', { ...proof, act: 'erase', sure: 'yes' }, 'form');
    expect(erased.body).toContain('已经删除');
    expect((await post('/my', proof, 'form')).status).toBe(404);
  });

  it('refuses a form of another site', async () => {
    const response = await fetch(`${server.url}/my`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(receiptOf(0)).toString(),
    });
    expect(response.status).toBe(403);
  });

  it('leaves no number, code or phone in the log', () => {
    const log = server.logged.join('\n');
    for (const secret of [PHONE, receiptOf(0).queryCode, receiptOf(1).queryCode]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('a link', () => {
  it('opens the receipt with its code on the phone, in either language', async () => {
    const zh = await get(linkPath);
    expect(zh.status).toBe(200);
    expect(zh.body).toContain(receiptOf(0).queryCode.slice(0, 5));
    expect(zh.body).not.toContain(PHONE);
    expect((await get(`${linkPath}?lang=en`)).body).toContain('Query code');
  });

  it('that nobody made says where to look instead', async () => {
    const page = await get(`/l/${'A'.repeat(32)}`);
    expect(page.status).toBe(404);
    expect(page.body).toContain('链接已失效');
  });
});

describe("the interface for what is one's own", () => {
  it('answers with stable codes', async () => {
    expect((await post('/api/orders/status', receiptOf(2))).status).toBe(200);
    const missing = await post('/api/orders/status', { number: '1', queryCode: '2' });
    expect([missing.status, JSON.parse(missing.body).error.code]).toEqual([404, 'not_found']);
    const odd = await post('/api/orders/status', { number: '1' });
    expect([odd.status, JSON.parse(odd.body).error.code]).toEqual([400, 'message_invalid']);
  });

  it('takes an addition once', async () => {
    const addition = { ...receiptOf(2), clientId: 'addition-of-mine-1', text: '昨晚又施工了' };
    await post('/api/orders/supplement', addition);
    const { body } = await post('/api/orders/supplement', addition);
    expect(JSON.parse(body).supplements).toHaveLength(1);
  });
});

describe('pictures', () => {
  it('are taken from whoever proves the consultation, shown to them alone, and removed', async () => {
    const { id, secret } = await server.consultations.createText('zh');
    const other = await server.consultations.createText('zh');
    const authorization = `Consultation ${id}.${secret}`;
    const raw = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#a33' } })
      .jpeg()
      .toBuffer();
    const send = (headers: Record<string, string>, body: Uint8Array) =>
      fetch(`${server.url}/api/photos?purpose=photo`, {
        ...{
          method: 'POST',
          headers: { 'content-type': 'image/jpeg', ...headers },
          body: new Uint8Array(body),
        },
      });
    expect((await send({}, raw)).status).toBe(401);
    expect((await send({ authorization: `Consultation ${id}.${other.secret}` }, raw)).status).toBe(403);
    expect((await send({ authorization }, Buffer.from('<html>'))).status).toBe(400);
    const made = await send({ authorization }, raw);
    expect(made.status).toBe(201);
    const { photo } = (await made.json()) as { photo: string };
    const path = `/api/photos/${photo}`;
    expect((await get(path, { authorization })).headers.get('content-type')).toBe('image/jpeg');
    const foreign = `Consultation ${other.id}.${other.secret}`;
    expect((await get(path, { authorization: foreign })).status).toBe(404);
    const removed = await fetch(`${server.url}${path}`, { method: 'DELETE', headers: { authorization } });
    expect(removed.status).toBe(204);
    expect((await get(path, { authorization })).status).toBe(404);
  });
});

/** What axe finds wrong on a page, by its rules' names. */
type Axe = { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

describe.skipIf(!hasChromium)('the pages without script', () => {
  it('pass axe in both languages, and are used by keyboard from number to additions', async () => {
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const wrong = async (): Promise<string[]> => {
        await page.evaluate(source);
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: Axe }).axe.run({
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        );
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      };
      for (const path of [
        '/my?lang=zh',
        '/my?lang=en',
        linkPath,
        `${linkPath}?lang=en`,
        `/l/${'A'.repeat(32)}`,
      ]) {
        await page.goto(`${server.url}${path}`);
        expect.soft(await wrong(), path).toEqual([]);
        // Nothing sticks out on a small phone.
        expect
          .soft(await page.evaluate(() => document.documentElement.scrollWidth), path)
          .toBeLessThanOrEqual(360);
      }
      const { number, queryCode } = receiptOf(2);
      await page.goto(`${server.url}/my?lang=zh`);
      await page.focus('#number');
      await page.keyboard.type(number);
      await page.keyboard.press('Tab');
      await page.keyboard.type(queryCode.toLowerCase());
      await page.keyboard.press('Enter');
      await page.waitForSelector('#text');
      expect.soft(await wrong(), 'own').toEqual([]);
      await page.fill('#text', '现场照片可以再发');
      await page.click('input.send');
      await page.waitForSelector('text=现场照片可以再发');
    } finally {
      await browser.close();
    }
  });
});
