/// <reference lib="dom" />
import type { VRM, VRMHumanBoneName } from '@pixiv/three-vrm';
import { Color, Mesh, PerspectiveCamera, Scene, SkinnedMesh, Vector3, WebGLRenderer } from 'three';
import { createCameraman } from '../../../client/stage/camera.ts';
import { distanceFor, FOV_DEG, type HeadMeasure } from '../../../client/stage/framing.ts';
import { addLight, LIGHTS } from '../../../client/stage/light.ts';
import { parseVrm } from '../../../client/stage/loader.ts';
import { measureHead } from '../../../client/stage/measure.ts';
import type { Case, Centre } from './cases.ts';
import { POSES } from './poses.ts';

/** What the file holds, told before it is drawn. */
export interface Loaded {
  expressions: string[];
  /** Humanoid bones that VRM 1.0 knows and this file does not have. */
  lacks: string[];
  vertices: number;
  triangles: number;
  draws: number;
  springs: number;
}

/** One drawn case, and what could not be shown. */
export interface Drawn {
  name: string;
  notes: string[];
  png: string | null;
}

export interface SheetOptions {
  /** Highest cell in pixels; 0: each at its own size. */
  size: number;
  zoom: number;
  singles: boolean;
  title: string;
  background: string;
  /** Drawn so many times as large, then made smaller. */
  scale: number;
}

declare global {
  interface Window {
    sheet: {
      load(url: string): Promise<Loaded>;
      draw(cases: Case[], options: SheetOptions): Promise<{ png: string; drawn: Drawn[] }>;
    };
  }
}

const HEAD_M = 0.24;
const GAP = 10;
const LABEL = 22;
const SHEET_WIDTH = 2000;

const canvas = document.createElement('canvas');
const renderer = new WebGLRenderer({ canvas, alpha: true, antialias: true, preserveDrawingBuffer: true });
renderer.setClearColor(new Color(0), 0);
const scene = new Scene();
addLight(scene, LIGHTS.plain);
let vrm: VRM | null = null;
let posed = '';
let rest: HeadMeasure | null = null;
let springs: VRM['springBoneManager'];

function figure(): VRM {
  if (vrm === null) throw new Error('load first');
  return vrm;
}

/** World place of the first of these bones that is there. */
function placeOf(...names: string[]): Vector3 | null {
  for (const name of names) {
    const bone = figure().humanoid.getRawBoneNode(name as VRMHumanBoneName);
    if (bone !== null) return bone.getWorldPosition(new Vector3());
  }
  return null;
}

/** Takes a pose; answers bones of it that are missing. Springs come to rest in it. */
function take(pose: string): string[] {
  const turns = POSES[pose];
  if (turns === undefined) return [`no pose ${pose}`];
  const { humanoid, meta } = figure();
  const sign = meta.metaVersion === '0' ? -1 : 1;
  const missing: string[] = [];
  if (posed !== pose) humanoid.resetNormalizedPose();
  for (const [name, [x, y, z]] of Object.entries(turns)) {
    const bone = humanoid.getNormalizedBoneNode(name as VRMHumanBoneName);
    if (bone === null) missing.push(name);
    else bone.rotation.set(sign * x, y, sign * z, 'YZX');
  }
  if (posed === pose) return missing;
  posed = pose;
  figure().update(0);
  figure().scene.updateMatrixWorld(true);
  springs?.reset();
  for (let i = 0; i < 45; i += 1) springs?.update(1 / 30);
  return missing;
}

/** The point that a view is centred on, and how large this head is beside the usual one. */
function centreOf(centre: Centre, head: HeadMeasure, scale: number): Vector3 {
  const at = (up: number, forward = 0): Vector3 =>
    new Vector3(head.x, head.eyes + up * scale, head.z + forward);
  const eye = placeOf('leftEye', 'rightEye');
  switch (centre) {
    case 'face':
      return at(-0.028);
    case 'mouth':
      return at(-0.072, 0.06);
    case 'eye':
      return eye === null ? at(0, 0.05) : eye;
    case 'head':
      return at(0.02);
    case 'bust':
      return at(-0.09);
    case 'half':
      return at(-0.3);
    case 'arms':
      return at(-0.27);
    case 'full':
      return new Vector3(0, (rest ?? head).top / 2, 0);
    case 'leftHand':
    case 'rightHand': {
      const knuckle = placeOf(`${centre.slice(0, -4)}MiddleProximal`, centre);
      return knuckle === null ? at(-0.3) : knuckle;
    }
  }
}

const camera = new PerspectiveCamera(FOV_DEG, 1, 0.02, 30);

function aim(one: Case, zoom: number): PerspectiveCamera {
  const head = rest ?? measureHead(figure());
  if (one.view === undefined) {
    const man = createCameraman();
    man.resize(one.width, one.height);
    man.aim(head);
    man.camera.updateProjectionMatrix();
    return man.camera;
  }
  const { centre, metres, yaw = 0, pitch = 0 } = one.view;
  const scale = (head.top - head.joint) / HEAD_M;
  const isBody = centre === 'full' || centre === 'half' || centre === 'arms' || centre.endsWith('Hand');
  const target = centreOf(centre, head, isBody ? head.top / 1.655 : scale);
  if (one.name === 'feet') target.set(0, 0.09, 0);
  const height = (metres * (isBody ? head.top / 1.655 : scale)) / zoom;
  const distance = distanceFor(height);
  const a = (yaw * Math.PI) / 180;
  const b = (pitch * Math.PI) / 180;
  camera.aspect = one.width / one.height;
  camera.near = distance * 0.1;
  camera.far = distance * 6 + 4;
  camera.position.set(Math.sin(a) * Math.cos(b), Math.sin(b), Math.cos(a) * Math.cos(b));
  camera.position.multiplyScalar(distance).add(target);
  camera.lookAt(target);
  camera.updateProjectionMatrix();
  return camera;
}

