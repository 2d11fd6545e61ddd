import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeDigest, keptIn } from './kept.ts';
import { learn, learnedFrom } from './learn.ts';

const CARD = { label: 'hk.idcard', text: '身份证丢了怎么补' };
const NOISE = { label: 'wo.complaint', text: '楼下半夜唱歌太吵' };
const FIRE = { label: 'fire' as const, text: '屋里着火了出不来' };
const lessons = {
  corpus: { matters: [CARD, NOISE], dangers: [FIRE] },
  groups: [{ mark: 'hk.idcard 0', words: ['身份证'] }],
  prepare: (text: string) => text,
};

let dir: string;
const fail = (error: unknown): never => {
  throw error;
};
const only = (): string => join(dir, readdirSync(dir)[0] ?? '');

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kept-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('what was learnt, kept', () => {
  it('judges after a restart as it did before', () => {
    const before = learn(lessons);
    keptIn(dir, fail, 'v1').write('a', before.weights);
    const weights = keptIn(dir, fail, 'v1').read('a');
    expect(weights).not.toBeNull();
    if (weights === null) return;
    const after = learnedFrom(weights, lessons);
    for (const { text } of [CARD, NOISE, FIRE, { text: '身份证' }, { text: '' }]) {
      expect(after.matter(text)).toEqual(before.matter(text));
      expect(after.danger(text)).toEqual(before.danger(text));
    }
  });

  it('is not used for other lessons or by other code, and only the newest stays', () => {
    const { weights } = learn(lessons);
    keptIn(dir, fail, 'v1').write('a', weights);
    expect(keptIn(dir, fail, 'v1').read('b')).toBeNull();
    expect(keptIn(dir, fail, 'v2').read('a')).toBeNull();
    keptIn(dir, fail, 'v2').write('a', weights);
    expect(keptIn(dir, fail, 'v1').read('a')).toBeNull();
    expect(readdirSync(dir)).toHaveLength(1);
  });

  it('is learnt again when the file is cut off or changed', () => {
    const kept = keptIn(dir, fail, 'v1');
    const { weights } = learn(lessons);
    kept.write('a', weights);
    truncateSync(only(), readFileSync(only()).length - 5);
    expect(kept.read('a')).toBeNull();
    kept.write('a', weights);
    const bytes = readFileSync(only());
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
    writeFileSync(only(), bytes);
    expect(kept.read('a')).toBeNull();
  });

  it('tells where it cannot be kept, and goes on', () => {
    const failures: unknown[] = [];
    const file = join(dir, 'file');
    writeFileSync(file, '');
    const kept = keptIn(file, (error) => failures.push(error), 'v1');
    kept.write('a', learn(lessons).weights);
    expect(failures).toHaveLength(1);
    expect(kept.read('a')).toBeNull();
  });

  it('knows the code by what stands in it', () => {
    writeFileSync(join(dir, 'a.ts'), 'one');
    const one = codeDigest([dir]);
    expect(codeDigest([dir])).toBe(one);
    writeFileSync(join(dir, 'a.test.ts'), 'a test');
    expect(codeDigest([dir])).toBe(one);
    writeFileSync(join(dir, 'a.ts'), 'two');
    expect(codeDigest([dir])).not.toBe(one);
  });
});
