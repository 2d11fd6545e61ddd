/** What the camera shows. */
export interface Framing {
  /** Metres of height in the picture, at the face. */
  height: number;
  /** Metres from the face to the camera. */
  distance: number;
  /** Height of the camera's axis above the floor, in metres. */
  centreY: number;
}

/** Vertical field of view: long, as portrait lenses are. */
export const FOV_DEG = 20;
/** The eyes lie this far below the picture's upper edge. */
const EYES_FROM_TOP = 0.4;
/** Height shown in wide pictures, and width in narrow ones, in units of a head (eyes to the crown is about half one). */
const HEADS_HIGH = 2.15;
const HEADS_WIDE = 1.7;

/**
 * Head and shoulders, whatever the shape of the canvas. `eyeY` is the eyes' height above the floor and `head` the
 * height of the head, in metres; `aspect` is width over height of the picture.
 */
export function frameUpperBody(eyeY: number, head: number, aspect: number): Framing {
  const height = Math.max(HEADS_HIGH * head, (HEADS_WIDE * head) / Math.max(0.2, aspect));
  const distance = height / 2 / Math.tan((FOV_DEG * Math.PI) / 360);
  return { height, distance, centreY: eyeY - (0.5 - EYES_FROM_TOP) * height };
}
