import type { ConsultationState, GAZES } from '../../protocol/index.ts';

export type GazeName = (typeof GAZES)[number];
export type CardSide = 'left' | 'right' | 'below' | null;

/** Directions in degrees as seen by the model: yaw to its left (the picture's right), pitch down. */
export interface Direction {
  yaw: number;
  pitch: number;
}

/** The citizen is where the camera is; a face is looked at eye by eye and sometimes at the mouth. */
const CITIZEN: Direction = { yaw: 0, pitch: 0 };
const MICRO_DEG = 1.1;
const MICRO_MIN_MS = 800;
const MICRO_SPAN_MS = 1100;
/** Thinking people look away; the glance wanders between these. */
const THINKING: readonly Direction[] = [
  { yaw: 9, pitch: -6 },
  { yaw: 3, pitch: 4 },
  { yaw: -8, pitch: -5 },
];
const THINKING_MS = 1500;
/** The eye jumps within this time constant, the head follows with the other. */
const EYE_MS = 22;
const HEAD_MS = 260;
/** The head takes this share of a turn, and only of what is beyond the eyes' comfort. */
const HEAD_SHARE = 0.45;
const EYE_LIMIT_DEG = 22;
/** A turn beyond this comes with a blink. */
export const BLINK_TURN_DEG = 12;

/** Where a card on this side lies for the eyes. */
export function cardDirection(side: CardSide): Direction {
  if (side === 'right') return { yaw: 24, pitch: 6 };
  if (side === 'left') return { yaw: -24, pitch: 6 };
  if (side === 'below') return { yaw: 0, pitch: 16 };
  return CITIZEN;
}

/** Eyes and head of the avatar. Read `eye` (relative to the head) and `head` after `step`. */
export interface Gaze {
  readonly eye: Readonly<Direction>;
  readonly head: Readonly<Direction>;
  /**
   * One frame. `mark` is the running utterance's latest gaze mark, null without one; `headTurn` is what other motion
   * did to the head (degrees), which the eyes take back. Answers true when the gaze begins a turn worth a blink.
   */
  step(
    now: number,
    dtMs: number,
    state: ConsultationState,
    mark: GazeName | null,
    side: CardSide,
    headTurn: Direction,
  ): boolean;
}

/** `random` in [0, 1); `calm` leaves out the small jumps. */
export function createGaze(random: () => number, calm: boolean): Gaze {
  const eye: Direction = { yaw: 0, pitch: 0 };
  const head: Direction = { yaw: 0, pitch: 0 };
  const look: Direction = { yaw: 0, pitch: 0 };
  const micro: Direction = { yaw: 0, pitch: 0 };
  let nextMicro = 0;
  let aim: Direction = CITIZEN;

  function aimOf(now: number, state: ConsultationState, mark: GazeName | null, side: CardSide): Direction {
    if (mark === 'card') return cardDirection(side);
    if (mark === 'aside') return { yaw: side === 'left' ? 10 : -10, pitch: -3 };
    if (mark === 'down') return { yaw: 0, pitch: 12 };
    if (mark === 'citizen' || state !== 'thinking' || calm) return CITIZEN;
    return THINKING[Math.floor(now / THINKING_MS) % THINKING.length] ?? CITIZEN;
  }

  return {
    eye,
    head,
    step(now, dtMs, state, mark, side, headTurn) {
      const target = aimOf(now, state, mark, side);
      const turned = Math.hypot(target.yaw - aim.yaw, target.pitch - aim.pitch) > BLINK_TURN_DEG;
      aim = target;
      if (!calm && now >= nextMicro) {
        micro.yaw = (random() * 2 - 1) * MICRO_DEG;
        micro.pitch = (random() * 2 - 1) * MICRO_DEG * 0.7;
        nextMicro = now + MICRO_MIN_MS + MICRO_SPAN_MS * random();
      }
      const kEye = 1 - Math.exp(-dtMs / EYE_MS);
      const kHead = 1 - Math.exp(-dtMs / HEAD_MS);
      look.yaw += (target.yaw + micro.yaw - look.yaw) * kEye;
      look.pitch += (target.pitch + micro.pitch - look.pitch) * kEye;
      head.yaw += (target.yaw * HEAD_SHARE - head.yaw) * kHead;
      head.pitch += (target.pitch * HEAD_SHARE - head.pitch) * kHead;
      eye.yaw = limit(look.yaw - head.yaw - headTurn.yaw);
      eye.pitch = limit(look.pitch - head.pitch - headTurn.pitch);
      return turned;
    },
  };
}

function limit(deg: number): number {
  return Math.min(EYE_LIMIT_DEG, Math.max(-EYE_LIMIT_DEG, deg));
}
