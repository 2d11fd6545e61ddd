import { PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { AppError } from '../../protocol/index.ts';
import { FOV_DEG } from './framing.ts';
import { addLight, LIGHTS, type Light } from './light.ts';

/** The picture: renderer, scene, camera and light. */
export interface Picture {
  renderer: WebGLRenderer;
  scene: Scene;
  camera: PerspectiveCamera;
  light: Light;
  /** Drawn by the processor, where every pixel and every sample of antialiasing costs. */
  software: boolean;
}

/** Asks for WebGL2 on a canvas of its own; answers whether it is drawn in software. */
function probe(): { software: boolean } {
  const context = document.createElement('canvas').getContext('webgl2');
  if (context === null)
    throw new AppError('state_refused', 'This browser cannot draw the avatar (WebGL2 is missing).');
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name = info === null ? '' : String(context.getParameter(info.UNMASKED_RENDERER_WEBGL));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { software: /swiftshader|llvmpipe|software|basic render/i.test(name) };
}

/**
 * Makes the picture on `canvas`, transparent where there is no avatar: the background lies behind the canvas, where it
 * costs nothing to draw. Throws `AppError('state_refused')` without WebGL2.
 */
export function createPicture(canvas: HTMLCanvasElement): Picture {
  const { software } = probe();
  let renderer: WebGLRenderer;
  try {
    renderer = new WebGLRenderer({
      canvas,
      alpha: true,
      antialias: !software,
      stencil: false,
      powerPreference: 'high-performance',
    });
  } catch (cause) {
    throw new AppError('state_refused', 'This browser cannot draw the avatar.', { cause });
  }
  renderer.setClearColor(0x000000, 0);
  const scene = new Scene();
  const light = addLight(scene, LIGHTS.plain);
  return { renderer, scene, camera: new PerspectiveCamera(FOV_DEG, 1, 0.1, 20), light, software };
}
