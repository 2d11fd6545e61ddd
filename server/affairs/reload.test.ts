import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../protocol/errors.ts';
import { loadForms } from './forms.ts';
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

  it('changes its forms with it, and keeps both when one of them is broken', () => {
    const folder = copy();
    const { affairs, forms, reload } = createReloading(
      () => loadAffairs(folder),
      () => loadForms(folder),
    );
    edit(folder, 'forms/f.rating.yaml', 'submit: { zh: ', 'submit: { zh: 好了，');
    expect(forms.form('f.rating')?.submit.zh).not.toMatch(/^好了，/u);
    expect(reload()).toEqual({ ok: true });
    expect(forms.form('f.rating')?.submit.zh).toMatch(/^好了，/u);
    edit(folder, 'services/dl.lost.yaml', '费用10元, value: 10', '费用15元, value: 15');
    edit(folder, 'forms/f.rating.yaml', 'purpose: rating', 'purpose: nothing');
    const outcome = reload();
    expect(outcome.ok ? '' : outcome.fault).toMatch(/^affairs\/forms\/f\.rating\.yaml:\d+: /);
    expect(affairs.service('dl.lost')?.cost[0]?.text).toBe('费用10元');
    expect(forms.list().length).toBeGreaterThan(5);
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

  it('teaches what it taught before when a saying is broken', () => {
    const folder = copy();
    const { affairs, reload } = createReloading(() => loadAffairs(folder));
    const taught = affairs.lessons();
    mkdirSync(join(folder, 'city/sayings'), { recursive: true });
    writeFileSync(join(folder, 'city/sayings/dl.lost.txt'), '驾照让狗啃了\n驾照让狗啃了\n');
    const outcome = reload();
    expect(outcome.ok ? '' : outcome.fault).toMatch(/^affairs\/city\/sayings\/dl\.lost\.txt:2: .* Take one/);
    expect(affairs.lessons()).toBe(taught);
    writeFileSync(join(folder, 'city/sayings/dl.lost.txt'), '驾照让狗啃了\n');
    expect(reload()).toEqual({ ok: true });
    expect(affairs.lessons().corpus.matters).toContainEqual({ label: 'dl.lost', text: '驾照让狗啃了' });
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

  it('is told of once a changed file has rested, also one replaced or added, and not after closing', () => {
    vi.useFakeTimers();
    const folder = copy();
    const changed = vi.fn();
    const watching = watchFolder(folder, changed);
    const looks = (count: number): void => {
      vi.advanceTimersByTime(2_000 * count);
    };
    looks(3);
    expect(changed).not.toHaveBeenCalled();
    edit(folder, 'services/dl.lost.yaml', '费用10元', '费用115元');
    looks(1);
    edit(folder, 'services/dl.lost.yaml', '费用115元', '费用1116元');
    looks(1);
    expect(changed).not.toHaveBeenCalled();
    looks(3);
    expect(changed).toHaveBeenCalledTimes(1);
    const path = join(folder, 'services/dl.lost.yaml');
    writeFileSync(`${path}.new`, `${readFileSync(path, 'utf8')}\n# replaced\n`);
    renameSync(`${path}.new`, path);
    looks(3);
    expect(changed).toHaveBeenCalledTimes(2);
    writeFileSync(join(folder, 'faq/more.yaml'), '[]\n');
    looks(3);
    expect(changed).toHaveBeenCalledTimes(3);
    mkdirSync(join(folder, 'city/sayings'), { recursive: true });
    writeFileSync(join(folder, 'city/sayings/none.txt'), '哎呀妈呀\n');
    looks(3);
    expect(changed).toHaveBeenCalledTimes(4);
    watching.close();
    rmSync(join(folder, 'faq/more.yaml'));
    looks(3);
    expect(changed).toHaveBeenCalledTimes(4);
    vi.useRealTimers();
  });
});
