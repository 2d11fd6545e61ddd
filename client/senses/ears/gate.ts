import { WARM_UP_MS } from './options.ts';

/** One piece of sound as the detector judged it. */
export interface Frame {
  /** When its last sample was taken. ms */
  at: number;
  /** Its length. ms */
  ms: number;
  /** Probability of voice, 0 to 1. */
  voice: number;
  /** RMS against full scale. dB */
  level: number;
}

/** `faint`: it may be how a voice begins, and is none by itself. */
export type Judged = 'voice' | 'faint' | 'other';

export interface GateLimits {
  voice: number;
  aboveNoiseDb: number;
  aboveEchoDb: number;
}

/** Whether a frame is the citizen's voice: not the hall's and not the avatar's own. */
export interface Gate {
  /** What the loudspeaker plays now; dB, null where it is not known how loud. */
  plays(at: number, speaking: boolean, level: number | null): void;
  /** Judges a frame, and learns from it. `learn` false: somebody may be speaking, nothing is learnt of the echo. */
  judge(frame: Frame, limits: GateLimits, learn: boolean): Judged;
  /** How far a level lies above the echo that is expected now, dB; infinite in the avatar's silence. */
  aboveEcho(at: number, level: number): number;
  /** What was taken for a voice was its own, and so many dB louder than was thought. */
  wasEcho(at: number, aboveDb: number): void;
  /** Level of the surroundings, dB. */
  readonly background: number;
}

/** The detector believes in a voice one or two frames after its beginning; so much of its belief is a beginning. */
const FAINT = 0.4;
/** Background is the level that a tenth of the last frames stay below: speech leaves gaps, a hall does not. */
const BACKGROUND_FRAMES = 160;
const BACKGROUND_SHARE = 0.1;
const BACKGROUND_EVERY = 8;
/** A suppressed microphone may be digitally silent between words. dB */
const QUIETEST = -66;
/** Before anything is known. dB */
const FIRST_BACKGROUND = -56;
/** An echo comes at most so much later than it was played: output, room, input. ms */
const ECHO_MS = 300;
/** How loud the avatar is taken to be where it cannot be measured: its voice is levelled near this. dB */
const UNMEASURED = -22;
/** Below this it plays nothing that could come back. dB */
const INAUDIBLE = -60;
/** Echo against what is played: what a bad canceller leaves, before it is learnt. dB */
const FIRST_COUPLING = -20;
const LEAST_COUPLING = -60;
const MOST_COUPLING = -2;
/** The echo is learnt as the level that nine tenths of it stay below: up nine times as fast as down. dB per frame */
const UP = 1.35;
const DOWN = 0.15;
/** One mistake teaches no more than this: it may have been a voice after all. dB */
const MOST_CORRECTION_DB = 12;
/** How much louder a voice must be while the echo is not known yet. dB */
const WARM_UP_DB = 6;

export function createGate(): Gate {
  // As if it had been quiet before: who speaks when the microphone goes on is no background.
  const levels: number[] = new Array<number>(BACKGROUND_FRAMES / 2).fill(FIRST_BACKGROUND);
  let counted = 0;
  let background = FIRST_BACKGROUND;
  let coupling = FIRST_COUPLING;
  /** What was played lately. */
  const played: { at: number; level: number }[] = [];
  let soundingSince: number | null = null;
  let lastSound = Number.NEGATIVE_INFINITY;

  const loudest = (at: number): number => {
    while (played.length > 0 && (played[0]?.at ?? 0) < at - ECHO_MS) played.shift();
    return played.reduce((most, one) => Math.max(most, one.level), Number.NEGATIVE_INFINITY);
  };
  const surroundings = (level: number): void => {
    levels.push(level);
    if (levels.length > BACKGROUND_FRAMES) levels.shift();
    counted += 1;
    if (counted % BACKGROUND_EVERY !== 0) return;
    const sorted = [...levels].sort((a, b) => a - b);
    background = Math.max(QUIETEST, sorted[Math.floor(sorted.length * BACKGROUND_SHARE)] ?? FIRST_BACKGROUND);
  };
  const warming = (at: number): boolean => soundingSince !== null && at - soundingSince < WARM_UP_MS;

  return {
    get background() {
      return background;
    },
    plays: (at, speaking, level) => {
      const now = speaking ? (level ?? UNMEASURED) : Number.NEGATIVE_INFINITY;
      if (now < INAUDIBLE) {
        // Between two sentences the echo stays as known as it was.
        if (soundingSince !== null && at - lastSound > 2_000) soundingSince = null;
        return;
      }
      soundingSince ??= at;
      lastSound = at;
      played.push({ at, level: now });
    },
    aboveEcho: (at, level) => level - (loudest(at) + coupling),
    judge: (frame, limits, learn) => {
      surroundings(frame.level);
      const playing = loudest(frame.at);
      const sounds = playing > INAUDIBLE;
      const above = frame.level - (playing + coupling);
      const loud = frame.level >= background + limits.aboveNoiseDb;
      const isVoice = frame.voice >= limits.voice && loud;
      const needed = limits.aboveEchoDb + (warming(frame.at) ? WARM_UP_DB : 0);
      const own = sounds && above < needed;
      // A voice far above all that is expected is somebody's; what is below it is the echo, and how strong it is.
      if (sounds && learn && (!isVoice || own)) {
        const step = above > 0 ? UP : -DOWN;
        coupling = Math.min(MOST_COUPLING, Math.max(LEAST_COUPLING, coupling + step));
      }
      if (own) return 'other';
      if (isVoice) return 'voice';
      return frame.voice >= limits.voice * FAINT && loud ? 'faint' : 'other';
    },
    wasEcho: (at, aboveDb) => {
      if (aboveDb > 0) coupling = Math.min(MOST_COUPLING, coupling + Math.min(aboveDb, MOST_CORRECTION_DB));
      // As careful as at the beginning for a while.
      if (soundingSince !== null) soundingSince = at;
    },
  };
}
