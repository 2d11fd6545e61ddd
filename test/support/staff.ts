import type { AccountLink, Me, NewAccount } from '../../protocol/index.ts';
import type { TestServer } from './server.ts';

export interface Answer<T> {
  status: number;
  /** The stable code of what went wrong; null when nothing did. */
  code: string | null;
  body: T;
  headers: Headers;
}

let browsers = 0;

/**
 * A browser of a member of staff, as far as HTTP goes: it keeps its cookies and sends its origin. Each stands at an address
 * of its own where the server trusts a proxy (`--trust-proxy 1`).
 */
export class StaffBrowser {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  readonly #address: string;
  csrf = '';

  constructor(server: TestServer) {
    this.#url = `http://127.0.0.1:${server.port}`;
    browsers += 1;
    this.#address = `10.0.${browsers >> 8}.${browsers & 255}`;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** The cookies of another browser come into this one: a stolen session, or a second window. */
  copy(other: StaffBrowser): this {
    for (const [name, value] of other.cookies) this.#cookies.set(name, value);
    this.csrf = other.csrf;
    return this;
  }

  async request<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<Answer<T>> {
    const all: Record<string, string | undefined> = {
      origin: this.#url,
      'x-forwarded-for': this.#address,
      'x-csrf': this.csrf || undefined,
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') || undefined,
      'content-type': body === undefined ? undefined : 'application/json',
      ...headers,
    };
    const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const response = await fetch(`${this.#url}/api/staff${path}`, {
      method,
      headers: given,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') === true;
    const parsed = (json ? JSON.parse(text) : null) as T & { error?: { code: string } };
    return {
      status: response.status,
      code: parsed?.error?.code ?? null,
      body: parsed,
      headers: response.headers,
    };
  }

  get<T = unknown>(path: string): Promise<Answer<T>> {
    return this.request<T>('GET', path);
  }
  post<T = unknown>(path: string, body: unknown = {}): Promise<Answer<T>> {
    return this.request<T>('POST', path, body);
  }
  patch<T = unknown>(path: string, body: unknown): Promise<Answer<T>> {
    return this.request<T>('PATCH', path, body);
  }

  async signIn(name: string, password: string, code?: string): Promise<Answer<Me>> {
    const answer = await this.post<Me>('/sign-in', {
      name,
      password,
      ...(code === undefined ? {} : { code }),
    });
    if (answer.code === null) this.csrf = answer.body.csrf;
    return answer;
  }

  /** Chooses the password behind a one-time link (path and query) and is signed in. */
  async setUp(link: string, password: string, names: object = {}): Promise<Answer<Me>> {
    const token = new URL(link, this.#url).searchParams.get('setup') ?? '';
    const answer = await this.post<Me>('/setup', { token, password, ...names });
    if (answer.code === null) this.csrf = answer.body.csrf;
    return answer;
  }

  /** @throws Error when there is none */
  async ticket(): Promise<string> {
    const { body, code } = await this.post<{ ticket: string }>('/ticket');
    if (code !== null) throw new Error(`no ticket: ${code}`);
    return body.ticket;
  }
}

export const ADMIN = { name: 'chen.jie', publicName: '陈老师', number: '0001' };
export const PASSWORD = 'seven calm herons wade';

/** The first administrator of a new server, signed in. @throws Error when there is one already */
export async function firstAdministrator(server: TestServer): Promise<StaffBrowser> {
  const browser = new StaffBrowser(server);
  const { code } = await browser.setUp(server.setupLink ?? '', PASSWORD, ADMIN);
  if (code !== null) throw new Error(`no administrator: ${code}`);
  return browser;
}

/** A member of staff made by an administrator, signed in. */
export async function newStaff(
  server: TestServer,
  administrator: StaffBrowser,
  account: Omit<NewAccount, 'skills'> & Partial<NewAccount>,
): Promise<{ id: string; browser: StaffBrowser }> {
  const made = await administrator.post<AccountLink>('/accounts', account);
  if (made.code !== null) throw new Error(`no account: ${made.code}`);
  const browser = new StaffBrowser(server);
  const { code } = await browser.setUp(made.body.link, PASSWORD);
  if (code !== null) throw new Error(`no password: ${code}`);
  return { id: made.body.account.id, browser };
}
