/**
 * Draws a gesture (or a posture) of an avatar with the real stage in Chromium, as one strip of pictures over its time:
 * `npm run avatar:film -- avatars/xiaozheng.vrm greet [--frames 8] [--out FILE.png] [--side right] [--view bust|half|whole] [--turn 0]`.
 * Several gestures, by commas, give one strip below the other; `all` gives every gesture, `states` every posture.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { STAGE_STATES } from '../../client/stage/state.ts';
import { GESTURES } from '../../protocol/index.ts';

/** One strip: what is shown, at which ms, and how. */
interface Strip {
  gesture: string | null;
  state: string;
  side: string | null;
  frames: number;
  view: string;
  /** Turn of the camera around the figure, in degrees. */
  turn: number;
  width: number;
  height: number;
}

const PAGE = `
import { Vector3 } from 'three';
import { loadVrm } from './loader.ts';
import { createModel } from './model.ts';
import { createPerformer } from './performer.ts';
import { createPicture } from './renderer.ts';
import { GESTURE_TABLE } from './gestures/table.ts';
import { lengthOf } from './gestures/frames.ts';
import { LIGHTS } from './light.ts';
let stage = null;
async function open(url) {
  if (stage) return stage;
  const canvas = document.querySelector('canvas');
  const picture = createPicture(canvas);
  picture.light?.set?.(LIGHTS.plain);
  const { PerspectiveCamera } = await import('three');
  const camera = new PerspectiveCamera(20, 1, 0.1, 20);
  const model = createModel(await loadVrm(url));
  picture.scene.add(model.scene);
  stage = { canvas, ...picture, camera, model };
  return stage;
}
window.film = async (url, strip) => {
  const { canvas, renderer, scene, camera, model } = await open(url);
  const { figure } = model;
  const scale = figure.armLength / 0.5;
  const top = figure.head.centre.y + figure.head.radius;
  const low = strip.view === 'whole' ? -0.02 : strip.view === 'half' ? figure.arms.left.shoulder.y - figure.armLength * 1.02
    : figure.arms.left.shoulder.y - figure.armLength * 0.5;
  const high = top + 0.06 * (top - low);
  const d = (high - low) / 2 / Math.tan(Math.PI / 18);
  const a = (strip.turn * Math.PI) / 180;
  renderer.setPixelRatio(1); renderer.setSize(strip.width, strip.height, false);
  camera.aspect = strip.width / strip.height;
  camera.position.set(Math.sin(a) * d, (high + low) / 2, Math.cos(a) * d);
  camera.near = d * 0.2; camera.far = d * 4;
  camera.lookAt(new Vector3(0, (high + low) / 2, 0)); camera.updateProjectionMatrix();
  const length = strip.gesture ? lengthOf(GESTURE_TABLE[strip.gesture]) : 4000;
  const mark = strip.gesture ? GESTURE_TABLE[strip.gesture].strokeMs : 0;
  const utterance = { id: 'utt_film', turn: 'turn_film', seq: 0, lang: 'zh', text: '看', durationMs: length + 200, words: [], visemes: [],
    marks: strip.gesture ? [{ t: mark, kind: 'gesture', value: strip.gesture }, ...(strip.gesture === 'point_card' ? [{ t: mark, kind: 'gaze', value: 'card' }] : [])] : [] };
  let begun = null;
  const clock = { at: (now) => begun === null || now < begun || now - begun > length ? null : { utterance, ms: now - begun, audible: true } };
  let seed = 7;
  const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
  const performer = createPerformer(model, { clock, calm: false, random });
  const sheet = document.createElement('canvas');
  sheet.width = strip.width * strip.frames; sheet.height = strip.height;
  const pen = sheet.getContext('2d');
  let now = 0;
  const run = (until) => { while (now < until) { now += 1000 / 60; performer.step(now, 1000 / 60, strip.state, strip.side); model.update(1 / 60); } };
  run(3000);
  begun = now;
  let strain = 0;
  for (let i = 0; i < strip.frames; i += 1) {
    run(begun + (length * (i + 0.5)) / strip.frames);
    strain = Math.max(strain, model.rig.strain('left'), model.rig.strain('right'));
    renderer.render(scene, camera);
    pen.fillStyle = '#e8edf2'; pen.fillRect(i * strip.width, 0, strip.width, strip.height);
    pen.drawImage(canvas, i * strip.width, 0, strip.width, strip.height);
    pen.fillStyle = '#345'; pen.font = '11px sans-serif';
    pen.fillText((strip.gesture ?? strip.state) + ' ' + Math.round(now - begun) + ' ms', i * strip.width + 6, strip.height - 6);
  }
  return { png: sheet.toDataURL('image/png'), strain };
};`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    frames: { type: 'string', default: '8' },
    out: { type: 'string', default: 'film.png' },
    side: { type: 'string' },
    view: { type: 'string', default: 'half' },
    turn: { type: 'string', default: '0' },
    size: { type: 'string', default: '220' },
  },
});
const avatar = positionals[0] ?? 'avatars/xiaozheng.vrm';
const asked = (positionals[1] ?? 'greet').split(',');
const names = asked.flatMap((name) =>
  name === 'all' ? [...GESTURES] : name === 'states' ? [...STAGE_STATES] : [name],
);
const entry = resolve('client/stage/film-page.ts');
const bundled = await build({
  configFile: false,
  logLevel: 'error',
  build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'film' } },
  plugins: [
    {
      name: 'film-page',
      resolveId: (id: string) => (id === entry ? id : null),
      load: (id: string) => (id === entry ? PAGE : null),
    },
  ],
});
const first = Array.isArray(bundled) ? bundled[0] : bundled;
if (first === undefined || !('output' in first)) throw new Error('nothing was bundled');
const code = first.output.map((file) => ('code' in file ? file.code : '')).join('\n');
const bytes = await readFile(avatar);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist'],
});
try {
  const page = await browser.newPage({ viewport: { width: 800, height: 800 } });
  page.on('pageerror', (error) => console.error('error', error.message));
  await page.route('http://film.test/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/a.vrm') return route.fulfill({ body: bytes, contentType: 'model/gltf-binary' });
    if (pathname === '/page.js') return route.fulfill({ body: code, contentType: 'text/javascript' });
    return route.fulfill({
      contentType: 'text/html',
      body: '<body style="margin:0"><canvas></canvas><img><script type="module" src="/page.js"></script>',
    });
  });
  await page.goto('http://film.test/');
  await page.waitForFunction('window.film !== undefined');
  const size = Number(values.size);
  const strips: string[] = [];
  for (const name of names) {
    const gesture = (GESTURES as readonly string[]).includes(name) ? name : null;
    const strip: Strip = {
      gesture,
      state: gesture === null ? name : 'speaking',
      side: values.side ?? (name === 'point_card' || name === 'presenting' ? 'right' : null),
      frames: Number(values.frames),
      view: values.view,
      turn: Number(values.turn),
      width: size,
      height: Math.round(size * (values.view === 'whole' ? 1.7 : 1.2)),
    };
    const { png, strain } = await page.evaluate(
      (wanted) =>
        (
          window as unknown as {
            film: (url: string, strip: Strip) => Promise<{ png: string; strain: number }>;
          }
        ).film('/a.vrm', wanted),
      strip,
    );
    console.log(name, `most strain of a wrist: ${strain.toFixed(2)} rad`);
    strips.push(png);
  }
  const joined = await page.evaluate(async (urls) => {
    const images = await Promise.all(
      urls.map(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        return image;
      }),
    );
    const sheet = document.createElement('canvas');
    sheet.width = Math.max(...images.map((image) => image.width));
    sheet.height = images.reduce((sum, image) => sum + image.height, 0);
    const pen = sheet.getContext('2d');
    let y = 0;
    for (const image of images) {
      pen?.drawImage(image, 0, y);
      y += image.height;
    }
    return sheet.toDataURL('image/png');
  }, strips);
  await writeFile(resolve(values.out), Buffer.from(joined.split(',')[1] ?? '', 'base64'));
} finally {
  await browser.close();
}
