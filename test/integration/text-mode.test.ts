import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => dispose(server));

const QUESTION = '公积金租房提取多久到账';
const MARK = '演示数据，未核对';

interface Page {
  status: number;
  body: string;
  headers: Headers;
}

async function get(path: string): Promise<Page> {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, body: await response.text(), headers: response.headers };
}

async function post(
  fields: Record<string, string> | string,
  { path = '/text?lang=zh', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<Page> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

/** What the form with the field to write in would send: the hidden fields of a page. */
function fieldsOf({ body }: Page): Record<string, string> {
  const form = body.split('<form ').find((part) => part.includes('id="text"')) ?? '';
  const hidden = form.matchAll(/<input type="hidden" name="([a-z]+)" value="([^"]*)">/g);
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
}

const write = (page: Page, text: string): Promise<Page> => post({ ...fieldsOf(page), text });
/** A first page and its first question. */
const ask = async (text: string): Promise<Page> => write(await get('/text'), text);
const count = (page: Page, part: string): number => page.body.split(part).length - 1;
const linesOf = (page: Page, role: 'citizen' | 'avatar'): number => count(page, `class="said ${role}">`);

describe('a consultation by plain forms, without script', () => {
  it('begins with a page that says what answers, and keeps nothing of it', async () => {
    const before = server.consultations.size;
    const page = await get('/text');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const part of ['AI数字人', '不是真人', '请问您要办什么事', 'href="tel:12345"', 'value="发送"'])
      expect(page.body).toContain(part);
    expect(page.body).not.toContain('<script');
    expect(server.consultations.size).toBe(before);
    expect((await get('/text?lang=en')).body).toContain('<html lang="en">');
  });

  it('answers a question in full and on a card with its source, marked as not verified', async () => {
    const page = await ask(QUESTION);
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.body).toContain(`>${QUESTION}</span>`);
    // The greeting and the answer, both whole, though nobody has heard them.
    expect(linesOf(page, 'avatar')).toBe(2);
    expect(page.body).not.toContain('（被打断）');
    for (const part of ['办事卡片', '所需材料', '依据', '条款：', '适用地区：全国', '收录日期：', MARK])
      expect(page.body).toContain(part);
    expect(page.body.indexOf('id="latest"')).toBeGreaterThan(page.body.indexOf('请问您要办什么事'));
    expect(page.body.indexOf('id="latest"')).toBeLessThan(page.body.indexOf(MARK));
    expect(server.rooms.size).toBe(0);
  });

  it('goes on from page to page, newest last, and by its buttons', async () => {
    const second = await write(await ask(QUESTION), '驾照补证要多少钱');
    expect(second.body.indexOf('驾照补证要多少钱')).toBeGreaterThan(second.body.indexOf(QUESTION));
    expect(linesOf(second, 'avatar')).toBe(3);
    const unknown = await write(second, '量子力学是什么');
    const choice =
      /<input type="hidden" name="text" value="([^"]+)"><input type="submit" class="choice"/.exec(
        unknown.body,
      );
    const [, text = 'no button'] = choice ?? [];
    const chosen = await write(unknown, text);
    expect(count(chosen, `>${text}</span>`)).toBe(1);
    expect(linesOf(chosen, 'avatar')).toBe(5);
    expect(count(chosen, '<p class="kind">办事卡片</p>')).toBe(2);
  });

  it('a form posted twice is one turn, the first one too; another text from the same page is another', async () => {
    const start = await get('/text');
    const [one, two] = await Promise.all([write(start, QUESTION), write(start, QUESTION)]);
    expect(fieldsOf(one).consultation).toBe(fieldsOf(two).consultation);
    expect(fieldsOf(one).consultation).toMatch(/^con_/);
    await write(one, '驾照补证要多少钱');
    const again = await write(one, '驾照补证要多少钱');
    expect(count(again, '>驾照补证要多少钱</span>')).toBe(1);
    expect(count(again, `>${QUESTION}</span>`)).toBe(1);
    const other = await write(one, '补身份证要多少钱');
    expect(count(other, '>补身份证要多少钱</span>')).toBe(1);
    expect(linesOf(other, 'avatar')).toBe(4);
  });

  it('takes the conversation along into the other language', async () => {
    const page = await ask(QUESTION);
    const { text: _, ...fields } = fieldsOf(page);
    const english = await post(fields, { path: '/text?lang=en' });
    expect(english.status).toBe(200);
    expect(english.body).toContain('<html lang="en">');
    expect(english.body).toContain(`>${QUESTION}</span>`);
    expect(english.body).toContain('Demo data, not verified');
  });

  it('gives emergency numbers that can be dialled', async () => {
    expect((await ask('我不想活了')).body).toMatch(/card-emergency[\s\S]*href="tel:\d{3,}"/);
  });
});

