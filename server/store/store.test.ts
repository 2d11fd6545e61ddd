import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, type TestDatabase } from './fixtures/postgres.ts';
import { aConsultation, aTurn, quiet } from './fixtures/records.ts';
import { openStore } from './store.ts';
import type { Store } from './types.ts';

const postgres = await findPostgres();
const missing = postgres ? '' : ' (left out: neither DATABASE_URL_TEST nor /usr/lib/postgresql)';

/** What both drivers must do. */
function behaves(open: () => Store): void {
  it('keeps a consultation as it was given, and knows no other', async () => {
    const record = aConsultation({
      dialog: { slots: { name: '王芳' } },
      suggestions: ['办身份证'],
      resumeHash: 'ab',
    });
    await open().createConsultation(record);
    expect(await open().findConsultation(record.id)).toEqual(record);
    expect(await open().findConsultation('con_unknown')).toBeNull();
  });

  it('changes what is named and leaves the rest', async () => {
    const record = aConsultation({ dialog: { a: 1 }, resumeHash: 'ab' });
    await open().createConsultation(record);
    await open().updateConsultation(record.id, {});
    await open().updateConsultation(record.id, {
      state: 'ended',
      endedAt: 1_795_000_009_999,
      endReason: 'hangup',
    });
    await open().updateConsultation(record.id, { resumeHash: null, dialog: null, suggestions: ['再问'] });
    expect(await open().findConsultation(record.id)).toEqual({
      ...record,
      state: 'ended',
      endedAt: 1_795_000_009_999,
      endReason: 'hangup',
      resumeHash: null,
      dialog: null,
      suggestions: ['再问'],
    });
  });

  it('gives turns back whole, in the order they were spoken, whatever their clock says', async () => {
    const { id } = aConsultation();
    await open().createConsultation(aConsultation({ id }));
    const understood = { kind: 'ask', service: 'hpf.rent', confidence: 0.93 };
    const choices = { id: 'card_12345678', turn: 'turn_12345678', title: '选择', kind: 'choices' as const };
    const question = aTurn(id, { message: 'm1', text: '公积金租房子能不能提？👋', at: 2000, understood });
    const answer = aTurn(id, { at: 1000, cards: [{ ...choices, choices: [{ label: '是', say: '是' }] }] });
    expect(await open().appendTurns([question, answer])).toEqual({ duplicate: null });
    const thanks = aTurn(id, { message: 'm2', at: 500, lang: 'en', cut: true, text: '' });
    await open().appendTurns([thanks]);
    expect(await open().listTurns(id)).toEqual([question, answer, thanks]);
  });

  it('writes nothing of an exchange whose message is already there', async () => {
    const record = aConsultation();
    await open().createConsultation(record);
    const first = aTurn(record.id, { message: 'm1' });
    await open().appendTurns([first]);
    const again = [aTurn(record.id, { message: 'm1' }), aTurn(record.id)];
    const change = { id: record.id, change: { state: 'speaking' as const } };
    expect(await open().appendTurns(again, change)).toEqual({ duplicate: first.turn });
    expect(await open().listTurns(record.id)).toEqual([first]);
    expect((await open().findConsultation(record.id))?.state).toBe('lobby');
  });

  it('takes a message that comes many times at once only once', async () => {
    const record = aConsultation();
    await open().createConsultation(record);
    const turns = Array.from({ length: 10 }, () => aTurn(record.id, { message: 'm1' }));
    const results = await Promise.all(turns.map((turn) => open().appendTurns([turn])));
    const kept = await open().listTurns(record.id);
    expect(kept).toHaveLength(1);
    expect(results.filter((result) => result.duplicate === null)).toHaveLength(1);
    expect(results.filter((result) => result.duplicate === kept[0]?.turn)).toHaveLength(9);
  });

  it('takes the same message in another consultation', async () => {
    for (const record of [aConsultation(), aConsultation()]) {
      await open().createConsultation(record);
      expect(await open().appendTurns([aTurn(record.id, { message: 'm1' })])).toEqual({ duplicate: null });
    }
  });

  it('keeps the order of turns that were appended without waiting', async () => {
    const record = aConsultation();
    await open().createConsultation(record);
    const turns = Array.from({ length: 40 }, (_, n) => aTurn(record.id, { text: String(n) }));
    await Promise.all(turns.map((turn) => open().appendTurns([turn])));
    expect((await open().listTurns(record.id)).map((turn) => turn.text)).toEqual(
      turns.map((turn) => turn.text),
    );
  });

  it('writes turns and the change of their consultation together or not at all', async () => {
    const record = aConsultation();
    await open().createConsultation(record);
    const turn = aTurn(record.id);
    const change = { id: record.id, change: { state: 'speaking' as const, dialog: { step: 2 } } };
    await open().appendTurns([turn], change);
    expect(await open().findConsultation(record.id)).toMatchObject(change.change);
    const listening = { id: record.id, change: { state: 'listening' as const } };
    await expect(open().appendTurns([aTurn(record.id), turn], listening)).rejects.toMatchObject({
      code: 'internal',
    });
    expect(await open().listTurns(record.id)).toEqual([turn]);
    expect((await open().findConsultation(record.id))?.state).toBe('speaking');
  });

  it('rewrites a turn to what was heard', async () => {
    const record = aConsultation();
    await open().createConsultation(record);
    const turn = aTurn(record.id, { text: '您好，请问有什么可以帮您？' });
    await open().appendTurns([turn]);
    await open().setHeard(record.id, turn.turn, '您好，', true);
    expect(await open().listTurns(record.id)).toEqual([{ ...turn, text: '您好，', cut: true }]);
  });

  it('says that something is not there', async () => {
    const unknown = { code: 'not_found' };
    const { id } = aConsultation();
    await expect(open().updateConsultation(id, { state: 'ended' })).rejects.toMatchObject(unknown);
    await expect(open().appendTurns([aTurn(id)])).rejects.toMatchObject(unknown);
    await expect(open().setHeard(id, 'turn_unknown', '', true)).rejects.toMatchObject(unknown);
    expect(await open().listTurns(id)).toEqual([]);
  });

  it('tells nothing of a record in the error of a refused statement', async () => {
    const record = aConsultation({ resumeHash: 'hash-of-a-secret' });
    await open().createConsultation(record);
    const error: unknown = await open()
      .createConsultation(record)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'internal' });
    expect(`${error instanceof Error ? `${error.message}${error.cause}` : ''}`).not.toContain(
      'hash-of-a-secret',
    );
  });

  it('answers a ping', () => open().ping());
}

