import type { GAZES } from '../../protocol/index.ts';
import { between, draw, type Random, type Span } from './chance.ts';
import type { StageState } from './state.ts';

export type GazeName = (typeof GAZES)[number];
export type CardSide = 'left' | 'right' | 'below' | null;

/** Directions in degrees as seen by the model: yaw to its left (the picture's right), pitch down. */
export interface Direction {
  yaw: number;
  pitch: number;
}

/** What the attention is told each frame. */
export interface Scene {
  now: number;
  state: StageState;
  /** The running utterance's latest gaze mark; null without one. */
  mark: GazeName | null;
  side: CardSide;
  /** Which utterance is heard; null in silence. */
  clause: string | null;
}

/** Where one looks, in turns: at the other, and away. Medians in ms. */
interface Habit {
  contact: Span;
  away: Span;
  /** Ends of the yaw (either side) and of the pitch of a look away, degrees. */
  yaw: readonly [number, number];
  pitch: readonly [number, number];
}

const span = (median: number, sigma = 0.45): Span => ({ median, sigma, min: median / 4, max: median * 4 });

/**
 * Listeners look most of the time, speakers a little over half of it, thinkers up and aside (Kendon 1967, Argyle and Cook
 * 1976). Looks away are small: the camera is near, and a counter is no place to stare at the ceiling.
 */
const HABITS: Readonly<Record<Exclude<StageState, 'presenting' | 'asleep'>, Habit>> = {
  idle: { contact: span(3800), away: span(1100), yaw: [5, 11], pitch: [-2, 5] },
  listening: { contact: span(5200), away: span(650, 0.35), yaw: [3, 7], pitch: [1, 6] },
  thinking: { contact: span(600, 0.3), away: span(1500, 0.35), yaw: [6, 12], pitch: [-9, -4] },
  speaking: { contact: span(1900), away: span(1350), yaw: [4, 9], pitch: [-3, 5] },
  aside: { contact: span(1600), away: span(2800), yaw: [10, 14], pitch: [-1, 2] },
};
/** While a card is spoken of: the eyes read it, and come back to the person. */
const CARD_LOOK = span(2300, 0.35);
const CARD_CONTACT = span(1000, 0.3);
/** A new clause begins with a look away, as thoughts are gathered. */
const CLAUSE_AVERSION = 0.5;
/** After a clause's end the speaker looks up, to see whether it was understood. */
const HANDOVER_MS = 900;

/** One fixation: on a face, on a text. */
const FACE_FIXATION: Span = { median: 900, sigma: 0.5, min: 250, max: 3500 };
const TEXT_FIXATION: Span = { median: 420, sigma: 0.35, min: 200, max: 1000 };
const AWAY_FIXATION: Span = { median: 700, sigma: 0.4, min: 250, max: 2000 };
/** Eye, eye, mouth of a face across a counter, and how often each is looked at. Small: a picture's eyes that stray lose contact. */
const FACE_POINTS: readonly (readonly [share: number, yaw: number, pitch: number])[] = [
  [0.4, -1.1, -0.2],
  [0.4, 1.1, -0.2],
  [0.2, 0.1, 1.7],
];
const CARD_SPREAD = { yaw: 2.6, pitch: 2.2 };
/** Micro-saccades within a fixation. */
const MICRO: Span = { median: 1150, sigma: 0.3, min: 600, max: 2000 };
const MICRO_DEG = 0.3;

/** Where a card on this side lies for the eyes. */
export function cardDirection(side: CardSide): Direction {
  if (side === 'right') return { yaw: 24, pitch: 6 };
  if (side === 'left') return { yaw: -24, pitch: 6 };
  if (side === 'below') return { yaw: 0, pitch: 16 };
  return { yaw: 0, pitch: 0 };
}

/** What one looks at. */
export interface Attention {
  /** The point looked at now. The same object at every call. */
  readonly aim: Readonly<Direction>;
  /** Whether that is the citizen. */
  readonly contact: boolean;
  /** Decides for this moment; `face` is where the citizen's face is. */
  step(scene: Readonly<Scene>, face: Readonly<Direction>): void;
}

type Subject = 'citizen' | 'card' | 'away' | 'fixed';

