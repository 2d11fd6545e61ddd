// What the stage costs beyond drawing itself. In one page, the stage performing sentences of the trade, and a bare
// three-vrm loop (load, vrm.update, render) with the same avatar, size and number of lamps, take turns of a few seconds.
// Compared per drawn frame: script inside the frame's callback, and the processor time of all of the browser's processes.
// Then what the heap has grown by while the stage performed. --quick: one minute instead of ten.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { Run } from '../../client/stage/render-page.ts';
import { newId, type Utterance } from '../../protocol/index.ts';
import { createSpeechService } from '../../server/speech/service.ts';
import { launchBrowser } from '../support/browser.ts';
import { childrenCpuMs } from './lib/cpu.ts';
import { percentile, progress, report, round } from './lib/report.ts';
import { sentencesOfTheTrade } from './lib/sentences.ts';

const PROJECT = join(import.meta.dirname, '../..');
const MINUTES = process.argv.includes('--quick') ? 1 : 10;
// Small: a software GPU that fills both cores would be measured instead of the scripts.
const SIZE = { width: 160, height: 120 };
const TURN_MS = 5_000;
const SENTENCES = 12;
const avatar = process.argv.find((word) => word.endsWith('.vrm')) ?? join(PROJECT, 'avatars/xiaozheng.vrm');

/** Sentences with their real timelines, with marks as a reply has them. */
async function utterances(): Promise<Utterance[]> {
  const speech = createSpeechService({
    modelsDir: join(PROJECT, 'models'),
    assetsDir: process.env.GOVATAR_ASSETS ?? null,
    cacheDir: join(PROJECT, 'data/bench-render'),
  });
  try {
    const turn = newId('turn');
    const spoken: Utterance[] = [];
    for (const [seq, sentence] of sentencesOfTheTrade(SENTENCES).entries()) {
      const { text, lang, durationMs, words, visemes } = await speech.speak(sentence);
      const marks: Utterance['marks'] = [
        { t: 0, kind: 'emotion', value: 'happy' },
        { t: 200, kind: 'gaze', value: seq % 2 === 0 ? 'card' : 'citizen' },
        { t: 300, kind: 'gesture', value: seq % 2 === 0 ? 'point_card' : 'nod' },
      ];
      const id = newId('utt');
      spoken.push({
        id,
        turn,
        seq,
        lang,
        text,
        audio: null,
        startsInMs: 0,
        durationMs,
        words,
        visemes,
        marks,
      });
    }
    return spoken;
  } finally {
    await speech.close();
  }
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: PROJECT,
    build: {
      write: false,
      minify: true,
      lib: { entry: join(PROJECT, 'client/stage/render-page.ts'), formats: ['es'], fileName: 'page' },
    },
  });
  const first = Array.isArray(built) ? built[0] : built;
  if (first === undefined || !('output' in first)) throw new Error('nothing was bundled');
  return first.output.map((file) => ('code' in file ? file.code : '')).join('\n');
}

async function open(page: Page): Promise<void> {
  const code = await bundle();
  await page.route('https://render.test/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/a.vrm')
      return route.fulfill({ body: readFileSync(avatar), contentType: 'model/gltf-binary' });
    if (pathname === '/page.js') return route.fulfill({ body: code, contentType: 'text/javascript' });
    const body = '<!doctype html><body style="margin:0"><script type="module" src="/page.js"></script>';
    // Isolated, so that the page's clock is fine enough for what is measured.
    const headers = {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    };
    return route.fulfill({ contentType: 'text/html', headers, body });
  });
  await page.goto('https://render.test/');
  await page.waitForFunction(() => 'renderPage' in window);
}

const said = await utterances();
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: SIZE });
  page.on('pageerror', (error) => progress(`page: ${error.message}`));
  await open(page);
  await page.evaluate((list) => window.renderPage.start('/a.vrm', list), said);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  const heapKb = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = (await devtools.send('Runtime.getHeapUsage')) as { usedSize: number };
    return usedSize / 1024;
  };
  const turn = async (who: 'stage' | 'bare'): Promise<Run & { cpu: number }> => {
    const before = childrenCpuMs();
    const run = await page.evaluate(([name, ms]) => window.renderPage.run(name, ms), [who, TURN_MS] as const);
    return { ...run, cpu: childrenCpuMs() - before };
  };
  // Not counted: the engine's compilers warm up on both.
  for (const who of ['bare', 'stage', 'bare', 'stage'] as const) await turn(who);
  const heapBefore = await heapKb();
  const js: number[] = [];
  const cpu: number[] = [];
  const sums = {
    stage: { script: 0, frames: 0, ms: 0 },
    bare: { script: 0, frames: 0, ms: 0 },
  };
  const rounds = Math.max(2, Math.round((MINUTES * 60_000) / (2 * TURN_MS)));
  for (let i = 0; i < rounds; i += 1) {
    // Who goes first changes, so that a drift of the machine is nobody's.
    const order = i % 2 === 0 ? (['bare', 'stage'] as const) : (['stage', 'bare'] as const);
    const runs = { stage: await turn(order[0]), bare: await turn(order[1]) };
    if (i % 2 === 0) [runs.stage, runs.bare] = [runs.bare, runs.stage];
    for (const who of ['stage', 'bare'] as const) {
      sums[who].script += runs[who].script;
      sums[who].frames += runs[who].frames;
      sums[who].ms += runs[who].ms;
    }
    js.push(runs.stage.script / runs.stage.frames / (runs.bare.script / runs.bare.frames));
    cpu.push(runs.stage.cpu / runs.stage.frames / (runs.bare.cpu / runs.bare.frames));
    progress(
      `round ${i + 1} of ${rounds}: script ${round(js.at(-1) ?? 0, 3)}, all ${round(cpu.at(-1) ?? 0, 3)} of the bare loop's`,
    );
  }
  const heapAfter = await heapKb();
  const stats = await page.evaluate(() => window.renderPage.stats());
  report('render', {
    ratio_js: round(sums.stage.script / sums.stage.frames / (sums.bare.script / sums.bare.frames), 3),
    ratio_js_p50: round(percentile(js, 50), 3),
    ratio: round(percentile(cpu, 50), 3),
    js_ms: round(sums.stage.script / sums.stage.frames, 2),
    bare_js_ms: round(sums.bare.script / sums.bare.frames, 2),
    fps: round((sums.stage.frames / sums.stage.ms) * 1000),
    bare_fps: round((sums.bare.frames / sums.bare.ms) * 1000),
    draws: stats?.draws ?? 0,
    triangles: stats?.triangles ?? 0,
    heap_growth_kb: round(heapAfter - heapBefore),
    minutes: MINUTES,
  });
} finally {
  await browser.close();
}
process.exit(0);
