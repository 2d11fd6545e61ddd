import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { AppError } from '../../protocol/index.ts';
import { FOV_DEG } from './framing.ts';

/** More pixels than two per point are not seen on a face, and cost phones their battery. */
const PIXEL_RATIO_CAP = 2;

/** The picture: renderer, camera and light. */
export interface Picture {
  renderer: WebGLRenderer;
  scene: Scene;
  camera: PerspectiveCamera;
}

/** Asks for WebGL2 on a canvas of its own; answers whether it is drawn in software, where antialiasing costs most. */
function probe(): { software: boolean } {
  const context = document.createElement('canvas').getContext('webgl2');
  if (context === null)
    throw new AppError('state_refused', 'This browser cannot draw the avatar (WebGL2 is missing).');
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name = info === null ? '' : String(context.getParameter(info.UNMASKED_RENDERER_WEBGL));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { software: /swiftshader|llvmpipe|software|basic render/i.test(name) };
}

/** Makes the picture on `canvas`, transparent where there is no avatar. Throws `AppError('state_refused')` without WebGL2. */
export function createPicture(canvas: HTMLCanvasElement): Picture {
  const { software } = probe();
  let renderer: WebGLRenderer;
  try {
    renderer = new WebGLRenderer({ canvas, alpha: true, antialias: !software, stencil: false });
  } catch (cause) {
    throw new AppError('state_refused', 'This browser cannot draw the avatar.', { cause });
  }
  renderer.setClearColor(0x000000, 0);
  const scene = new Scene();
  const key = new DirectionalLight(0xfff4ea, 2.1);
  key.position.set(0.7, 1.4, 2.2);
  const rim = new DirectionalLight(0xdfeaff, 0.5);
  rim.position.set(-1.6, 1, -0.6);
  scene.add(key, rim, new AmbientLight(0xffffff, 0.75));
  return { renderer, scene, camera: new PerspectiveCamera(FOV_DEG, 1, 0.1, 20) };
}

/** Pixels per CSS pixel for this screen, capped. */
export function fullPixelRatio(): number {
  return Math.min(PIXEL_RATIO_CAP, window.devicePixelRatio || 1);
}
