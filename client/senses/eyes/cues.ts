import { createNods } from './nods.ts';
import { createSpeakingLips } from './speaking-lips.ts';
import { createSteady } from './steady.ts';
import type { Cue, CueKind, Distance, FaceMeasures, Look } from './types.ts';

/** Somebody who only passes by is not there; who bends down to a bag has not left. ms */
const PRESENT = { onMs: 500, offMs: 3_000 };
/** A look aside is no lack of attention; who looks back is back. ms */
const AWAY = { onMs: 1_300, offMs: 350 };
/** The face is turned away from this on, and to the screen again below that. Degrees */
const AWAY_DEG = { yaw: [20, 27], pitch: [22, 30] } as const;
const SMILE = { onMs: 400, offMs: 900, from: 0.45, until: 0.3 };
/** Above what this face usually shows: some brows are low by nature. */
const PUZZLED = { onMs: 1_400, offMs: 1_200, from: 0.22, until: 0.1 };
/** The usual frown follows downwards at once and upwards slowly: share per look. */
const USUAL_FROWN = { down: 0.3, up: 0.004 };
/** A second person, or one less. ms */
const MORE = { onMs: 900, offMs: 2_000 };
/** Metres between the classes, and how far beyond a border one must be. */
const BORDERS = [0.38, 1.3] as const;
const BEYOND = 0.1;
const CLASSES = ['near', 'middle', 'far'] as const satisfies readonly Distance[];

export interface CuesOptions {
  wanted: ReadonlySet<CueKind>;
  emit: (cue: Cue) => void;
}

/** From looks to cues. All of it is arithmetic: no clock, no picture. */
export interface Cues {
  look(look: Look): void;
  /** What the lips of the nearest face do; null when the last look is older than `freshMs`, or showed nobody. */
  lips(now: number, freshMs: number): { moving: boolean; confidence: number } | null;
}

type Told = Cue extends infer C ? (C extends Cue ? Omit<C, 'confidence' | 'at'> : never) : never;

export function createCues({ wanted, emit }: CuesOptions): Cues {
  const present = createSteady(PRESENT);
  const away = createSteady(AWAY);
  const smiling = createSteady(SMILE);
  const puzzled = createSteady(PUZZLED);
  const more = createSteady(MORE);
  const nods = createNods();
  const lips = createSpeakingLips();
  let usualFrown: number | null = null;
  let distance: Distance | null = null;
  let lastFace = Number.NEGATIVE_INFINITY;

  const tell = (cue: Told, confidence: number, at: number): void => {
    if (wanted.has(cue.kind)) emit({ ...cue, confidence: Math.min(1, Math.max(0, confidence)), at } as Cue);
  };

  function forget(): void {
    away.reset();
    smiling.reset();
    puzzled.reset();
    more.reset();
    nods.reset();
    lips.reset();
    usualFrown = null;
    distance = null;
  }
  function readDistance(face: FaceMeasures, at: number): void {
    if (!(face.metres > 0)) return;
    const now = distance === null ? classOf(face.metres) : classFrom(distance, face.metres);
    if (now === distance) return;
    distance = now;
    // From a matrix that supposes a usual camera: a rough figure.
    tell({ kind: 'distance', is: now, metres: Math.round(face.metres * 10) / 10 }, 0.7, at);
  }
  function readFace(face: FaceMeasures, at: number): void {
    readDistance(face, at);
    const speaking = lips.look(at, face.mouth);
    if (speaking !== null) tell({ kind: 'lips', on: speaking.on }, speaking.confidence, at);
    const answer = nods.look(at, face, lips.moving);
    if (answer !== null) tell({ kind: answer.kind }, answer.confidence, at);
    const smile = smiling.look(at, between(face.smile, SMILE.until, SMILE.from));
    if (smile !== null) tell({ kind: 'smile', on: smile.on }, smile.confidence, at);
    usualFrown ??= face.frown;
    const above = face.frown - usualFrown;
    usualFrown += above * (above < 0 ? USUAL_FROWN.down : USUAL_FROWN.up);
    // Who smiles squints, and who turns away is not puzzled by what is here.
    const calm = !smiling.on && !away.on;
    const frown = puzzled.look(at, calm ? between(above, PUZZLED.until, PUZZLED.from) : false);
    if (frown !== null) tell({ kind: 'puzzled', on: frown.on }, frown.confidence, at);
  }
  return {
    look: ({ at, faces }) => {
      const [face] = faces;
      const there = present.look(at, face !== undefined);
      if (there !== null) {
        if (there.on) forget();
        tell({ kind: there.on ? 'presence' : 'absence' }, there.confidence, at);
        if (!there.on) forget();
      }
      if (face !== undefined) lastFace = at;
      if (!present.on) return;
      const turned = away.look(at, face === undefined ? true : isAway(face));
      if (turned !== null) tell({ kind: 'attention', on: !turned.on }, turned.confidence, at);
      const counted = more.look(at, faces.length > 1);
      if (counted !== null)
        tell({ kind: 'faces', count: counted.on ? faces.length : 1 }, counted.confidence, at);
      if (face !== undefined) readFace(face, at);
    },
    lips: (now, freshMs) => (now - lastFace > freshMs ? null : lips.state()),
  };
}

/** True from `from` on, false up to `until`, null between. */
function between(value: number, until: number, from: number): boolean | null {
  return value >= from ? true : value <= until ? false : null;
}

function isAway({ offYaw, offPitch }: FaceMeasures): boolean | null {
  const yaw = between(Math.abs(offYaw), ...AWAY_DEG.yaw);
  const pitch = between(Math.abs(offPitch), ...AWAY_DEG.pitch);
  if (yaw === true || pitch === true) return true;
  return yaw === false && pitch === false ? false : null;
}

function classOf(metres: number): Distance {
  return metres < BORDERS[0] ? 'near' : metres < BORDERS[1] ? 'middle' : 'far';
}

/** With a margin at each border, so that nobody stands on one. */
function classFrom(from: Distance, metres: number): Distance {
  const to = classOf(metres);
  const [a, b] = [CLASSES.indexOf(from), CLASSES.indexOf(to)];
  if (a === b) return from;
  const border = BORDERS[b > a ? b - 1 : b] ?? 0;
  return Math.abs(metres - border) > border * BEYOND ? to : from;
}