/** Attention with human statistics; `calm` keeps only what is asked for, without the small shifts. */
export function createAttention(random: Random, calm: boolean): Attention {
  const aim: Direction = { yaw: 0, pitch: 0 };
  const offset: Direction = { yaw: 0, pitch: 0 };
  const micro: Direction = { yaw: 0, pitch: 0 };
  let subject: Subject = 'citizen';
  let reason = '';
  let turnAt = 0;
  let fixedUntil = 0;
  let microAt = 0;
  let clause: string | null = null;

  function place(yaw: number, pitch: number): void {
    offset.yaw = yaw;
    offset.pitch = pitch;
  }

  function lookAt(next: Subject, now: number, time: Span): void {
    subject = next;
    turnAt = now + draw(random, time);
    fixedUntil = now;
  }

  /** A new fixation within the same subject. */
  function fixate({ now, state, side }: Readonly<Scene>, habit: Habit): void {
    if (subject === 'citizen') {
      let at = random();
      const point = FACE_POINTS.find(([share]) => {
        at -= share;
        return at < 0;
      });
      place(point?.[1] ?? 0, point?.[2] ?? 0);
      fixedUntil = now + draw(random, FACE_FIXATION);
    } else if (subject === 'card') {
      place(
        between(random, -CARD_SPREAD.yaw, CARD_SPREAD.yaw),
        between(random, -CARD_SPREAD.pitch, CARD_SPREAD.pitch),
      );
      fixedUntil = now + draw(random, TEXT_FIXATION);
    } else {
      // Who steps aside for a colleague looks to the side where the colleague is; else it is as it comes.
      const chosen = random() < 0.5 ? -1 : 1;
      const to = state === 'aside' && side !== null ? (side === 'left' ? -1 : 1) : chosen;
      place(to * between(random, ...habit.yaw), between(random, ...habit.pitch));
      fixedUntil = now + draw(random, AWAY_FIXATION);
    }
  }

  /** Something in the scene changed: what one turns to at once. */
  function turn(scene: Readonly<Scene>, habit: Habit, onCard: boolean): void {
    const { now, state } = scene;
    if (onCard) lookAt('card', now, CARD_LOOK);
    else if (state === 'thinking') lookAt('away', now, habit.away);
    else lookAt('citizen', now, habit.contact);
  }

  return {
    aim,
    get contact() {
      return subject === 'citizen';
    },
    step(scene, face) {
      const { now, state, mark, side } = scene;
      const onCard = side !== null && (mark === 'card' || (mark === null && state === 'presenting'));
      const habit = HABITS[state === 'presenting' || state === 'asleep' ? 'speaking' : state];
      const fixed = state === 'asleep' || mark === 'aside' || mark === 'down';
      const why = `${state === 'presenting' ? 'speaking' : state} ${mark ?? ''} ${onCard} ${side ?? ''}`;
      if (why !== reason) {
        reason = why;
        turn(scene, habit, onCard);
      } else if (scene.clause !== clause && !onCard && mark !== 'citizen') {
        if (scene.clause === null) lookAt('citizen', now, { ...span(HANDOVER_MS), min: HANDOVER_MS });
        else if (random() < CLAUSE_AVERSION) lookAt('away', now, habit.away);
      } else if (now >= turnAt) {
        if (onCard)
          lookAt(subject === 'card' ? 'citizen' : 'card', now, subject === 'card' ? CARD_CONTACT : CARD_LOOK);
        else if (mark === 'citizen' || subject === 'away') lookAt('citizen', now, habit.contact);
        else lookAt('away', now, habit.away);
      }
      clause = scene.clause;
      if (fixed) {
        subject = 'fixed';
        if (state === 'asleep') place(0, 10);
        else if (mark === 'aside') place(side === 'left' ? 10 : -10, -3);
        else place(0, 12);
      } else if (calm) {
        subject = onCard ? 'card' : 'citizen';
        place(0, 0);
      } else if (now >= fixedUntil) fixate(scene, habit);
      if (!calm && now >= microAt) {
        micro.yaw = between(random, -MICRO_DEG, MICRO_DEG);
        micro.pitch = between(random, -MICRO_DEG, MICRO_DEG);
        microAt = now + draw(random, MICRO);
      }
      const base = subject === 'card' ? cardDirection(side) : subject === 'citizen' ? face : NOWHERE;
      aim.yaw = base.yaw + offset.yaw + micro.yaw;
      aim.pitch = base.pitch + offset.pitch + micro.pitch;
    },
  };
}

const NOWHERE: Direction = { yaw: 0, pitch: 0 };
