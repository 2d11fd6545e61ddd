import { type FaceState, REST } from './face-motion.ts';

const face = (part: Partial<FaceState>): FaceState => ({ ...REST, ...part });

/** Every expression of the avatar, by its VRM name; custom ones are named after the viseme they draw. */
export const EXPRESSIONS: ReadonlyMap<string, FaceState> = new Map([
  ['aa', face({ jaw: 1.5, lipUp: 0.2, lipDown: 0.1, widen: -0.05 })],
  ['ih', face({ jaw: 0.3, lipUp: 0.14, lipDown: 0.22, widen: 0.26, corner: 0.22 })],
  ['ou', face({ jaw: 0.42, lipUp: 0.05, lipDown: 0.02, widen: -0.85, pucker: 0.55 })],
  ['ee', face({ jaw: 0.62, lipUp: 0.18, lipDown: 0.2, widen: 0.16 })],
  ['oh', face({ jaw: 1.05, lipUp: 0.12, widen: -0.62, pucker: 0.42 })],
  ['blinkLeft', face({ blinkLeft: 1 })],
  ['blinkRight', face({ blinkRight: 1 })],
  ['happy', face({ corner: 0.58, widen: 0.36, cheek: 1, squint: 0.42, browIn: 0.1, browOut: 0.16 })],
  ['sad', face({ corner: -0.2, cheek: 0, browIn: 0.5, browOut: -0.22, wide: -0.12 })],
  ['relaxed', face({ corner: 0.36, widen: 0.14, cheek: 0.5, wide: -0.16, squint: 0.1 })],
  ['surprised', face({ browIn: 0.6, browOut: 0.6, wide: 0.24, jaw: 0.5, lipUp: 0.05, widen: -0.15 })],
  ['angry', face({ browIn: -0.42, browOut: 0.12, wide: -0.1, squint: 0.2, corner: -0.06, press: 0.4 })],
  ['viseme_PP', face({ press: 1 })],
]);
