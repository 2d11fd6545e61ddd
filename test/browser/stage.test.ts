import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, type Page } from '../support/browser.ts';
import { frames, load, openStageBench, own, type StageBench, sample } from '../support/stage-page.ts';

/** Loads and unloads: a few in every run, as many as the design asks for in the full one. */
const LOADS = process.env.GOVATAR_TEST_FULL === '1' ? 50 : 8;
const XIAOZHENG = own('xiaozheng');

let bench: StageBench;
beforeAll(async () => {
  if (hasChromium) bench = await openStageBench();
});
afterAll(() => bench?.close());

const open = (files: Record<string, string | Buffer> = {}): Promise<Page> =>
  bench.open({ width: 320, height: 240, files: { 'a.vrm': XIAOZHENG, ...files } });

/** Whether something of the figure is drawn: pixels of the picture that are not clear, as share of all. */
const drawn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const { stage } = window.stageHarness;
        const stop = stage?.onFrame(() => {
          stop?.();
          // In the same task as the drawing, before the browser clears what it has shown.
          const canvas = document.querySelector('canvas');
          const small = document.createElement('canvas');
          small.width = 32;
          small.height = 24;
          const pen = small.getContext('2d');
          if (canvas) pen?.drawImage(canvas, 0, 0, 32, 24);
          const { data } = pen?.getImageData(0, 0, 32, 24) ?? { data: new Uint8ClampedArray() };
          let full = 0;
          for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 128) full += 1;
          resolve((full * 4) / Math.max(1, data.length));
        });
      }),
  );

const mouths = (page: Page, since: number): Promise<number[]> =>
  page.evaluate(
    (from) => window.stageHarness.frames.filter(({ drawnAt }) => drawnAt > from).map(({ mouth }) => mouth),
    since,
  );
const now = (page: Page): Promise<number> => page.evaluate(() => performance.now());