describe('the store on the embedded database', () => {
  let dataDir = '';
  let store: Store | undefined;
  const open = (): Store => {
    if (!store) throw new Error('the store is not open');
    return store;
  };
  const openAgain = async (): Promise<void> => {
    store = await openStore({ dataDir, log: quiet });
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'govatar-store-'));
    // What a process leaves that is killed while it makes the database.
    mkdirSync(join(dataDir, 'pg.new'));
    writeFileSync(join(dataDir, 'pg.new', 'PG_VERSION'), 'half');
    await openAgain();
  });
  afterAll(async () => {
    await store?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  behaves(open);

  it('holds nothing readable of what was said in any file of the data folder', async () => {
    const words = '张三丰的电话是一三八';
    const record = aConsultation({ dialog: { words }, suggestions: [words] });
    await open().createConsultation(record);
    const turn = aTurn(record.id, { message: 'm1', text: words, understood: { words } });
    await open().appendTurns([turn, aTurn(record.id, { text: words })]);
    await open().close();
    const files = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    const bytes = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))));
    const holding = (text: string) => bytes.filter((content) => content.includes(text)).length;
    expect(holding(words)).toBe(0);
    // The search finds what is there in plain.
    expect(holding(record.id)).toBeGreaterThan(0);
    await openAgain();
    expect((await open().listTurns(record.id))[0]).toEqual(turn);
  });

  it('refuses a second store on the same folder', async () => {
    await expect(openStore({ dataDir, log: quiet })).rejects.toMatchObject({ code: 'data_locked' });
    await open().ping();
  });

  it('refuses a lost key without making a new one, and a wrong one, and frees the folder', async () => {
    await open().close();
    const key = join(dataDir, 'key');
    await rename(key, `${key}.kept`);
    const refused = { code: 'data_key_wrong' };
    await expect(openStore({ dataDir, log: quiet })).rejects.toMatchObject(refused);
    expect(await readdir(dataDir)).not.toContain('key');
    writeFileSync(key, Buffer.alloc(32, 1).toString('base64'), { mode: 0o600 });
    await expect(openStore({ dataDir, log: quiet })).rejects.toMatchObject(refused);
    store = await openStore({ dataDir, keyFile: `${key}.kept`, log: quiet });
    await open().ping();
  });

  it('closes more than once without harm, and then refuses', async () => {
    const closing = open();
    await Promise.all([closing.close(), closing.close()]);
    await expect(closing.ping()).rejects.toMatchObject({ code: 'server_closing' });
  });
});

describe.skipIf(!postgres)(`the store on PostgreSQL${missing}`, () => {
  let dataDir = '';
  let database: TestDatabase | undefined;
  let stores: Store[] = [];
  const url = (): string => database?.url ?? '';

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'govatar-store-'));
    database = await postgres?.();
    // Three processes of a cluster that start at once: the migrations run once, the key is one.
    const opening = Array.from({ length: 3 }, () => openStore({ dataDir, databaseUrl: url(), log: quiet }));
    stores = await Promise.all(opening);
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  behaves(() => {
    const store = stores[0];
    if (!store) throw new Error('the store is not open');
    return store;
  });

  it('takes a message that comes to several processes at once only once', async () => {
    const record = aConsultation();
    await stores[0]?.createConsultation(record);
    const results = await Promise.all(
      stores.map((store) => store.appendTurns([aTurn(record.id, { message: 'm1' })])),
    );
    expect(results.filter((result) => result.duplicate === null)).toHaveLength(1);
    expect(await stores[1]?.listTurns(record.id)).toHaveLength(1);
  });

  it('refuses a process with another key', async () => {
    const keyFile = join(dataDir, 'other-key');
    const opening = openStore({ dataDir, databaseUrl: url(), keyFile, log: quiet });
    await expect(opening).rejects.toMatchObject({ code: 'data_key_wrong' });
  });
});

it('a PostgreSQL that does not answer is an error of the configuration, without the password', async () => {
  const databaseUrl = 'postgres://someone:s3cret@127.0.0.1:1/none';
  const error: unknown = await openStore({ dataDir: tmpdir(), databaseUrl, log: quiet }).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code: 'config_invalid' });
  expect(String(error)).not.toContain('s3cret');
});
