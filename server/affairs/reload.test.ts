import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../protocol/errors.ts';
import { loadAffairs } from './load.ts';
import { createReloading, watchFolder } from './reload.ts';

const CONTENT = fileURLToPath(new URL('../../affairs', import.meta.url));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'affairs-'));
  folders.push(folder);
  cpSync(CONTENT, folder, { recursive: true });
  return folder;
}
function edit(folder: string, file: string, before: string, now: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
  writeFileSync(path, text.replace(before, now));
}

describe('content that is edited while the server runs', () => {
  it('is served as it is now, by the same object', () => {
    const folder = copy();
    const { affairs, reload } = createReloading(() => loadAffairs(folder));
    expect(affairs.service('dl.lost')?.cost[0]?.text).toBe('费用10元');
    edit(folder, 'services/dl.lost.yaml', '费用10元, value: 10', '费用15元, value: 15');
    expect(affairs.service('dl.lost')?.cost[0]?.text).toBe('费用10元');
    expect(reload()).toEqual({ ok: true });
    expect(affairs.service('dl.lost')?.cost[0]?.text).toBe('费用15元');
  });

  it('stays as it was when the edit is broken, and the fault is told with file and line', () => {
    const folder = copy();
    const { affairs, reload } = createReloading(() => loadAffairs(folder));
    edit(folder, 'services/dl.lost.yaml', 'basis: [b.licence_rules]', 'basis: [b.nothing]');
    const outcome = reload();
    expect(outcome.ok).toBe(false);
    expect(outcome.ok ? '' : outcome.fault).toMatch(/^affairs\/services\/dl\.lost\.yaml:\d+: /);
    expect(affairs.service('dl.lost')).not.toBeNull();
    expect(affairs.decide('驾照丢了怎么办')).toMatchObject({ kind: 'answer', service: 'dl.lost' });
    edit(folder, 'services/dl.lost.yaml', 'basis: [b.nothing]', 'basis: [b.licence_rules]');
    expect(reload()).toEqual({ ok: true });
  });

  it('is not begun with a broken folder, nor hides a fault of ours', () => {
    expect(() => createReloading(() => loadAffairs(join(CONTENT, 'nowhere')))).toThrow(AppError);
    let broken = false;
    const { reload } = createReloading(() => {
      if (broken) throw new TypeError('ours');
      return loadAffairs(CONTENT);
    });
    broken = true;
    expect(reload).toThrow(TypeError);
  });

  it('is told of when a file of the folder changes, once for several steps', async () => {
    const folder = copy();
    const changed = vi.fn();
    const failed = vi.fn();
    const watching = watchFolder(folder, changed, failed);
    edit(folder, 'services/dl.lost.yaml', '费用10元, value: 10', '费用15元, value: 15');
    edit(folder, 'services/dl.lost.yaml', '费用15元, value: 15', '费用16元, value: 16');
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), { timeout: 5_000 });
    watching.close();
    expect(failed).not.toHaveBeenCalled();
  });
});