describe.skipIf(!hasChromium)('the stage (needs Chromium)', () => {
  it('changes the avatar while it speaks: the old one stays until the new one stands, and the lips go on', async () => {
    const page = await open();
    expect(await load(page, 'a.vrm')).toBe('ok');
    await page.evaluate(() => window.stageHarness.speak());
    await frames(page, 20);
    const begun = await now(page);
    const lengths = await page.evaluate(async () => {
      const { stage } = window.stageHarness;
      let fetched = 0;
      const get = window.fetch;
      window.fetch = async (...given) => {
        const answer = await get(...given);
        fetched = performance.now();
        return answer;
      };
      await stage?.load('/try/a.vrm');
      window.fetch = get;
      return { fetched, stood: performance.now() };
    });
    await frames(page, 20);
    const during = await page.evaluate(
      ({ from, to }) =>
        window.stageHarness.frames.filter(({ drawnAt }) => drawnAt > from && drawnAt < to).length,
      { from: begun, to: lengths.stood },
    );
    // The old one was drawn while the new one was fetched, parsed and uploaded.
    expect(during).toBeGreaterThan(0);
    const after = await mouths(page, lengths.stood);
    expect(Math.max(...after)).toBeGreaterThan(0.3);
    // One figure stands there, not two.
    const { geometries } = await page.evaluate(
      () => window.stageHarness.stage?.stats() ?? { geometries: -1 },
    );
    const fresh = await open();
    await load(fresh, 'a.vrm');
    await frames(fresh, 3);
    expect(geometries).toBe(await fresh.evaluate(() => window.stageHarness.stage?.stats().geometries ?? -2));
    await page.close();
    await fresh.close();
  });

  it('of two loads at once the later one wins, whichever comes first', async () => {
    const page = await open();
    const results = await page.evaluate(async () => {
      const stage = window.stageHarness.open();
      const settled = await Promise.allSettled([stage.load('/try/a.vrm'), stage.load('/try/a.vrm')]);
      return settled.map((one) => (one.status === 'fulfilled' ? 'ok' : one.reason.code));
    });
    expect(results).toEqual(['state_refused', 'ok']);
    await frames(page, 2);
    expect(await drawn(page)).toBeGreaterThan(0.1);
    await page.close();
  });

  it('keeps the old avatar when the new one is no good, and says why', async () => {
    const vrm = readFileSync(XIAOZHENG);
    const page = await open({
      'cut.vrm': vrm.subarray(0, 50_000),
      'text.vrm': Buffer.from('<html>nothing</html>'),
      'picture.vrm': spoilPicture(vrm),
    });
    await load(page, 'a.vrm');
    await frames(page, 3);
    expect(await load(page, 'cut.vrm')).toBe('avatar_broken');
    expect(await load(page, 'text.vrm')).toBe('avatar_broken');
    expect(await load(page, 'picture.vrm')).toBe('avatar_texture');
    expect(await load(page, 'none.vrm')).toBe('not_found');
    await frames(page, 3);
    expect(await drawn(page)).toBeGreaterThan(0.1);
    await page.close();
  });

  it('survives the loss of its graphics: the picture comes back and the lips move', async () => {
    const page = await open();
    await load(page, 'a.vrm');
    await page.evaluate(() => window.stageHarness.speak());
    await frames(page, 5);
    for (const [round, tier] of [
      [1, 'mid'],
      [2, 'low'],
    ] as const) {
      await page.evaluate(() => {
        const extension = document
          .querySelector('canvas')
          ?.getContext('webgl2')
          ?.getExtension('WEBGL_lose_context');
        (window as unknown as { lost: typeof extension }).lost = extension;
        window.stageHarness.events.length = 0;
        extension?.loseContext();
      });
      await page.waitForFunction(() => window.stageHarness.events.includes('no picture'));
      await page.evaluate(() => (window as unknown as { lost: WEBGL_lose_context }).lost.restoreContext());
      await page.waitForFunction(() => window.stageHarness.events.includes('picture'));
      const back = await now(page);
      await frames(page, 20);
      expect(Math.max(...(await mouths(page, back)))).toBeGreaterThan(0.3);
      expect(await drawn(page)).toBeGreaterThan(0.1);
      const seen = await page.evaluate(() => window.stageHarness.stage?.stats().tier);
      if (round === 2) expect(seen).toBe(tier);
    }
    // The third loss within five minutes is the last.
    await page.evaluate(() => (window as unknown as { lost: WEBGL_lose_context }).lost.loseContext());
    await page.waitForFunction(() => window.stageHarness.events.includes('lost: context_lost'));
    await page.close();
  });

  it(`grows by nothing over ${LOADS} loads and unloads`, async () => {
    const page = await open();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('HeapProfiler.enable');
    const measure = async () => {
      await frames(page, 2);
      // What the harness itself has kept.
      await page.evaluate(() => {
        window.stageHarness.frames.length = 0;
      });
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize } = (await devtools.send('Runtime.getHeapUsage')) as unknown as {
        usedSize: number;
        backingStorageSize: number;
      };
      const stats = await page.evaluate(() => window.stageHarness.stage?.stats());
      return {
        usedSize,
        backingStorageSize,
        geometries: stats?.geometries,
        textures: stats?.textures,
        programs: stats?.programs,
      };
    };
    // The first ones fill caches for good.
    for (let i = 0; i < 3; i += 1) await load(page, 'a.vrm');
    const before = await measure();
    for (let i = 0; i < LOADS; i += 1) expect(await load(page, 'a.vrm')).toBe('ok');
    const { usedSize, backingStorageSize, ...card } = await measure();
    expect(card).toEqual({
      geometries: before.geometries,
      textures: before.textures,
      programs: before.programs,
    });
    // The buffers of one avatar are several megabytes: of none did anything stay.
    expect(backingStorageSize - before.backingStorageSize).toBeLessThan(200_000);
    // What the engine still compiles grows at first and comes to rest, whatever the number of loads.
    expect(usedSize - before.usedSize).toBeLessThan(1_500_000);
    await page.close();
  });

  it('draws nothing without room, and begins as soon as there is some', async () => {
    const page = await open();
    await page.evaluate(() => {
      const host = document.querySelector('.frame-canvas');
      if (host instanceof HTMLElement) host.style.display = 'none';
    });
    await load(page, 'a.vrm');
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    expect(await page.evaluate(() => window.stageHarness.frames.length)).toBe(0);
    await page.evaluate(() => {
      const host = document.querySelector('.frame-canvas');
      if (host instanceof HTMLElement) host.style.display = '';
    });
    await frames(page, 3);
    expect(await drawn(page)).toBeGreaterThan(0.1);
    await page.setViewportSize({ width: 200, height: 300 });
    await page.waitForFunction(() => {
      const stats = window.stageHarness.stage?.stats();
      return stats !== undefined && stats.width * 3 === stats.height * 2;
    });
    await page.close();
  });

  it('takes up a wish for less motion while it runs', async () => {
    const page = await open();
    await load(page, 'a.vrm');
    await page.evaluate(() => window.stageHarness.speak());
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const from = await now(page);
    await frames(page, 20);
    expect(Math.max(...(await mouths(page, from)))).toBeGreaterThan(0.3);
    await page.close();
  });

  describe('any avatar', () => {
    const FILES = [
      'Godette_vrm_v4.vrm',
      'VRMC_materials_mtoon_UV_Animation_Test.vrm',
      'VRMC_vrm_expressions_isBinary_Overridden.vrm',
      'mh_clerk_f.vrm',
    ];
    for (const name of FILES) {
      const { path, found } = sample(name);
      it.skipIf(!found)(
        `${name} stands, is seen and moves (needs the sample in GOVATAR_ASSETS)`,
        async () => {
          const page = await open({ [name]: path });
          const faults: string[] = [];
          page.on('pageerror', (error) => faults.push(error.message));
          expect(await load(page, name)).toBe('ok');
          await page.evaluate(() => window.stageHarness.speak());
          await frames(page, 8);
          // The test figure of the expressions is two small squares.
          expect(await drawn(page)).toBeGreaterThan(name.includes('isBinary') ? 0.001 : 0.1);
          expect(faults).toEqual([]);
          await page.close();
        },
      );
    }
  });
});

/** The same file with the first picture's bytes made unreadable. */
function spoilPicture(vrm: Buffer): Buffer {
  const spoilt = Buffer.from(vrm);
  const length = spoilt.readUInt32LE(12);
  const gltf = JSON.parse(spoilt.subarray(20, 20 + length).toString()) as {
    images: { bufferView: number }[];
    bufferViews: { byteOffset?: number; byteLength: number }[];
  };
  const view = gltf.bufferViews[gltf.images[0]?.bufferView ?? -1];
  if (view === undefined) throw new Error('the avatar has no picture');
  const start = 20 + length + 8 + (view.byteOffset ?? 0);
  spoilt.fill(0, start, start + view.byteLength);
  return spoilt;
}
