/** What the picture is centred on. `rightHand` and `leftHand` follow the pose. */
export type Centre =
  | 'face'
  | 'mouth'
  | 'eye'
  | 'head'
  | 'bust'
  | 'half'
  | 'full'
  | 'leftHand'
  | 'rightHand'
  | 'arms';

/** One picture of the sheet. Sizes in CSS pixels. */
export interface Case {
  name: string;
  width: number;
  height: number;
  /** A view of one's own; without it the stage's own framing for this size. */
  view?: {
    centre: Centre;
    /** Metres that fill the picture's height on a head of 24 cm; other heads are shown in proportion. */
    metres: number;
    /** Degrees: where the camera stands, to the avatar's left and above. */
    yaw?: number;
    pitch?: number;
  };
  weights?: Readonly<Record<string, number>>;
  pose?: string;
  /** Degrees: to the avatar's left, and up. */
  look?: readonly [yaw: number, pitch: number];
  /** Always drawn at its own size. */
  exact?: boolean;
}

type View = NonNullable<Case['view']>;

const face = (name: string, weights: Case['weights'], rest: Partial<Case> = {}): Case => ({
  name,
  width: 400,
  height: 460,
  view: { centre: 'face', metres: 0.3 },
  ...(weights === undefined ? {} : { weights }),
  ...rest,
});

const seen = (name: string, width: number, height: number, view: View, rest: Partial<Case> = {}): Case => ({
  name,
  width,
  height,
  view,
  ...rest,
});

const bust = (name: string, yaw: number, pitch = 0): Case =>
  seen(name, 440, 520, { centre: 'bust', metres: 0.56, yaw, pitch });

const hand = (name: string, pose: string, yaw: number, pitch: number): Case =>
  seen(name, 400, 400, { centre: 'leftHand', metres: 0.27, yaw, pitch }, { pose });

const arms = (name: string, pose: string, yaw = 0): Case =>
  seen(name, 620, 560, { centre: 'arms', metres: 0.95, yaw }, { pose });

/** The words of the still picture that stands in where WebGL is missing: a soft, friendly look. */
export const PORTRAIT: Case = {
  name: 'portrait',
  width: 640,
  height: 720,
  weights: { happy: 0.35, relaxed: 0.25 },
};

const LOOKS: readonly Case[] = [
  PORTRAIT,
  seen('close', 640, 720, { centre: 'face', metres: 0.31 }),
  seen('mouth', 640, 480, { centre: 'mouth', metres: 0.085 }),
  seen('eye', 640, 480, { centre: 'eye', metres: 0.07 }),
  bust('front', 0),
  bust('quarter-left', 38),
  bust('quarter-right', -38),
  bust('profile', 90),
  bust('back', 180),
  bust('back-quarter', 145),
  seen('top', 440, 520, { centre: 'head', metres: 0.42, pitch: 82 }),
  bust('above', 20, 38),
  bust('below', 15, -30),
];

const FACES: readonly Case[] = [
  face('blink-half', { blink: 0.5 }),
  face('blink-full', { blink: 1 }),
  face('blink-side', { blink: 1 }, { view: { centre: 'face', metres: 0.3, yaw: 60 } }),
  face('happy+blink', { happy: 1, blink: 1 }),
  face('happy+aa', { happy: 0.7, aa: 0.8 }),
  face('sad+PP', { sad: 1, viseme_PP: 1 }),
  face('aa-side', { aa: 1 }, { view: { centre: 'face', metres: 0.3, yaw: 60 } }),
  face('happy-quarter', { happy: 1 }, { view: { centre: 'face', metres: 0.3, yaw: 40 } }),
  face('look-left', undefined, { look: [25, 0] }),
  face('look-right', undefined, { look: [-25, 0] }),
  face('look-up', undefined, { look: [0, 18] }),
  face('look-down', undefined, { look: [0, -18] }),
];

const BODIES: readonly Case[] = [
  seen('half', 480, 600, { centre: 'half', metres: 1.0 }),
  seen('half-quarter', 480, 600, { centre: 'half', metres: 1.0, yaw: -38 }),
  seen('half-back', 480, 600, { centre: 'half', metres: 1.0, yaw: 160 }),
  seen('full', 400, 720, { centre: 'full', metres: 1.85 }),
  seen('full-side', 400, 720, { centre: 'full', metres: 1.85, yaw: 90 }),
  seen('full-back', 400, 720, { centre: 'full', metres: 1.85, yaw: 205 }),
  seen('tpose', 720, 720, { centre: 'full', metres: 1.85 }, { pose: 't' }),
  arms('point-left', 'pointLeft'),
  arms('point-right', 'pointRight', 25),
  arms('chest', 'chest'),
  arms('explain', 'explain'),
  arms('bow', 'bow'),
  arms('bow-side', 'bow', 70),
  seen('shoulder', 440, 440, { centre: 'bust', metres: 0.5, yaw: 30, pitch: 20 }, { pose: 'pointLeft' }),
  seen('feet', 440, 300, { centre: 'full', metres: 0.4, yaw: 30, pitch: 25 }),
];

const HANDS: readonly Case[] = [
  hand('hand-open', 'handOpen', 0, 0),
  hand('hand-open-back', 'handOpen', 180, 0),
  hand('hand-rest', 'rest', 60, 10),
  hand('hand-fist', 'handFist', 0, 0),
  hand('hand-fist-side', 'handFist', 70, 10),
  hand('hand-one', 'handOne', 0, 0),
  hand('hand-two', 'handTwo', 0, 0),
  hand('hand-three', 'handThree', 0, 0),
  hand('hand-point', 'handPoint', 30, 15),
];

const FRAMINGS: readonly Case[] = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'desktop', width: 710, height: 550 },
  { name: 'kiosk', width: 1080, height: 1920 },
  { name: 'thumbnail', width: 200, height: 200, exact: true },
];

/** Expressions that are drawn as cases of their own above. */
const DRAWN = new Set(['blink', 'lookUp', 'lookDown', 'lookLeft', 'lookRight']);

/** Every case for a file with these expressions, in the order of the sheet. */
export function casesFor(expressions: readonly string[]): Case[] {
  const own = expressions.filter((name) => !DRAWN.has(name)).map((name) => face(name, { [name]: 1 }));
  return [...LOOKS, ...own, ...FACES, ...BODIES, ...HANDS, ...FRAMINGS];
}
