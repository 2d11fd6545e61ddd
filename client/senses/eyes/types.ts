/** What is seen of the citizen, as small events. `confidence`: 0 to 1. `at`: ms of the page's clock (performance.now()). */
export type Cue = { confidence: number; at: number } & (
  | { kind: 'presence' }
  | { kind: 'absence' }
  /** From the camera to the face, roughly; told when the class changes. */
  | { kind: 'distance'; is: Distance; metres: number }
  /** Whether the face is turned to the screen. */
  | { kind: 'attention'; on: boolean }
  /** Whether the lips move as in speech. */
  | { kind: 'lips'; on: boolean }
  | { kind: 'nod' }
  | { kind: 'shake' }
  | { kind: 'smile'; on: boolean }
  /** A frown that stays: the words may have been too hard. */
  | { kind: 'puzzled'; on: boolean }
  /** How many people are before the screen, whenever that changes. */
  | { kind: 'faces'; count: number }
);
export type CueKind = Cue['kind'];
export type Distance = 'near' | 'middle' | 'far';

export const CUE_KINDS = [
  'presence',
  'absence',
  'distance',
  'attention',
  'lips',
  'nod',
  'shake',
  'smile',
  'puzzled',
  'faces',
] as const satisfies readonly CueKind[];
/** What a kiosk may look at before anyone has consented, where its operator allows it. */
export const PRESENCE_ONLY = ['presence', 'absence'] as const satisfies readonly CueKind[];

/** Where a face is in the camera's own picture (not mirrored): `x` from 0, left, to 1; `y` from 0, top, to 1. */
export interface FaceAt {
  x: number;
  y: number;
}

/** What is measured on one face in one frame. Angles in degrees as the person has them. */
export interface FaceMeasures {
  /** Middle of the face. */
  at: FaceAt;
  /** Height of the face's box, share of the picture's height. */
  size: number;
  /** Between camera and face, metres: from the model's head matrix, for a usual camera. */
  metres: number;
  /** Positive: turned to the person's left (to the right in the camera's own picture). */
  yaw: number;
  /** Positive: chin down. */
  pitch: number;
  /** Positive: tilted to the person's right shoulder. */
  roll: number;
  /** How far the face is turned from the line to the camera; 0: it looks into it, wherever it is. */
  offYaw: number;
  offPitch: number;
  /** Between the inner edges of the lips, share of the face's height. */
  mouth: number;
  /** The model's own estimates, 0 to 1. */
  blink: number;
  smile: number;
  frown: number;
}

/** One look: all faces, the largest first. */
export interface Look {
  /** ms of the page's clock at which the frame was taken. */
  at: number;
  faces: readonly FaceMeasures[];
}

/** Why nothing is seen. */
export type EyesTrouble =
  /** The model is not installed on the server (`npm run models`). */
  | 'no_model'
  /** No workers, no WebAssembly, or the library did not start. */
  | 'unsupported'
  /** It had begun and broke. */
  | 'failed';

/**
 * How much the rest of the page should give up (the stage's `Pressure`): 1 half as often; from 2 on a look now and then,
 * which shows that somebody is there, and no nods.
 */
export type EyesPressure = 0 | 1 | 2 | 3;

export interface EyesOptions {
  /** The camera: a stream, or an element that plays one. Neither is ever stopped here. */
  source: MediaStream | HTMLVideoElement;
  /** Only these are told, and nothing more is worked out than they need. Default: all. */
  cues?: readonly CueKind[];
  onCue: (cue: Cue) => void;
  /** Where the nearest face is, at each look; null: nobody. Only asked for where the avatar's eyes follow. */
  onFace?: (face: FaceAt | null) => void;
  /** Every measure of every look, and how long it took (ms): for benchmarks. */
  onLook?: (look: Look, ms: number) => void;
  /** It does not see, or no longer. Told once. */
  onTrouble?: (trouble: EyesTrouble) => void;
  /** Looks per second at most, 1 to 10. Default 10; for `PRESENCE_ONLY` 2. */
  perSecond?: number;
}

/** The device's eye on one camera. Nothing of the picture is kept or sent from here. */
export interface Eyes {
  /** Whether it sees: after the model has loaded. */
  readonly ready: Promise<boolean>;
  setPressure(level: EyesPressure): void;
  /** Whether the lips of the nearest face move, and how sure that is; null: not known (nobody, no fresh look). */
  lips(): { moving: boolean; confidence: number } | null;
  /** Ends worker and timers; the camera goes on. */
  close(): void;
}
