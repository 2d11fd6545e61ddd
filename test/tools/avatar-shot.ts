/**
 * Draws the avatar with the real stage in Chromium and saves pictures of it:
 * `node test/tools/avatar-shot.ts FOLDER [avatar.vrm] [case …]`. A designer's way to look at a change of the builder.
 * The case `portrait` is the still picture that stands in where WebGL is missing; it is saved as WebP.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';

interface Shot {
  width: number;
  height: number;
  /** Head's turn in degrees, a zoom on the face, expressions. */
  turn?: number;
  zoom?: number;
  weights?: Record<string, number>;
  tpose?: boolean;
  /** Drawn twice as large and made smaller: smooth edges. */
  fine?: boolean;
}

const face = (weights: Record<string, number>): Shot => ({ width: 400, height: 480, zoom: 2.1, weights });
const SHOTS: Record<string, Shot> = {
  portrait: { width: 640, height: 720, fine: true, weights: { happy: 0.3 } },
  desktop: { width: 900, height: 620 },
  phone: { width: 390, height: 700 },
  kiosk: { width: 540, height: 960 },
  turned: { width: 480, height: 560, turn: 35 },
  side: { width: 480, height: 560, turn: 90 },
  close: { width: 640, height: 720, zoom: 2.1 },
  whole: { width: 560, height: 640, zoom: 0.28 },
  tpose: { width: 720, height: 640, zoom: 0.28, tpose: true },
  aa: face({ aa: 1 }),
  ih: face({ ih: 1 }),
  ou: face({ ou: 1 }),
  ee: face({ ee: 1 }),
  oh: face({ oh: 1 }),
  pp: face({ viseme_PP: 1 }),
  blink: face({ blink: 1 }),
  half: face({ blink: 0.5 }),
  happy: face({ happy: 1 }),
  sad: face({ sad: 1 }),
  relaxed: face({ relaxed: 1 }),
  surprised: face({ surprised: 1 }),
  angry: face({ angry: 1 }),
};

const PAGE = `
import { Vector3 } from 'three';
import { loadVrm } from './loader.ts';
import { createModel } from './model.ts';
import { restPose } from './pose.ts';
import { frameUpperBody } from './framing.ts';
import { createPicture } from './renderer.ts';
window.shoot = async (url, shot) => {
  const canvas = document.querySelector('canvas');
  canvas.style.width = shot.width + 'px'; canvas.style.height = shot.height + 'px';
  const { renderer, scene, camera } = createPicture(canvas);
  const model = createModel(await loadVrm(url));
  scene.add(model.scene);
  renderer.setPixelRatio(shot.fine ? 2 : 1); renderer.setSize(shot.width, shot.height, false);
  const aspect = shot.width / shot.height;
  const f = frameUpperBody(model.eyeY, model.head, aspect);
  const zoom = shot.zoom ?? 1;
  const d = f.distance / zoom;
  const y = zoom > 1 ? model.eyeY - 0.035 : zoom < 1 ? 0.85 : f.centreY;
  camera.aspect = aspect;
  const a = ((shot.turn ?? 0) * Math.PI) / 180;
  camera.position.set(Math.sin(a) * d, y, Math.cos(a) * d);
  camera.lookAt(new Vector3(0, y, 0)); camera.updateProjectionMatrix();
  for (const [name, weight] of Object.entries(shot.weights ?? {})) model.express(name, weight);
  model.pose(restPose(), { yaw: 0, pitch: 0 });
  model.update(0);
  if (shot.tpose) { model.rest(); model.update(0); }
  renderer.render(scene, camera);
  let png = canvas.toDataURL('image/png');
  if (shot.fine) {
    const small = document.createElement('canvas');
    small.width = shot.width; small.height = shot.height;
    const pen = small.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(canvas, 0, 0, shot.width, shot.height);
    png = small.toDataURL('image/webp', 0.86);
  }
  const info = { calls: renderer.info.render.calls, triangles: renderer.info.render.triangles };
  model.close(); renderer.dispose();
  const next = canvas.cloneNode(); canvas.replaceWith(next);
  return { png, info };
};`;

const folder = resolve(process.argv[2] ?? 'shots');
const avatar = process.argv[3] ?? 'avatars/xiaozheng.vrm';
const wanted = process.argv.slice(4);
await mkdir(folder, { recursive: true });
const entry = resolve('client/stage/shot-page.ts');
const bundled = await build({
  configFile: false,
  logLevel: 'error',
  build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'shot' } },
  plugins: [
    {
      name: 'shot-page',
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
  const page = await browser.newPage({ viewport: { width: 1000, height: 1000 } });
  page.on('console', (message) => console.log(message.type(), message.text()));
  page.on('pageerror', (error) => console.log('error', error.message));
  await page.route('http://shot.test/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/a.vrm') return route.fulfill({ body: bytes, contentType: 'model/gltf-binary' });
    if (pathname === '/page.js') return route.fulfill({ body: code, contentType: 'text/javascript' });
    return route.fulfill({
      contentType: 'text/html',
      body: '<body style="margin:0"><canvas></canvas><script type="module" src="/page.js"></script>',
    });
  });
  await page.goto('http://shot.test/');
  await page.waitForFunction('window.shoot !== undefined');
  for (const [name, shot] of Object.entries(SHOTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const result = await page.evaluate(
      (s) =>
        (
          window as unknown as { shoot: (url: string, shot: Shot) => Promise<{ png: string; info: unknown }> }
        ).shoot('/a.vrm', s),
      shot,
    );
    await writeFile(
      join(folder, `${name}.${shot.fine ? 'webp' : 'png'}`),
      Buffer.from(result.png.split(',')[1] ?? '', 'base64'),
    );
    console.log(name, JSON.stringify(result.info));
  }
} finally {
  await browser.close();
}
