import { type Camera, Material, Mesh, type Object3D, type Scene, Texture, type WebGLRenderer } from 'three';

/** Rests until the next frame of the screen, or a little later where none comes (a hidden tab). */
const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      resolve();
    };
    const frame = requestAnimationFrame(done);
    const timer = setTimeout(done, 100);
  });

/**
 * Brings a figure to the graphics card while another one is on the stage: one picture per frame, so that the one that
 * plays does not stop, then its shaders. Rejects with the signal's reason.
 */
export async function uploadAhead(
  renderer: WebGLRenderer,
  figure: Object3D,
  camera: Camera,
  scene: Scene,
  signal: AbortSignal,
): Promise<void> {
  for (const texture of texturesOf(figure)) {
    await nextFrame();
    signal.throwIfAborted();
    renderer.initTexture(texture);
  }
  await nextFrame();
  signal.throwIfAborted();
  await renderer.compileAsync(figure, camera, scene);
  signal.throwIfAborted();
}

/** Every picture that the figure's materials use, once. */
export function texturesOf(figure: Object3D): Set<Texture> {
  const textures = new Set<Texture>();
  for (const material of materialsOf(figure)) {
    const uniforms = 'uniforms' in material ? Object.values(material.uniforms as object) : [];
    for (const value of [...Object.values(material), ...uniforms.map((uniform) => uniform?.value)]) {
      if (value instanceof Texture && value.image) textures.add(value);
    }
  }
  return textures;
}

/** Every material of the figure, once. */
export function materialsOf(figure: Object3D): Set<Material> {
  const materials = new Set<Material>();
  figure.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    for (const material of [object.material].flat())
      if (material instanceof Material) materials.add(material);
  });
  return materials;
}

/** The materials that draw MToon's outlines, for switching them off. */
export function outlinesOf(figure: Object3D): Material[] {
  return [...materialsOf(figure)].filter(
    (material) => 'isOutline' in material && material.isOutline === true,
  );
}
