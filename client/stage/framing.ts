/** Vertical field of view: long, as portrait lenses are. */
export const FOV_DEG = 20;

/** A head as it stands, in metres above the floor (and beside and before the middle). */
export interface HeadMeasure {
  /** The head's joint, about the height of the jaw's angle. */
  joint: number;
  /** The highest point, hair included. */
  top: number;
  eyes: number;
  /** From the middle to the outermost hair. */
  halfWidth: number;
  x: number;
  z: number;
}

/** What the camera shows. */
export interface Framing {
  /** Metres of height in the picture, at the face. */
  height: number;
  /** Where the eyes lie: share of the picture's height from its upper edge. */
  eyesFromTop: number;
}

/**
 * Share of the picture's height that the head takes (joint to hair), by the picture's height in CSS pixels: in a small
 * picture the face is the message, in a tall one there is room for hands.
 */
const SHARES: readonly (readonly [px: number, share: number])[] = [
  [180, 0.6],
  [260, 0.54],
  [460, 0.44],
  [800, 0.38],
];
/** Air above the hair, as share of the picture's height. */
const AIR = 0.075;
/** From the eyes to the top of the hair is this share of a head: for models whose joint lies high in the skull. */
const ABOVE_EYES = 0.57;
/** Width of the hair may fill this share of a narrow picture. */
const WIDTH_SHARE = 0.6;

/** Head and shoulders in a picture of `width` by `height` CSS pixels, the same composition for every shape of head. */
export function frameBust(head: HeadMeasure, width: number, height: number): Framing {
  const aspect = Math.max(0.2, width / height);
  const span = headHeight(head);
  const byHeight = span / shareAt(height);
  const byWidth = (2 * head.halfWidth) / WIDTH_SHARE / aspect;
  const shown = Math.max(byHeight, byWidth);
  return { height: shown, eyesFromTop: AIR + (head.top - head.eyes) / shown };
}

/** Height of a head from the jaw to the top of the hair, in metres. */
export function headHeight(head: HeadMeasure): number {
  return Math.max(head.top - head.joint, (head.top - head.eyes) / ABOVE_EYES);
}

function shareAt(px: number): number {
  let [before, share] = SHARES[0] ?? [0, 0.5];
  if (px <= before) return share;
  for (const [at, next] of SHARES) {
    if (px <= at) return share + ((next - share) * (px - before)) / Math.max(1, at - before);
    before = at;
    share = next;
  }
  return share;
}

/** Metres from the face at which `height` metres fill the picture. */
export function distanceFor(height: number): number {
  return height / 2 / Math.tan((FOV_DEG * Math.PI) / 360);
}
