// The page of the benchmark `render`: the stage and a bare three-vrm loop side by side, of which one runs at a time. It is
// bundled by the benchmark and is no input of the build, so nothing of it is in the product.
import { VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, Timer, WebGLRenderer } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { Utterance } from '../../protocol/index.ts';
import { createStage } from './index.ts';
import type { StageStats } from './types.ts';

/** What one run of a loop took. */
export interface Run {
  frames: number;
  /** Script of all frame callbacks together, ms. */
  script: number;
  ms: number;
}

export interface RenderPage {
  start(avatar: string, utterances: Utterance[]): Promise<void>;
  run(who: 'stage' | 'bare', ms: number): Promise<Run>;
  stats(): StageStats | undefined;
}

declare global {
  interface Window {
    renderPage: RenderPage;
  }
}

const PAUSE_MS = 900;
const callbacks = { scripts: [] as number[], allowed: true };
const request = window.requestAnimationFrame.bind(window);
const held: FrameRequestCallback[] = [];

/** The stage's callbacks are measured from outside and held back while the other loop runs. */
function measuredRequest(callback: FrameRequestCallback): number {
  if (!callbacks.allowed) {
    held.push(callback);
    return 0;
  }
  return request((now) => {
    const begun = performance.now();
    callback(now);
    callbacks.scripts.push(performance.now() - begun);
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function canvas(): HTMLCanvasElement {
  const made = document.createElement('canvas');
  made.style.cssText = 'position:absolute;inset:0;width:100%;height:100%';
  document.body.append(made);
  return made;
}

let bareFrame: (() => void) | null = null;
let sizeBare: ((width: number, height: number) => void) | null = null;
let stage: ReturnType<typeof createStage> | null = null;
const canvases: { bare: HTMLCanvasElement | null; stage: HTMLCanvasElement | null } = {
  bare: null,
  stage: null,
};

/** What three-vrm's own example does, with the same picture: load, update, render. */
async function startBare(avatar: string): Promise<void> {
  const target = canvas();
  canvases.bare = target;
  const renderer = new WebGLRenderer({ canvas: target, alpha: true, antialias: false, stencil: false });
  renderer.setSize(window.innerWidth, window.innerHeight, false);
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const gltf = await loader.loadAsync(avatar);
  const { vrm } = gltf.userData;
  VRMUtils.rotateVRM0(vrm);
  const scene = new Scene();
  // As many lamps as the stage has: each costs in every pixel.
  const lamps = [1, 0.5, 0.5].map((strength) => new DirectionalLight(0xffffff, strength));
  for (const [i, lamp] of lamps.entries()) lamp.position.set(i - 1, 1, 1);
  scene.add(...lamps, new AmbientLight(), vrm.scene);
  const camera = new PerspectiveCamera(20, window.innerWidth / window.innerHeight, 0.1, 20);
  const eyes = vrm.humanoid.getRawBoneNode('head').getWorldPosition(camera.position.clone()).y + 0.05;
  // As near as the stage comes to the face.
  camera.position.set(0, eyes + 0.015, 1);
  sizeBare = (width, height) => renderer.setDrawingBufferSize(width, height, 1);
  const timer = new Timer();
  bareFrame = () => {
    timer.update();
    vrm.update(Math.min(timer.getDelta(), 1 / 30));
    renderer.render(scene, camera);
  };
  bareFrame();
}

function runBare(ms: number): Promise<Run> {
  return new Promise((resolve) => {
    const run: Run = { frames: 0, script: 0, ms: 0 };
    const scripts: number[] = [];
    let begin: number | null = null;
    const frame = (now: number): void => {
      begin ??= now;
      run.ms = now - begin;
      if (run.ms >= ms) {
        resolve({ ...run, script: sum(scripts) });
        return;
      }
      const before = performance.now();
      request(frame);
      bareFrame?.();
      scripts.push(performance.now() - before);
      run.frames += 1;
    };
    request(frame);
  });
}

async function runStage(ms: number): Promise<Run> {
  callbacks.allowed = true;
  for (const callback of held.splice(0)) measuredRequest(callback);
  await new Promise((resolve) => setTimeout(resolve, 300));
  callbacks.scripts = [];
  const drawn = stage?.stats().frames ?? 0;
  const begun = performance.now();
  await new Promise((resolve) => setTimeout(resolve, ms));
  const run = {
    frames: (stage?.stats().frames ?? 0) - drawn,
    script: sum(callbacks.scripts),
    ms: performance.now() - begun,
  };
  callbacks.allowed = false;
  await new Promise((resolve) => setTimeout(resolve, 100));
  return run;
}

window.renderPage = {
  async start(avatar, utterances) {
    await startBare(avatar);
    window.requestAnimationFrame = measuredRequest;
    const origin = performance.now();
    const spans: { from: number; utterance: Utterance }[] = [];
    let length = 0;
    for (const utterance of utterances) {
      spans.push({ from: length, utterance });
      length += utterance.durationMs + PAUSE_MS;
    }
    const reading = { utterance: spans[0]?.utterance as Utterance, ms: 0, audible: true };
    const target = canvas();
    canvases.stage = target;
    stage = createStage({
      canvas: target,
      background: 'hall',
      // All of it: springs at each frame, outlines, as the bare loop has them.
      holdTier: 'high',
      clock: {
        at(now, offsetMs = 0) {
          const at = (now - origin + offsetMs + length) % length;
          let span = spans[0];
          for (const one of spans) if (one.from <= at) span = one;
          if (span === undefined || at - span.from > span.utterance.durationMs) return null;
          reading.utterance = span.utterance;
          reading.ms = at - span.from;
          return reading;
        },
      },
    });
    stage.setState('speaking');
    stage.setCardSide('right');
    await stage.load(avatar);
    await runStage(1_000);
    // The stage draws a small face finer than the screen shows it: both draw as many pixels.
    const { width, height } = stage.stats();
    sizeBare?.(width, height);
  },
  run: (who, ms) => {
    for (const name of ['bare', 'stage'] as const) {
      const element = canvases[name];
      if (element) element.style.visibility = name === who ? 'visible' : 'hidden';
    }
    return who === 'stage' ? runStage(ms) : runBare(ms);
  },
  stats: () => stage?.stats(),
};
