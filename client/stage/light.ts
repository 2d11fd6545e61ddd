import { AmbientLight, Color, DirectionalLight, type Scene } from 'three';
import type { Background } from '../../protocol/index.ts';

/** One lamp: colour, strength, and where it stands (metres from the figure's feet; it shines at the middle). */
interface Lamp {
  color: string;
  strength: number;
  from: readonly [x: number, y: number, z: number];
}

/** The light that belongs to a background. MToon reads directional and ambient light only. */
export interface LightSet {
  /** From before and above: what shapes the face. */
  key: Lamp;
  /** From the other side: takes the hardness out of the shade. */
  fill: Lamp;
  /** From behind: parts hair and shoulders from the background. */
  rim: Lamp;
  ambient: { color: string; strength: number };
}

/** The hall's daylight comes from its windows on the left; the plain wall has a studio's light; the brand's colour shines back. */
export const LIGHTS: Readonly<Record<Background, LightSet>> = {
  hall: {
    key: { color: '#fff6ea', strength: 1.95, from: [-0.9, 1.5, 2.2] },
    fill: { color: '#fff1dc', strength: 0.4, from: [1.8, 0.6, 1.4] },
    rim: { color: '#e3eeff', strength: 0.55, from: [-1.6, 1.2, -0.8] },
    ambient: { color: '#fdfbf7', strength: 0.8 },
  },
  plain: {
    key: { color: '#fff6ee', strength: 2.5, from: [-1.3, 1.5, 1.7] },
    fill: { color: '#eef2fa', strength: 0.35, from: [1.8, 0.4, 1.2] },
    rim: { color: '#dfeaff', strength: 0.5, from: [-1.6, 1, -0.6] },
    ambient: { color: '#ffffff', strength: 0.8 },
  },
  brand: {
    key: { color: '#fff6ee', strength: 1.85, from: [0.7, 1.4, 2.2] },
    fill: { color: '#c9dcff', strength: 0.45, from: [-1.8, 0.5, 1.2] },
    rim: { color: '#bcd4ff', strength: 1.0, from: [1.4, 1.1, -0.9] },
    ambient: { color: '#f1f5ff', strength: 0.72 },
  },
};

/** Lamps of a scene. */
export interface Light {
  set(set: LightSet): void;
}

/** Puts three lamps and the ambient light into `scene`. */
export function addLight(scene: Scene, first: LightSet): Light {
  const key = new DirectionalLight();
  const fill = new DirectionalLight();
  const rim = new DirectionalLight();
  const ambient = new AmbientLight();
  scene.add(key, fill, rim, ambient);

  function aim(light: DirectionalLight, lamp: Lamp): void {
    light.color = new Color(lamp.color);
    light.intensity = lamp.strength;
    light.position.set(...lamp.from);
  }

  const light: Light = {
    set(next) {
      aim(key, next.key);
      aim(fill, next.fill);
      aim(rim, next.rim);
      ambient.color = new Color(next.ambient.color);
      ambient.intensity = next.ambient.strength;
    },
  };
  light.set(first);
  return light;
}
