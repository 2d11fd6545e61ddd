import { describe, expect, it } from 'vitest';
import type { Sound } from '../engines/engine.ts';
import { FINAL_VISEMES, INITIAL_VISEMES } from './tables.ts';
import { CLOSED_MS, ipaVisemes, visemesOf } from './track.ts';

const RATE = 24_000;

function toned(ms: number): Float32Array {
  return Float32Array.from({ length: (ms * RATE) / 1000 }, (_, i) => 0.2 * Math.sin(i * 0.06));
}

function soundOf(pinyin: readonly string[], ms: number): Sound {
  const units = pinyin.map((p, i) => ({ t: i * ms, d: ms, from: i, to: i + 1, pinyin: p }));
  return { pcm: new Int16Array(0), sampleRate: RATE, units, phones: [], alphabet: 'pinyin' };
}

describe('mouth shapes follow the sound', () => {
  it('closes the lips at the start of every syllable with b, p or m, fully and long enough', () => {
    for (const initial of ['b', 'p', 'm']) {
      for (const final of [
        'a',
        'o',
        'ai',
        'ei',
        'ao',
        'an',
        'en',
        'ang',
        'eng',
        'i',
        'ie',
        'iao',
        'ian',
        'in',
        'ing',
        'u',
      ]) {
        for (const ms of [80, 150, 240, 400]) {
          const shapes = visemesOf(soundOf(['ta1', `${initial}${final}4`], ms), toned(2 * ms), RATE);
          const closed = shapes.filter((s) => s.v === 'PP');
          expect(closed).toHaveLength(1);
          expect(closed[0]?.w).toBe(1);
          expect(closed[0]?.t).toBeCloseTo(ms, 5);
          expect(closed[0]?.d).toBeGreaterThanOrEqual(CLOSED_MS - 0.01);
        }
      }
    }
  });

  it('gives an initial at most 90 ms and 35 % of its syllable', () => {
    const long = visemesOf(soundOf(['shang4'], 400), toned(400), RATE)[0];
    expect(long).toMatchObject({ v: 'CH', t: 0, d: 90 });
    expect(visemesOf(soundOf(['shang4'], 200), toned(200), RATE)[0]?.d).toBeCloseTo(70);
  });

  it('covers each phrase without gap or overlap', () => {
    const shapes = visemesOf(soundOf(['gong1', 'ji1', 'jin1', 'bu4', 'mian4'], 200), toned(1000), RATE);
    shapes.forEach((shape, i) => {
      const next = shapes[i + 1];
      expect(shape.t + shape.d).toBeCloseTo(next ? next.t : 1000, 3);
    });
  });

  it('shuts the mouth where the sound is silent and opens it less where it is soft', () => {
    const pcm = toned(900);
    for (let i = 0; i < pcm.length; i++) {
      const ms = (i * 1000) / RATE;
      pcm[i] = (pcm[i] ?? 0) * (ms < 300 ? 1 : ms < 600 ? 0.15 : 0);
    }
    const shapes = visemesOf(soundOf(['a1', 'e4', 'a1'], 300), pcm, RATE);
    expect(shapes.at(-1)?.v).toBe('sil');
    const loud = shapes.filter(({ t, d }) => t + d <= 300).map(({ w }) => w);
    const soft = shapes.filter(({ t, v }) => t >= 300 && v !== 'sil').map(({ w }) => w);
    expect(soft.length).toBeGreaterThan(0);
    expect(Math.min(...loud)).toBeGreaterThan(Math.max(...soft));
  });

  it('lets a long vowel fade with its sound', () => {
    const pcm = toned(400);
    for (let i = 0; i < pcm.length; i++) pcm[i] = (pcm[i] ?? 0) * (1 - (0.8 * i) / pcm.length);
    const weights = visemesOf(soundOf(['a1'], 400), pcm, RATE)
      .filter(({ v }) => v === 'aa')
      .map(({ w }) => w);
    expect(weights.length).toBeGreaterThan(3);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(weights[0]).toBeGreaterThan(weights.at(-1) ?? 1);
  });

  it('knows the shares of every final, and they add to 1', () => {
    for (const [final, shares] of Object.entries(FINAL_VISEMES)) {
      expect(
        shares.reduce((sum, [, share]) => sum + share, 0),
        final,
      ).toBeCloseTo(1);
    }
    expect(Object.keys(INITIAL_VISEMES)).toHaveLength(21);
  });

  it('closes the lips for p, b and m of espeak, aspirated too', () => {
    for (const id of ['p', 'ph', 'b', 'm']) expect(ipaVisemes(id)).toEqual([['PP', 1]]);
    expect(ipaVisemes('tɕh')).toEqual([['CH', 1]]);
    expect(ipaVisemes('')).toEqual([['sil', 1]]);
  });
});
