import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOf, hashFiles, isStamped, writeStamp } from './stamp.mjs';

describe('a stamp', () => {
  /** @type {string} */
  let root;
  const put = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const hash = (salt = '') => hashFiles(filesOf([root]), { root, salt });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stamp-'));
    put('a.ts', 'one');
    put('sub/b.ts', 'two');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('stays when only the times of files change', () => {
    const before = hash();
    utimesSync(join(root, 'a.ts'), 1, 1);
    expect(hash()).toBe(before);
  });

  it('changes with content, with a name, with a new file and with the salt', () => {
    const hashes = [hash(), hash('linux')];
    put('a.ts', 'One');
    hashes.push(hash());
    put('c.ts', '');
    hashes.push(hash());
    rmSync(join(root, 'c.ts'));
    put('d.ts', '');
    hashes.push(hash());
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('tells two splits of the same bytes apart', () => {
    put('a.ts', 'oneX');
    put('sub/b.ts', 'two');
    const first = hash();
    put('a.ts', 'one');
    put('sub/b.ts', 'Xtwo');
    expect(hash()).not.toBe(first);
  });

  it('matches what was written, and nothing when it is missing', () => {
    const stamp = join(root, 'made', 'stamp');
    expect(isStamped(stamp, 'abc')).toBe(false);
    writeStamp(stamp, 'abc');
    expect(isStamped(stamp, 'abc')).toBe(true);
    expect(isStamped(stamp, 'abd')).toBe(false);
  });

  it('leaves out what does not exist and what is not wanted', () => {
    const found = filesOf(
      [join(root, 'nowhere'), root, join(root, 'a.ts')],
      (path) => !path.endsWith('b.ts'),
    );
    expect(found).toEqual([join(root, 'a.ts')]);
  });
});
