import type { z } from 'zod';
import {
  About,
  type AccountChange,
  AccountLink,
  AccountList,
  AppError,
  AuditPage,
  CSRF_HEADER,
  HistoryDetail,
  HistoryPage,
  ManagedAccount,
  Me,
  type NewAccount,
  RECORDINGS_PATH,
  RECORDS_PATH,
  RecordingManifest,
  RecoveryCodes,
  SetupLook,
  SignInWays,
  STAFF_API,
  TicketAnswer,
  TotpOffer,
  Unmasked,
} from '../../protocol/index.ts';

/** What the console asks of the server over HTTP. Every method rejects with the server's `AppError`; `network` is `timeout`. */
export interface StaffApi {
  me(): Promise<Me>;
  ways(): Promise<SignInWays>;
  signIn(name: string, password: string, code?: string): Promise<Me>;
  signOut(): Promise<void>;
  lookSetup(token: string): Promise<SetupLook>;
  setUp(input: {
    token: string;
    password: string;
    name?: string;
    publicName?: string;
    number?: string;
  }): Promise<Me>;
  changePassword(current: string, password: string): Promise<void>;
  beginTotp(current: string): Promise<TotpOffer>;
  confirmTotp(code: string): Promise<RecoveryCodes>;
  ticket(): Promise<string>;
  accounts(): Promise<ManagedAccount[]>;
  createAccount(account: NewAccount): Promise<AccountLink>;
  changeAccount(id: string, change: AccountChange): Promise<ManagedAccount>;
  resetAccount(id: string, totp: boolean, why: string): Promise<AccountLink>;
  records(query: { text: string; recorded: boolean; before?: number }): Promise<HistoryPage>;
  record(consultation: string): Promise<HistoryDetail>;
  unmask(consultation: string, why: string): Promise<Unmasked>;
  /** What there is to play; that somebody plays it is audited. */
  playRecording(recording: string): Promise<RecordingManifest>;
  recordingFile(recording: string, file: string): string;
  exportRecording(recording: string, why: string): Promise<Blob>;
  about(): Promise<About>;
  audit(query: { before?: number; act?: string }): Promise<AuditPage>;
}

/** @param base for tests; the page's own server otherwise */
export function createStaffApi(base = ''): StaffApi {
  let csrf = '';
  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(`${base}${STAFF_API}${path}`, {
        method,
        credentials: 'same-origin',
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(csrf === '' ? {} : { [CSRF_HEADER]: csrf }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new AppError('timeout', 'The server does not answer.');
    }
  }
  async function ask<T>(
    method: string,
    path: string,
    schema: z.ZodType<T> | null,
    body?: unknown,
  ): Promise<T> {
    const response = await send(method, path, body);
    const text = await response.text();
    const json: unknown = text === '' ? null : JSON.parse(text);
    if (!response.ok) throw errorOf(json);
    return schema === null ? (undefined as T) : schema.parse(json);
  }
  const entered = (me: Me): Me => {
    csrf = me.csrf;
    return me;
  };
  const post = <T>(path: string, schema: z.ZodType<T> | null, body: unknown = {}): Promise<T> =>
    ask('POST', path, schema, body);
  return {
    me: () => ask('GET', '/me', Me).then(entered),
    ways: () => ask('GET', '/ways', SignInWays),
    signIn: (name, password, code) =>
      post('/sign-in', Me, { name, password, ...(code === undefined ? {} : { code }) }).then(entered),
    signOut: () => post('/sign-out', null),
    lookSetup: (token) => post('/setup/look', SetupLook, { token }),
    setUp: (input) => post('/setup', Me, input).then(entered),
    changePassword: (current, password) => post('/password', null, { current, password }),
    beginTotp: (current) => post('/totp/begin', TotpOffer, { current }),
    confirmTotp: (code) => post('/totp/confirm', RecoveryCodes, { code }),
    ticket: () => post('/ticket', TicketAnswer).then(({ ticket }) => ticket),
    accounts: () => ask('GET', '/accounts', AccountList).then(({ accounts }) => accounts),
    createAccount: (account) => post('/accounts', AccountLink, account),
    changeAccount: (id, change) => ask('PATCH', `/accounts/${id}`, ManagedAccount, change),
    resetAccount: (id, totp, why) => post(`/accounts/${id}/reset`, AccountLink, { totp, why }),
    records: ({ text, recorded, before }) => {
      const search = new URLSearchParams({
        text,
        recorded: String(recorded),
        ...(before === undefined ? {} : { before: String(before) }),
      });
      return ask('GET', `${RECORDS_PATH}?${search}`, HistoryPage);
    },
    record: (consultation) => ask('GET', `${RECORDS_PATH}/${consultation}`, HistoryDetail),
    unmask: (consultation, why) => post(`${RECORDS_PATH}/${consultation}/unmask`, Unmasked, { why }),
    playRecording: (recording) => post(`${RECORDINGS_PATH}/${recording}/play`, RecordingManifest),
    recordingFile: (recording, file) => `${base}${STAFF_API}${RECORDINGS_PATH}/${recording}/files/${file}`,
    exportRecording: async (recording, why) => {
      const response = await send('POST', `${RECORDINGS_PATH}/${recording}/export`, { why });
      if (!response.ok) throw errorOf(JSON.parse(await response.text()));
      return response.blob();
    },
    about: async () => {
      const response = await fetch(`${base}/api/about`);
      return About.parse(await response.json());
    },
    audit: (query) => {
      const search = new URLSearchParams(
        Object.entries(query).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        ),
      );
      return ask('GET', `/audit?${search}`, AuditPage);
    },
  };
}

function errorOf(json: unknown): AppError {
  const error = (json as { error?: { code?: string; message?: string; retryAfterMs?: number } } | null)
    ?.error;
  if (error?.code === undefined)
    return new AppError('internal', 'The server answered in a way we do not know.');
  return new AppError(error.code as AppError['code'], error.message ?? '', {
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });
}
