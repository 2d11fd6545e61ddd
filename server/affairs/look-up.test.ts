import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { VideoManifest } from '../../protocol/index.ts';
import { loadAffairs } from './load.ts';
import { createLookUp } from './look-up.ts';

const look = createLookUp(loadAffairs(fileURLToPath(new URL('../../affairs', import.meta.url))));
const first = (text: string) => look(text, 5)[0];

describe('what staff looks up', () => {
  it('is found by a word, by a part of it, and by the first letters of the syllables', () => {
    expect(first('租房提取')).toMatchObject({ kind: 'service', id: 'hpf.rent' });
    expect(look('公积金', 8).map(({ id }) => id)).toContain('hpf.rent');
    expect(look('gjj', 8).some(({ title }) => title.includes('公积金'))).toBe(true);
  });

  it('is found by how citizens say it', () => {
    expect(look('租房子能不能把公积金取出来', 3).map(({ id }) => id)).toContain('hpf.rent');
  });

  it('comes with its source and the number to call', () => {
    const found = first('租房提取');
    expect(found?.sources.length).toBeGreaterThan(0);
    expect(found?.phone).toMatch(/^\d+$/);
    expect(look('公安', 8).some(({ kind, phone }) => kind === 'authority' && phone !== null)).toBe(true);
  });

  it('is nothing where there is nothing', () => {
    expect(look('', 5)).toEqual([]);
    expect(look('量子纠缠态', 5)).toEqual([]);
  });
});

describe('guidance videos', () => {
  const affairs = loadAffairs(fileURLToPath(new URL('../../affairs', import.meta.url)));
  const film = {
    id: 'v.hpf.rent',
    title: { zh: '租房提取公积金怎么办', en: 'Housing fund for your rent' },
    service: 'hpf.rent',
    durationS: 44.6,
    sources: affairs.services().find(({ id }) => id === 'hpf.rent')?.sources ?? [],
  } as VideoManifest;
  const withFilm = createLookUp(affairs, [film]);

  it('are found by title and by the service they are about, behind the service itself', () => {
    const kinds = withFilm('租房提取', 8).map(({ kind }) => kind);
    expect(kinds[0]).toBe('service');
    expect(kinds).toContain('video');
    expect(withFilm('租房提取公积金怎么办视频', 1)[0]).toMatchObject({ kind: 'video', id: film.id });
    expect(withFilm('租房提取', 8).find(({ kind }) => kind === 'video')?.text).toContain('45 秒');
  });
});