/** Draws one case to the renderer's canvas; answers what is missing. */
function shoot(one: Case, options: SheetOptions): string[] {
  const model = figure();
  const missing = take(one.pose ?? 'rest');
  // A file's missing fingers are told once, and where hands are the matter.
  const matters = one.view?.centre.endsWith('Hand') ? missing.filter((name) => name.startsWith('left')) : [];
  const notes = matters.length > 0 ? [`no ${matters.join(', ')}`] : [];
  const manager = model.expressionManager;
  for (const expression of manager?.expressions ?? []) expression.weight = 0;
  for (const [name, weight] of Object.entries(one.weights ?? {})) {
    if (manager?.getExpression(name)) manager.setValue(name, weight);
    else notes.push(`no expression ${name}`);
  }
  if (model.lookAt) {
    model.lookAt.yaw = one.look?.[0] ?? 0;
    // three-vrm's pitch is positive downwards.
    model.lookAt.pitch = -(one.look?.[1] ?? 0);
  } else if (one.look !== undefined) notes.push('no lookAt');
  model.update(0);
  renderer.setPixelRatio(options.scale);
  renderer.setSize(one.width, one.height, false);
  renderer.render(scene, aim(one, options.zoom));
  return notes;
}

function inked(width: number, height: number, background: string): CanvasRenderingContext2D {
  const sheet = document.createElement('canvas');
  sheet.width = width;
  sheet.height = height;
  const pen = sheet.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.fillStyle = background;
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  return pen;
}

function layout(
  cases: readonly Case[],
  size: number,
): { cells: { x: number; y: number; w: number; h: number }[]; width: number; height: number } {
  let x = GAP;
  let y = GAP + LABEL;
  let row = 0;
  let width = 0;
  const cells = cases.map((one) => {
    const k = one.exact || size === 0 ? 1 : Math.min(1, size / one.height);
    const w = Math.round(one.width * k);
    const h = Math.round(one.height * k);
    if (x + w + GAP > SHEET_WIDTH && x > GAP) {
      x = GAP;
      y += row + LABEL + GAP;
      row = 0;
    }
    const cell = { x, y, w, h };
    x += w + GAP;
    row = Math.max(row, h);
    width = Math.max(width, x);
    return cell;
  });
  return { cells, width, height: y + row + LABEL + GAP };
}

window.sheet = {
  async load(url) {
    vrm = await parseVrm(await (await fetch(url)).arrayBuffer());
    // Springs are moved by hand, to where they hang in each pose.
    springs = vrm.springBoneManager;
    Object.assign(vrm, { springBoneManager: undefined });
    if (vrm.lookAt) vrm.lookAt.autoUpdate = false;
    scene.add(vrm.scene);
    posed = '';
    take('rest');
    rest = measureHead(vrm);
    let vertices = 0;
    vrm.scene.traverse((object) => {
      if (object instanceof Mesh) vertices += object.geometry.getAttribute('position').count;
      if (object instanceof SkinnedMesh) object.frustumCulled = false;
    });
    const first = casesWhole();
    shoot(first, { size: 0, zoom: 1, singles: false, title: '', background: '#fff', scale: 0.25 });
    const bones = Object.keys(vrm.humanoid.humanBones);
    const fingers = ['Thumb', 'Index', 'Middle', 'Ring', 'Little'];
    const wanted = ['leftEye', 'rightEye', 'leftToes', ...fingers.map((finger) => `left${finger}Distal`)];
    return {
      expressions: (vrm.expressionManager?.expressions ?? []).map((one) => one.expressionName),
      lacks: wanted.filter((name) => !bones.includes(name)),
      vertices,
      triangles: renderer.info.render.triangles,
      draws: renderer.info.render.calls,
      springs: springs?.joints.size ?? 0,
    };
  },
  async draw(cases, options) {
    const { cells, width, height } = layout(cases, options.size);
    const pen = inked(width, height, '#ffffff');
    pen.font = '14px sans-serif';
    const drawn: Drawn[] = [];
    cases.forEach((one, i) => {
      const cell = cells[i];
      if (cell === undefined) return;
      // A cell that is shown small need not be drawn large.
      const k = options.singles ? 1 : cell.h / one.height;
      const notes = shoot(one, { ...options, scale: options.scale * k });
      pen.fillStyle = options.background;
      pen.fillRect(cell.x, cell.y, cell.w, cell.h);
      pen.drawImage(canvas, cell.x, cell.y, cell.w, cell.h);
      pen.fillStyle = notes.length > 0 ? '#b00020' : '#222222';
      pen.fillText([one.name, ...notes].join(' · '), cell.x, cell.y - 6, cell.w);
      let png: string | null = null;
      if (options.singles) {
        const single = inked(one.width, one.height, options.background);
        single.drawImage(canvas, 0, 0, one.width, one.height);
        png = single.canvas.toDataURL('image/png');
      }
      drawn.push({ name: one.name, notes, png });
    });
    pen.fillStyle = '#222222';
    pen.fillText(options.title, GAP, height - 8);
    return { png: pen.canvas.toDataURL('image/png'), drawn };
  },
};

function casesWhole(): Case {
  return { name: 'full', width: 400, height: 720, view: { centre: 'full', metres: 1.85 } };
}
