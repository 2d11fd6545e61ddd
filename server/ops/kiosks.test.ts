import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KioskBeat } from '../../protocol/index.ts';
import { createKioskFiles } from './kiosk-files.ts';
import { callStaff } from './kiosk-staff.ts';
import { CODE_LIVES_MS, CODE_TRIES, createKiosks, type Kiosks } from './kiosks.ts';

let dir: string;
let now: number;
let count: number;
let kiosks: Kiosks;
const BEAT: KioskBeat = { doing: 'asleep', upMs: 1, hangs: 0, wipes: 0, memoryMb: 40, sees: null };

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'govatar-kiosks-'));
  now = 1_000_000_000_000;
  count = 0;
  kiosks = make();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const make = (): Kiosks =>
  createKiosks({
    files: createKioskFiles(dir),
    now: () => now,
    randomBytes: (length) => {
      count += 1;
      return Buffer.alloc(length, count);
    },
    randomInt: () => {
      count += 1;
      return 1_234_000 + count;
    },
  });
const wrong = (code: string): string => (code === '99999999' ? '00000000' : '99999999');

describe('a kiosk', () => {
  it('enrols once with its code, and is known by its token, also to a server started later', async () => {
    const code = await kiosks.enrol('hall-1', { name: '一楼大厅', staffNumber: '8001' });
    expect(code).toMatch(/^\d{8}$/);
    const token = await kiosks.redeem('hall-1', code);
    expect(await make().check(token)).toMatchObject({ id: 'hall-1', name: '一楼大厅', staffNumber: '8001' });
    await expect(kiosks.redeem('hall-1', code)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('is refused without a token, with a foreign one and after it was revoked', async () => {
    const token = await kiosks.redeem('hall-1', await kiosks.enrol('hall-1', {}));
    await kiosks.redeem('hall-2', await kiosks.enrol('hall-2', {}));
    await expect(kiosks.check(null)).rejects.toMatchObject({ code: 'token_missing' });
    await expect(kiosks.check(token.replace('hall-1', 'hall-2'))).rejects.toMatchObject({
      code: 'token_invalid',
    });
    await expect(kiosks.check('../../etc/passwd.x')).rejects.toMatchObject({ code: 'token_invalid' });
    await kiosks.revoke('hall-1');
    await expect(kiosks.check(token)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('takes no code that is old, and none after ten wrong ones', async () => {
    const old = await kiosks.enrol('hall-1', {});
    now += CODE_LIVES_MS + 1;
    await expect(kiosks.redeem('hall-1', old)).rejects.toMatchObject({ code: 'token_expired' });
    const code = await kiosks.enrol('hall-1', {});
    const tries = await Promise.allSettled(
      Array.from({ length: CODE_TRIES }, () => kiosks.redeem('hall-1', wrong(code))),
    );
    expect(tries.every(({ status }) => status === 'rejected')).toBe(true);
    await expect(kiosks.redeem('hall-1', code)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('goes on with its old token until its new code is used, and keeps what was said about it', async () => {
    const first = await kiosks.redeem('hall-1', await kiosks.enrol('hall-1', { staffNumber: '8001' }));
    const code = await kiosks.enrol('hall-1', { presence: true });
    expect(await kiosks.check(first)).toMatchObject({ staffNumber: '8001', presence: true });
    const second = await kiosks.redeem('hall-1', code);
    await expect(kiosks.check(first)).rejects.toMatchObject({ code: 'token_invalid' });
    expect(await kiosks.check(second)).toMatchObject({ id: 'hall-1' });
  });

  it('keeps neither code nor token in its files', async () => {
    const code = await kiosks.enrol('hall-1', {});
    const token = await kiosks.redeem('hall-1', code);
    const again = await kiosks.enrol('hall-1', {});
    const kept = await Promise.all((await readdir(dir)).map((name) => readFile(join(dir, name), 'utf8')));
    expect(kept.join()).toContain('hall-1');
    for (const secret of [code, token, token.split('.')[1] ?? token, again])
      expect(kept.join()).not.toContain(secret);
  });

  it('is well while it is heard of, and lost after a minute without a sign', async () => {
    await kiosks.enrol('hall-2', {});
    await kiosks.redeem('hall-1', await kiosks.enrol('hall-1', {}));
    const health = async () => (await kiosks.list()).map(({ record, health }) => [record.id, health]);
    await kiosks.beat('hall-1', BEAT);
    expect(await health()).toEqual([
      ['hall-1', 'well'],
      ['hall-2', 'waiting'],
    ]);
    await kiosks.beat('hall-1', { ...BEAT, doing: 'failed' });
    expect((await health())[0]).toEqual(['hall-1', 'failed']);
    now += 61_000;
    expect((await health())[0]).toEqual(['hall-1', 'lost']);
    await kiosks.beat('hall-1', BEAT);
    expect((await health())[0]).toEqual(['hall-1', 'well']);
  });

  it('calls staff at the address that was configured, tries twice, and says whether it was taken', async () => {
    await kiosks.enrol('hall-1', { name: '东侧', staffWebhook: 'https://hall.example.cn/help' });
    const { record } = (await kiosks.list())[0] ?? { record: null };
    if (record === null) throw new Error('there is no kiosk');
    const sent: unknown[] = [];
    const answers = [503, 200];
    const post = async (_url: unknown, init?: RequestInit) => {
      sent.push(JSON.parse(String(init?.body)));
      return new Response('', { status: answers.shift() ?? 500 });
    };
    expect(await callStaff(record, new Date(now), post)).toBe(true);
    expect(sent).toEqual(Array(2).fill({ kiosk: 'hall-1', name: '东侧', at: new Date(now).toISOString() }));
    expect(await callStaff(record, new Date(now), post)).toBe(false);
    expect(await callStaff({ ...record, staffWebhook: null }, new Date(now), post)).toBe(false);
    expect(sent).toHaveLength(4);
  });
});
