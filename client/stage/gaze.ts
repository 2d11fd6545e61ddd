import { createAttention, type Direction, type Scene } from './attention.ts';
import type { Random } from './chance.ts';
import { approach, damped } from './damp.ts';

export type { CardSide, Direction, GazeName, Scene } from './attention.ts';
export { cardDirection } from './attention.ts';

/** Main sequence of saccades: duration grows with the amplitude (Bahill, Clark and Stark 1975). ms, ms per degree. */
const SACCADE_MS = 21;
const SACCADE_MS_PER_DEG = 2.2;
/** The eyes leave a point when what they look at is further from it than this; less is followed smoothly. Degrees. */
const DEAD_ZONE_DEG = 0.12;
/** Turns within this are the eyes' alone; of what is beyond, the head takes this share. Degrees, share. */
const HEAD_FROM_DEG = { yaw: 9, pitch: 7 };
const HEAD_SHARE = 0.75;
/** The head's spring: it sets off while the eyes have nearly arrived. ms. */
const HEAD_MS = 125;
/**
 * What the body's posture has turned the head, the head makes up for: the face turns to what the eyes look at, whatever
 * the chest does. Slow, so that a shake of the head stays one. ms, degrees.
 */
const POSTURE_MS = 450;
const NECK_LIMIT_DEG = 28;
/** How far eyes turn in their head, degrees. */
const EYE_LIMIT = { yaw: 26, up: 16, down: 22 };
/** Following a face that moves, ms. */
const FOLLOW_MS = 260;
/**
 * A picture that looks into the camera looks at everyone before it; so a face beside the axis is met with a share of its
 * angle. Beyond the limit the eyes would seem to look past it. Share, degrees.
 */
const FACE_GAIN = 0.4;
const FACE_LIMIT_DEG = 9;
/** Angles of a usual camera's picture, degrees. */
const CAMERA_DEG = { width: 62, height: 48 };
/** Gaze turns beyond the first come now and then with a blink, beyond the second always. Degrees (Evinger et al. 1994). */
const BLINK_FROM_DEG = 15;
const BLINK_ALWAYS_DEG = 33;

/**
 * Where a face is in the camera's own picture (not mirrored): `x` from 0, its left edge, to 1; `y` from 0, its top, to 1.
 */
export interface FacePlace {
  x: number;
  y: number;
}

/** The direction in which the avatar meets a face at this place. */
export function faceDirection({ x, y }: FacePlace): Direction {
  const limit = (deg: number): number => Math.min(FACE_LIMIT_DEG, Math.max(-FACE_LIMIT_DEG, deg));
  return {
    // The left of the camera's picture is the citizen's right, and so the avatar's left: positive yaw.
    yaw: limit((0.5 - x) * CAMERA_DEG.width * FACE_GAIN),
    pitch: limit((y - 0.5) * CAMERA_DEG.height * FACE_GAIN),
  };
}

/** Eyes and head of the avatar. Read `eye` (relative to the head) and `head` after `step`. */
export interface Gaze {
  readonly eye: Readonly<Direction>;
  readonly head: Readonly<Direction>;
  /** Where the citizen's face is; null: straight ahead. */
  setFace(place: FacePlace | null): void;
  /**
   * One frame, `dtMs` after the last. `headTurn` is what other motion did to the head (degrees), which the eyes take back.
   * Answers true when a turn begins that comes with a blink.
   */
  step(scene: Readonly<Scene>, dtMs: number, headTurn: Readonly<Direction>): boolean;
}

/** Fixations and saccades; eyes first, head after, the eyes turning back as it comes. `calm` leaves out the small shifts. */
export function createGaze(random: Random, calm: boolean): Gaze {
  const attention = createAttention(random, calm);
  const eye: Direction = { yaw: 0, pitch: 0 };
  const head: Direction = { yaw: 0, pitch: 0 };
  const look: Direction = { yaw: 0, pitch: 0 };
  const from: Direction = { yaw: 0, pitch: 0 };
  const to: Direction = { yaw: 0, pitch: 0 };
  const face: Direction = { yaw: 0, pitch: 0 };
  const headYaw = damped();
  const headPitch = damped();
  let wantedFace: Direction = { yaw: 0, pitch: 0 };
  let posture = 0;
  let startedAt = Number.NEGATIVE_INFINITY;
  let lengthMs = 1;

  function leave(now: number, dtMs: number, target: Readonly<Direction>): number {
    const amplitude = Math.hypot(target.yaw - look.yaw, target.pitch - look.pitch);
    from.yaw = look.yaw;
    from.pitch = look.pitch;
    to.yaw = target.yaw;
    to.pitch = target.pitch;
    // It began within the last frame, so that it is not a whole frame late.
    startedAt = now - dtMs / 2;
    lengthMs = SACCADE_MS + SACCADE_MS_PER_DEG * amplitude;
    return amplitude;
  }

  return {
    eye,
    head,
    setFace(place) {
      wantedFace = place === null ? { yaw: 0, pitch: 0 } : faceDirection(place);
    },
    step(scene, dtMs, headTurn) {
      const { now } = scene;
      const k = 1 - Math.exp(-dtMs / FOLLOW_MS);
      face.yaw += (wantedFace.yaw - face.yaw) * k;
      face.pitch += (wantedFace.pitch - face.pitch) * k;
      attention.step(scene, face);
      const { aim } = attention;

      let blink = false;
      if (Math.hypot(aim.yaw - to.yaw, aim.pitch - to.pitch) > DEAD_ZONE_DEG) {
        const amplitude = leave(now, dtMs, aim);
        const chance = (amplitude - BLINK_FROM_DEG) / (BLINK_ALWAYS_DEG - BLINK_FROM_DEG);
        blink = chance > 0 && random() < chance;
      }
      const done = minimumJerk((now - startedAt) / lengthMs);
      look.yaw = from.yaw + (to.yaw - from.yaw) * done;
      look.pitch = from.pitch + (to.pitch - from.pitch) * done;

      posture += (headTurn.yaw - posture) * (1 - Math.exp(-dtMs / POSTURE_MS));
      const turn = headPart(to.yaw, HEAD_FROM_DEG.yaw) - posture;
      approach(headYaw, clamp(turn, -NECK_LIMIT_DEG, NECK_LIMIT_DEG), HEAD_MS, dtMs);
      approach(headPitch, headPart(to.pitch, HEAD_FROM_DEG.pitch), HEAD_MS, dtMs);
      head.yaw = headYaw.value;
      head.pitch = headPitch.value;
      eye.yaw = clamp(look.yaw - head.yaw - headTurn.yaw, -EYE_LIMIT.yaw, EYE_LIMIT.yaw);
      eye.pitch = clamp(look.pitch - head.pitch - headTurn.pitch, -EYE_LIMIT.up, EYE_LIMIT.down);
      return blink;
    },
  };
}

function headPart(deg: number, free: number): number {
  return Math.sign(deg) * Math.max(0, Math.abs(deg) - free) * HEAD_SHARE;
}

/** Share of the way at share `x` of the time: the smoothest start and stop (Flash and Hogan 1985). */
function minimumJerk(x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x * x * x * (10 - 15 * x + 6 * x * x);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
