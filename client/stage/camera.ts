import { PerspectiveCamera } from 'three';
import { distanceFor, FOV_DEG, type Framing, frameBust, type HeadMeasure, headHeight } from './framing.ts';

/** Time constant with which a new framing is taken. */
const EASE_MS = 220;
/** Closer than this (share of the height) it has arrived. */
const ARRIVED = 1e-3;
/** The figure gives the side of the card this much room, as share of the picture's width. */
const ASIDE = 0.035;

/** The camera and who holds it. */
export interface Cameraman {
  readonly camera: PerspectiveCamera;
  /** Share of the picture's height that the head takes now. */
  readonly headShare: number;
  /** Another figure stands there: it is framed at once. */
  aim(head: HeadMeasure): void;
  /** Size of the picture in CSS pixels, both above 0. A change is eased once a figure stands. */
  resize(width: number, height: number): void;
  /** -1: the figure stands a little to the left of the middle, 1 to the right. */
  lean(side: -1 | 0 | 1): void;
  /** One frame. */
  step(dtMs: number): void;
}

/**
 * A camera at the height of the eyes, so that a figure that looks straight ahead looks at the one before the screen;
 * the picture is shifted, as with a view camera, until the head is where it belongs.
 */
export function createCameraman(): Cameraman {
  const camera = new PerspectiveCamera(FOV_DEG, 1, 0.1, 20);
  let head: HeadMeasure | null = null;
  let width = 1;
  let height = 1;
  let leanTo = 0;
  let lean = 0;
  let framed: Framing | null = null;
  let wanted: Framing | null = null;
  let still = false;

  function want(): void {
    wanted = head === null ? null : frameBust(head, width, height);
    still = false;
  }

  function place(): void {
    if (head === null || framed === null) return;
    const distance = distanceFor(framed.height);
    camera.position.set(head.x, head.eyes, head.z + distance);
    camera.rotation.set(0, 0, 0);
    camera.near = distance * 0.2;
    camera.far = distance * 6;
    camera.aspect = width / height;
    // Positive goes right and down in the full picture.
    camera.setViewOffset(
      width,
      height,
      -lean * ASIDE * width,
      (0.5 - framed.eyesFromTop) * height,
      width,
      height,
    );
  }

  return {
    camera,
    get headShare() {
      return head === null || framed === null ? 0.4 : headHeight(head) / framed.height;
    },
    aim(next) {
      head = next;
      want();
      framed = wanted === null ? null : { ...wanted };
      place();
    },
    resize(nextWidth, nextHeight) {
      width = nextWidth;
      height = nextHeight;
      want();
      framed ??= wanted === null ? null : { ...wanted };
      place();
    },
    lean(side) {
      if (leanTo === side) return;
      leanTo = side;
      still = false;
    },
    step(dtMs) {
      if (still || framed === null || wanted === null) return;
      const k = 1 - Math.exp(-dtMs / EASE_MS);
      framed.height += (wanted.height - framed.height) * k;
      framed.eyesFromTop += (wanted.eyesFromTop - framed.eyesFromTop) * k;
      lean += (leanTo - lean) * k;
      still =
        Math.abs(wanted.height / framed.height - 1) < ARRIVED &&
        Math.abs(wanted.eyesFromTop - framed.eyesFromTop) < ARRIVED &&
        Math.abs(leanTo - lean) < ARRIVED;
      place();
    },
  };
}