describe('what the page without script refuses', () => {
  it('a wrong secret and an unknown consultation, which look alike; what was written stays', async () => {
    const page = await ask(QUESTION);
    const secret = 'x'.repeat(32);
    for (const change of [{ secret }, { secret, consultation: 'con_aaaaaaaaaaaaaaaaaaaaaa' }]) {
      const refused = await post({ ...fieldsOf(page), ...change, text: '驾照补证要多少钱' });
      expect(refused.status).toBe(403);
      expect(refused.body).toContain('这次咨询已经失效');
      expect(refused.body).not.toContain(`>${QUESTION}</span>`);
      expect(refused.body).not.toContain(MARK);
      expect(refused.body).toContain('value="驾照补证要多少钱"');
      // The form that it offers begins anew.
      expect(fieldsOf(refused)).not.toHaveProperty('consultation');
      expect((await write(refused, '驾照补证要多少钱')).status).toBe(200);
    }
    expect(linesOf(await write(page, '在吗'), 'avatar')).toBe(3);
  });

  it('an empty, an overlong, a huge and a foreign form, each with its status and plain words', async () => {
    const page = await ask(QUESTION);
    const empty = await write(page, '  ');
    expect([empty.status, empty.body.includes(`>${QUESTION}</span>`)]).toEqual([400, true]);
    expect(empty.body).toContain('没有收到您的问题');
    const long = await write(page, '长'.repeat(501));
    expect([long.status, long.body.includes('这段话太长了')]).toEqual([413, true]);
    expect((await post(`text=${'a'.repeat(9_000)}`)).status).toBe(413);
    expect((await post('text=a&text=b')).status).toBe(400);
    expect((await post({ ...fieldsOf(page), text: 'a', more: 'b' })).status).toBe(400);
    const json = await post('{}', { headers: { 'content-type': 'application/json' } });
    expect([json.status, json.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    const foreign = await post(
      { ...fieldsOf(page), text: 'a' },
      { headers: { 'sec-fetch-site': 'cross-site' } },
    );
    expect(foreign.status).toBe(403);
  });

  it('too many questions in a row, without losing what was written', async () => {
    const start = await ask(QUESTION);
    const texts = Array.from({ length: 40 }, (_, n) => `第${n}个问题`);
    const pages = await Promise.all(texts.map((text) => write(start, text)));
    const page = pages.find(({ status }) => status === 429);
    if (page === undefined) throw new Error('none was refused');
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(page.body).toContain('发得太快了');
    expect(page.body).toMatch(/id="text"[^>]*value="第\d+个问题"/);
    expect(fieldsOf(page)).toHaveProperty('secret');
  });

  it('more new consultations of an address than may be begun, counted with those by video', async () => {
    const strict = await startTestServer({ env: { GOVATAR_CREATE_PER_MINUTE: '1' } });
    try {
      const body = JSON.stringify({ lang: 'zh' });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${strict.url}/api/consultations`, { method: 'POST', headers, body });
      const fields = new URLSearchParams({ message: 'm'.repeat(22), text: QUESTION });
      const refused = await fetch(`${strict.url}/text`, { method: 'POST', body: fields });
      expect(refused.status).toBe(429);
      expect(await refused.text()).toContain(`value="${QUESTION}"`);
    } finally {
      await dispose(strict);
    }
  });

  it('words while the same consultation goes on by video', async () => {
    const page = await ask(QUESTION);
    const { consultation = '', secret = '' } = fieldsOf(page);
    const peer = await TestPeer.open(`${server.url.replace(/^http/, 'ws')}/ws`);
    const { snapshot } = await peer.request('auth.resume', { consultation, secret, lastSeq: -1 });
    expect(snapshot.transcript.map(({ role }) => role)).toEqual(['avatar', 'citizen', 'avatar']);
    const refused = await write(page, '驾照补证要多少钱');
    expect([refused.status, refused.body.includes('另一个窗口')]).toEqual([409, true]);
    // The end closes the socket, so its answer may not arrive.
    peer.raw(JSON.stringify({ id: 99, method: 'session.end', params: {} }));
    await peer.until('the end of the socket', ({ closed }) => closed);
    expect((await write(page, '驾照补证要多少钱')).status).toBe(403);
  });

  it('other methods and addresses beside its own', async () => {
    expect((await get('/text/more')).status).toBe(404);
    // The style sheet is a file beside the page, not a part of it.
    expect((await get('/text.css')).headers.get('content-type')).not.toContain('text/html');
    expect((await fetch(`${server.url}/text`, { method: 'DELETE' })).status).toBe(404);
  });

  it('while the server closes', async () => {
    const closing = await startTestServer();
    try {
      closing.consultations.drain();
      const fields = new URLSearchParams({ message: 'm'.repeat(22), text: QUESTION });
      const refused = await fetch(`${closing.url}/text`, { method: 'POST', body: fields });
      expect(refused.status).toBe(503);
      expect(await refused.text()).toContain('系统正在更新');
    } finally {
      await dispose(closing);
    }
  });
});

describe('what the page without script shows of people', () => {
  it('hostile words as words', async () => {
    const page = await ask('<script>alert(1)</script>"><img src=x onerror=alert(1)>');
    expect(page.status).toBe(200);
    expect(page.body).not.toMatch(/<script|<img/);
    expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('personal numbers masked, and never in the log', async () => {
    const page = await ask('我的身份证号是11010519491231002X，手机13800138000');
    expect(page.status).toBe(200);
    expect(page.body).not.toMatch(/11010519491231002X|13800138000/);
    expect(server.logged.join('')).not.toMatch(/11010519491231002X|13800138000|公积金/);
  });

  it('the same conversation after a restart of the server, and a repeated form is still one turn', async () => {
    const start = await get('/text');
    const page = await write(start, QUESTION);
    const later = await write(page, '驾照补证要多少钱');
    await server.close();
    server = await startTestServer({ dataDir: server.dataDir });
    const repeated = await write(page, '驾照补证要多少钱');
    expect(repeated.status).toBe(200);
    expect(count(repeated, '>驾照补证要多少钱</span>')).toBe(1);
    const next = await write(later, '在吗');
    expect(count(next, `>${QUESTION}</span>`)).toBe(1);
    expect(linesOf(next, 'avatar')).toBe(4);
    expect(next.body).toContain(MARK);
    expect(next.body).not.toContain('（被打断）');
  });
});
