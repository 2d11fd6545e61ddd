import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError, REJOIN_WINDOW_MS } from '../../protocol/index.ts';
import { loadAffairs } from '../affairs/load.ts';
import { createDialog } from '../dialog/dialog.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/types.ts';
import { Consultations, type ConsultationsOptions } from './consultations.ts';

const dialog = createDialog({
  affairs: loadAffairs(fileURLToPath(new URL('../../affairs', import.meta.url))),
});
const MINUTE = 60_000;

let dataDir: string;
let store: Store;
let clock = Date.UTC(2026, 10, 22);
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'govatar-text-'));
  const quiet = (): void => {};
  store = await openStore({ dataDir, log: { info: quiet, warn: quiet, error: quiet } });
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** What a consultation by text must not touch: rooms and speech. */
const untouched = <T extends object>(name: string): T =>
  new Proxy({} as T, {
    get: () => {
      throw new Error(`${name} is of no use to a consultation by text`);
    },
  });

function open(): Consultations {
  return new Consultations({
    dialog,
    store,
    rooms: {
      // Closing a room that never was is the one thing that may be asked.
      closeRoom: () => {},
    } as unknown as ConsultationsOptions['rooms'],
    speech: untouched<ConsultationsOptions['speech']>('speech'),
    silence: new Uint8Array(),
    now: () => clock,
    log: () => {},
    iceServers: () => [],
  });
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

let messages = 0;
const say = (text: string) => {
  messages += 1;
  return { message: `message_${messages}`, text, lang: 'zh' as const };
};

describe('a consultation by text', () => {
  it('is greeted at once, and its answers are whole without anybody hearing them', async () => {
    const consultations = open();
    const { id, secret } = await consultations.createText('zh');
    const proof = { consultation: id, secret };
    expect((await consultations.readText(proof)).transcript).toMatchObject([{ role: 'avatar', cut: false }]);
    const { transcript, cards, state } = await consultations.sayText({
      ...proof,
      ...say('身份证丢了怎么办'),
    });
    expect(transcript.map(({ role, cut }) => [role, cut])).toEqual([
      ['avatar', false],
      ['citizen', false],
      ['avatar', false],
    ]);
    expect(transcript[2]?.text).toMatch(/[。？！]$/);
    expect(cards[0]).toMatchObject({ turn: transcript[2]?.turn, sources: expect.any(Array) });
    expect(state).toBe('listening');
    const kept = await store.listTurns(id);
    expect(kept.map(({ text, cut }) => [text, cut])).toEqual(transcript.map(({ text, cut }) => [text, cut]));
    await consultations.close();
  });

  it('stays as long as somebody writes, and is ended when nobody comes back', async () => {
    const consultations = open();
    const { id, secret } = await consultations.createText('zh');
    const proof = { consultation: id, secret };
    for (let round = 0; round < 4; round += 1) {
      clock += REJOIN_WINDOW_MS - MINUTE;
      await consultations.sweep();
      expect(await codeOf(consultations.sayText({ ...proof, ...say('你好') }))).toBe('none');
    }
    clock += REJOIN_WINDOW_MS - MINUTE;
    await consultations.readText(proof);
    clock += REJOIN_WINDOW_MS - MINUTE;
    await consultations.sweep();
    expect(consultations.size).toBe(1);
    clock += 2 * MINUTE;
    await consultations.sweep();
    expect(consultations.size).toBe(0);
    expect((await store.findConsultation(id))?.endReason).toBe('expired');
    expect(await codeOf(consultations.readText(proof))).toBe('resume_invalid');
    await consultations.close();
  });

  it('is taken up from the store by the same secret, for as long as a page may come back', async () => {
    const first = open();
    const { id, secret } = await first.createText('zh');
    const proof = { consultation: id, secret };
    const asked = say('身份证丢了怎么办');
    const before = await first.sayText({ ...proof, ...asked });
    await first.close();
    const second = open();
    expect(await codeOf(second.readText({ ...proof, secret: `${secret}x` }))).toBe('resume_invalid');
    expect(await second.sayText({ ...proof, ...asked })).toEqual(before);
    await second.close();
    clock += REJOIN_WINDOW_MS + MINUTE;
    const third = open();
    expect(await codeOf(third.readText(proof))).toBe('resume_expired');
    await third.close();
  });

  it('takes its words one after the other, each message once', async () => {
    const consultations = open();
    const { id, secret } = await consultations.createText('zh');
    const asked = say('驾照丢了怎么补');
    const params = { consultation: id, secret, ...asked };
    const [one, two] = await Promise.all([consultations.sayText(params), consultations.sayText(params)]);
    expect(two).toEqual(one);
    expect(one.transcript).toHaveLength(3);
    await consultations.close();
  });

  it('is not begun and not gone on with while the server closes', async () => {
    const consultations = open();
    const { id, secret } = await consultations.createText('en');
    consultations.drain();
    expect(await codeOf(consultations.createText('zh'))).toBe('server_closing');
    expect(await codeOf(consultations.readText({ consultation: id, secret }))).toBe('server_closing');
    await consultations.close();
  });
});
