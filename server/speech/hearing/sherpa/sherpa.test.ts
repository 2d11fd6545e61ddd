import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSha256 } from '../../pack/kept.ts';
import { readManifest } from '../../pack/manifest.ts';
import type { EngineFinal, HearingEngine } from '../engine.ts';
import { createHearing, earsOf } from '../service.ts';
import { sherpaEngine } from './engine.ts';
import { checkSherpa, findSherpa, hasLibrary, type SherpaFiles } from './files.ts';

const DOUBLE = new URL('../../../../test/support/sherpa-double.cjs', import.meta.url).pathname;
const ID = 'asr-zipformer-zh-en';
const names =
  readManifest()
    .entries.find(({ id }) => id === ID)
    ?.files.map(({ file }) => file) ?? [];

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'govatar-sherpa-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Files of a model as set-up leaves them, with nothing of a model in them. */
async function install(
  content: (file: string) => string = (file) => `no model: ${file}`,
): Promise<SherpaFiles> {
  for (const file of names) {
    const path = join(dir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content(file));
    await keepSha256(path);
  }
  const files = findSherpa([dir], 'zh');
  if (!files) throw new Error('the model that was just installed is not found');
  return files;
}

function heard(engine: HearingEngine, samples: Int16Array): Promise<EngineFinal | string> {
  return new Promise((resolve) => {
    const utterance = engine.begin(
      {},
      { onPartial: () => {}, onFinal: resolve, onError: (code) => resolve(code) },
    );
    utterance.feed(samples);
    utterance.end();
  });
}

const QUIET = new Int16Array(4800);
const FATAL = new Int16Array(1600).fill(-32_768);

describe('the files of a larger recogniser', () => {
  it('are four, and none is looked for where none is installed', () => {
    expect(names).toHaveLength(4);
    expect(findSherpa([dir], 'zh')).toBeNull();
  });

  it('pass as they were installed', async () => {
    expect(await checkSherpa(await install())).toBeNull();
  });

  it('do not pass when one is missing, cut short, changed, or was never installed by set-up', async () => {
    const files = await install();
    const encoder = join(dir, names[0] ?? '');
    writeFileSync(encoder, 'other bytes');
    expect(await checkSherpa(files)).toMatch(/^changed: .*encoder/);
    writeFileSync(encoder, '');
    expect(await checkSherpa(files)).toMatch(/^cut short: .*encoder/);
    rmSync(encoder);
    expect(await checkSherpa(files)).toMatch(/^missing: .*encoder/);
    const tokens = join(dir, names[3] ?? '');
    await install();
    rmSync(`${tokens}.sha256`);
    expect(await checkSherpa(files)).toMatch(/^not installed by set-up: .*tokens/);
  });
});

describe('the process of a larger recogniser', () => {
  const crashes: string[] = [];
  let engine: HearingEngine | null = null;
  beforeEach(() => crashes.splice(0));
  afterEach(async () => {
    await engine?.close();
    engine = null;
  });

  it('tells words with times and how sure it is of them', async () => {
    engine = await sherpaEngine(await install(), 'zh', { processes: 1, module: DOUBLE });
    const final = await heard(engine, QUIET);
    expect(final).toMatchObject({
      text: '社保卡',
      words: [
        { text: '社', t: 100, d: 200, confidence: 1 },
        { text: '保', t: 300, d: 200 },
        { text: '卡', t: 500, d: 200, confidence: 0.3679 },
      ],
    });
  });

  it('comes back after a crash: the utterance is told as lost, the next one is heard', async () => {
    engine = await sherpaEngine(await install(), 'zh', {
      processes: 1,
      module: DOUBLE,
      onCrash: (message) => crashes.push(message),
    });
    expect(await heard(engine, FATAL)).toBe('engine_failed');
    expect(crashes).toEqual(['ended with SIGABRT']);
    expect(await heard(engine, QUIET)).toMatchObject({ text: '社保卡' });
  });

  it.runIf(hasLibrary())('refuses a model that the library cannot load, and the server lives', async () => {
    const files = await install();
    await expect(sherpaEngine(files, 'zh', { processes: 1 })).rejects.toThrow(/cannot be loaded: ended with/);
  });
});

describe('ears where the larger recogniser is broken', () => {
  it('say what to do, and hear with what else there is', async () => {
    await install();
    writeFileSync(join(dir, names[0] ?? ''), 'other bytes');
    const told: string[] = [];
    const hearing = createHearing({
      modelsDir: dir,
      assetsDir: null,
      cacheDir: join(dir, 'cache'),
      phrases: () => [],
      log: (event) => told.push(event),
    });
    await hearing.ready;
    const zh = hearing.status().find(({ lang }) => lang === 'zh');
    expect(zh?.engine).toBeNull();
    expect(zh?.missing).toContain(`npm run models -- ${ID}`);
    expect(zh?.missing).toContain('asr-zh');
    expect(earsOf(hearing.status()).zh).toBe('none');
    expect(told).toContain('hearing.failed');
    await hearing.close();
  });
});
