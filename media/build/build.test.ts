import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VIDEO_FILES, VideoManifest } from '../../protocol/index.ts';
import { faultsOfPicture, Picture } from '../film/picture.ts';
import { stateAt, wordsAt } from '../film/timeline.ts';
import { captionsOf, chaptersOf, piecesOf } from './captions.ts';
import { MEDIA } from './render.ts';
import { faultsOf, readStoryboard } from './storyboard.ts';
import { spokenS, timesOf } from './timing.ts';

const picture = (elements: unknown[]): Picture => Picture.parse({ air: 'sky', elements });

describe('the movement of an element', () => {
  const [item] = picture([
    {
      is: 'title',
      at: [100, 200],
      with: { text: '挂失', show: 0 },
      in: { at: 1, how: 'fade', for: 1 },
      out: { at: 6, how: 'fade' },
      moves: [{ at: 2, for: 2, to: [300, 200], with: { show: 1, colour: 'red' }, ease: 'linear' }],
    },
  ]).elements;
  if (item === undefined) throw new Error('no element');

  it('is there only between its coming and its going', () => {
    expect(stateAt(item, 0.9)).toBeNull();
    expect(stateAt(item, 1.5)?.alpha).toBeCloseTo(0.5);
    expect(stateAt(item, 3)?.alpha).toBe(1);
    expect(stateAt(item, 6.5)).toBeNull();
  });

  it('moves place and numbers little by little, and words at once', () => {
    expect(stateAt(item, 1.9)).toMatchObject({ x: 100, props: { show: 0, colour: 'navy' } });
    expect(stateAt(item, 3)).toMatchObject({ x: 200, props: { show: 0.5, colour: 'red' } });
    expect(stateAt(item, 5)).toMatchObject({ x: 300, props: { show: 1 } });
  });

  it('tells which words can be read', () => {
    expect(wordsAt([item], 1.2)).toEqual([]);
    expect(wordsAt([item], 3)).toEqual(['挂失']);
  });
});

describe('a storyboard that is wrong', () => {
  it('names the element and the property that do not exist', () => {
    expect(faultsOfPicture(picture([{ is: 'unicorn', at: [0, 0] }]))[0]).toContain('element 1 (unicorn)');
    expect(faultsOfPicture(picture([{ is: 'coin', at: [0, 0], with: { gold: 1 } }]))[0]).toContain(
      'no property gold',
    );
    expect(faultsOfPicture(picture([{ is: 'coin', at: [0, 0], with: { turned: 'yes' } }]))[0]).toContain(
      'must be a number',
    );
  });

  it('is refused for too many words at once, and for what moves after its scene', async () => {
    const { board } = await readStoryboard(join(MEDIA, 'v.idcard/storyboard.yaml'));
    const [first, ...others] = board.scenes;
    if (first === undefined) throw new Error('no scene');
    const faulty = picture([
      { is: 'title', at: [0, 0], with: { text: '一二三四五六七八九十一二三四五六七八九十' } },
      { is: 'coin', at: [0, 0], moves: [{ at: 30, for: 5, to: [9, 9] }] },
    ]);
    const scenes = [{ ...first, picture: faulty }, ...others];
    const times = timesOf(scenes);
    const faults = faultsOf({ board: { ...board, scenes }, times, durationS: times.at(-1)?.endS ?? 0 });
    expect(faults.join('\n')).toMatch(/something moves until 35 s[\s\S]*20 characters/);
  });
});

describe('the times of a film', () => {
  it('follow the words: digits are syllables, stops are rests', () => {
    expect(spokenS('请拨打12345。')).toBeGreaterThan(spokenS('请拨打电话。'));
    expect(spokenS('好，好，好。')).toBeGreaterThan(spokenS('好好好'));
  });

  it('leave no gap between the scenes, and stretch to a spoken length', () => {
    const scenes = [{ narration: { zh: '您好。' } }, { narration: { zh: '再见。' }, seconds: 9 }];
    const [one, two] = timesOf(scenes);
    expect(two?.startS).toBe(one?.endS);
    expect((two?.endS ?? 0) - (two?.startS ?? 0)).toBeCloseTo(9, 1);
    expect(timesOf(scenes, [12, 3])[0]?.endS).toBeGreaterThan(13);
  });
});

describe('captions', () => {
  it('cut long sentences at commas, and lose no word', () => {
    const text = '材料齐全，当场办好，不收费。孩子满1岁了，请先问当地派出所。';
    const pieces = piecesOf(text, 'zh');
    expect(pieces.join('')).toBe(text);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(18);
    expect(piecesOf('Bring it. It is free.', 'en')).toEqual(['Bring it.', 'It is free.']);
  });

  it('are WebVTT that covers each scene in order', () => {
    const scenes = [
      {
        id: 'a',
        chapter: { zh: '甲', en: 'A' },
        narration: { zh: '一句。', en: 'One.' },
        startS: 0,
        endS: 4,
      },
      {
        id: 'b',
        chapter: { zh: '乙', en: 'B' },
        narration: { zh: '二句。', en: 'Two.' },
        startS: 4,
        endS: 64.5,
      },
    ];
    expect(captionsOf(scenes, 'zh')).toBe(
      'WEBVTT\n\na-1\n00:00:00.500 --> 00:00:04.000\n一句。\n\nb-1\n00:00:04.500 --> 00:01:04.500\n二句。\n',
    );
    expect(chaptersOf(scenes, 'en')).toContain('b\n00:00:04.000 --> 00:01:04.500\nB\n');
  });
});

describe('the videos of the product', async () => {
  const ids = (await readdir(MEDIA)).filter((name) => name.startsWith('v.'));
  const file = (id: string, name: string): Promise<Buffer> => readFile(join(MEDIA, id, name));

  it.each(ids)('%s stands as its storyboard says: words, times, size, index first', async (id) => {
    const planned = await readStoryboard(join(MEDIA, id, 'storyboard.yaml'));
    const manifest = VideoManifest.parse(JSON.parse((await file(id, VIDEO_FILES.manifest)).toString()));
    expect(manifest.scenes.map(({ narration, chapter }) => ({ narration, chapter }))).toEqual(
      planned.board.scenes.map(({ narration, chapter }) => ({ narration, chapter })),
    );
    expect(manifest.scenes.map(({ startS, endS }) => ({ startS, endS }))).toEqual(planned.times);
    expect(manifest.sources.every((source) => !source.verified || planned.board.verified)).toBe(true);
    const picture = await file(id, VIDEO_FILES.picture);
    expect(picture.length).toBe(manifest.bytes);
    expect(picture.length).toBeLessThanOrEqual(3 * 1024 * 1024);
    expect(picture.indexOf('moov')).toBeLessThan(picture.indexOf('mdat'));
    for (const lang of ['zh', 'en'] as const) {
      expect((await file(id, VIDEO_FILES.captions[lang])).toString()).toBe(captionsOf(manifest.scenes, lang));
      expect((await file(id, VIDEO_FILES.chapters[lang])).toString()).toBe(chaptersOf(manifest.scenes, lang));
    }
  });
});
