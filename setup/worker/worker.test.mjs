import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mediasoupPackage } from '../worker.mjs';
import { systemName, workerKey } from './key.mjs';
import { patchDtls } from './patch.mjs';
import { downloadBase } from './prebuilt.mjs';

const source = readFileSync(join(mediasoupPackage().dir, 'worker/src/RTC/DtlsTransport.cpp'), 'utf8');

describe("the change of the worker's source", () => {
  it('changes exactly one line of the installed version', () => {
    const before = source.split('\n');
    const after = patchDtls(source).split('\n');
    const changed = after.filter((line, i) => line !== before[i]);
    expect(after).toHaveLength(before.length);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain('(operationType & BIO_CB_RETURN) != 0');
  });

  it('fails when the line is not there, or more than once', () => {
    expect(() => patchDtls('int main() {}')).toThrow('found it 0 times');
    expect(() => patchDtls(source + source)).toThrow('found it 2 times');
    expect(() => patchDtls(patchDtls(source))).toThrow('found it 0 times');
  });
});

describe('the name of a kept worker', () => {
  const base = { version: '3.27.1', platform: 'linux', arch: 'x64', system: 'debian12', recipe: 'ab' };

  it('tells version, machine, system and recipe apart', () => {
    const names = [
      base,
      { ...base, version: '3.27.2' },
      { ...base, arch: 'arm64' },
      { ...base, system: 'debian13' },
      { ...base, recipe: 'cd' },
    ].map((of) => workerKey(of));
    expect(names[0]).toBe('3.27.1-linux-x64-debian12-ab');
    expect(new Set(names).size).toBe(5);
  });

  it('reads the system from os-release, quoted or not', () => {
    expect(systemName('NAME="x"\nID=debian\nVERSION_ID="12"\n')).toBe('debian12');
    expect(systemName('ID="openEuler"\nVERSION_ID="22.03"\n')).toBe('openeuler22.03');
    expect(systemName('')).toBe(process.platform);
  });
});

describe('the address of the prebuilt worker', () => {
  it("is mediasoup's own, or the mirror that mediasoup's own variable names", () => {
    const { dir } = mediasoupPackage();
    expect(downloadBase(dir, {})).toMatch(/^https:\/\/.+\/mediasoup\/releases\/download$/);
    expect(downloadBase(dir, { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: 'https://mirror.test/m' })).toBe(
      'https://mirror.test/m',
    );
  });
});
