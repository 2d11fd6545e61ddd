/** A movement of the head that answers. */
export interface HeadAnswer {
  kind: 'nod' | 'shake';
  /** 0 to 1: from how often and how far the head went. */
  confidence: number;
}

interface Sample {
  at: number;
  yaw: number;
  pitch: number;
}
interface Turn {
  at: number;
  value: number;
}

/** So much of the past is looked at, ms: two cycles of a slow nod. */
const WINDOW_MS = 2_600;
/** From one end of the movement to the other: a nod has 1 to 3 cycles a second, a glance at the keys rests below. ms */
const SWING_MS = { least: 90, most: 720 };
/** Least way from end to end, degrees; the widest of the movement must reach `wide`. Measured noise is below 1. */
const SWING_DEG = { nod: { least: 4, wide: 6.5 }, shake: { least: 6, wide: 10 } } as const;
/** Beyond this it is no answer, the person looks elsewhere. Degrees from end to end */
const AT_MOST_DEG = 55;
/** There and back and there again; the first movement from rest counts. */
const SWINGS = 3;
/** A head at rest stays within this, degrees. */
const REST_DEG = 0.8;
/** The second widest movement, share of what the widest must have. */
const SECOND = 0.85;
/** The head must just have turned, ms: what ended a while ago was judged then. */
const STILL_GOING_MS = 500;
/** What the other axis may do meanwhile, share of the own. */
const OTHER_AXIS = 0.6;
/** Who is speaking moves the head with the words: it must go so much further. */
const SPEAKING = 1.6;
/** After an answer the same movement goes on for a while. ms */
const AGAIN_MS = 1_500;
/** Between two looks, ms: less often, and a quick nod falls between them. */
const GAP_MS = 300;

/** Nods and shakes of one head, from its angles at five to ten looks a second. */
export interface Nods {
  /** `speaking`: the lips move. */
  look(at: number, head: { yaw: number; pitch: number }, speaking: boolean): HeadAnswer | null;
  reset(): void;
}

export function createNods(): Nods {
  let samples: Sample[] = [];
  let quietUntil = Number.NEGATIVE_INFINITY;
  return {
    reset: () => {
      samples = [];
    },
    look(at, { yaw, pitch }, speaking) {
      const last = samples.at(-1);
      if (last !== undefined && (at <= last.at || at - last.at > GAP_MS)) samples = [];
      if (!Number.isFinite(yaw) || !Number.isFinite(pitch)) return null;
      samples = samples.filter((sample) => at - sample.at <= WINDOW_MS);
      // What goes on of the movement that has answered is no new answer.
      if (at < quietUntil) samples = [];
      samples.push({ at, yaw, pitch });
      if (at < quietUntil) return null;
      const factor = speaking ? SPEAKING : 1;
      const confidence = { nod: judge(samples, 'nod', factor), shake: judge(samples, 'shake', factor) };
      const kind = confidence.nod >= confidence.shake ? 'nod' : 'shake';
      if (confidence[kind] === 0) return null;
      samples = [];
      quietUntil = at + AGAIN_MS;
      return { kind, confidence: confidence[kind] };
    },
  };
}

/** How surely the movement up to now is one; 0: it is none. */
function judge(samples: readonly Sample[], kind: HeadAnswer['kind'], factor: number): number {
  const axis = kind === 'nod' ? 'pitch' : 'yaw';
  const other = kind === 'nod' ? 'yaw' : 'pitch';
  const limits = SWING_DEG[kind];
  const turns = turningPoints(
    samples.map((sample) => ({ at: sample.at, value: sample[axis] })),
    limits.least * factor,
  );
  const end = samples.at(-1)?.at ?? 0;
  if (end - (turns.at(-1)?.at ?? Number.NEGATIVE_INFINITY) > STILL_GOING_MS) return 0;
  const swings: number[] = [];
  let from = Number.POSITIVE_INFINITY;
  for (let i = turns.length - 1; i > 0; i -= 1) {
    const to = turns[i];
    const begin = turns[i - 1];
    if (to === undefined || begin === undefined) break;
    const ms = to.at - begin.at;
    const deg = Math.abs(to.value - begin.value);
    if (ms < SWING_MS.least || ms > SWING_MS.most || deg > AT_MOST_DEG) break;
    swings.push(deg);
    from = begin.at;
  }
  const [widest = 0, second = 0] = swings.slice().sort((a, b) => b - a);
  // One wide movement with a tremble before or after it is a look somewhere.
  if (swings.length < SWINGS || widest < limits.wide * factor || second < limits.wide * factor * SECOND)
    return 0;
  const within = samples.filter(({ at }) => at >= from).map((sample) => sample[other]);
  const across = Math.max(...within) - Math.min(...within);
  if (across > OTHER_AXIS * widest) return 0;
  return Math.min(1, 0.55 + 0.1 * (swings.length - SWINGS) + 0.3 * Math.min(1, (widest - limits.wide) / 10));
}

/**
 * Where the movement turned, with what lies between two turns being `least` or more (a zigzag filter). The first one is
 * where it set off: the last rest before; the last one is where the head is furthest now.
 */
function turningPoints(line: readonly Turn[], least: number): Turn[] {
  const first = line[0];
  if (first === undefined) return [];
  const turns: Turn[] = [];
  let direction = 0;
  let low = first;
  let high = first;
  for (const point of line) {
    if (direction === 0) {
      // Rest does not make the first movement longer.
      if (point.value <= low.value + REST_DEG)
        low = { at: point.at, value: Math.min(low.value, point.value) };
      if (point.value >= high.value - REST_DEG)
        high = { at: point.at, value: Math.max(high.value, point.value) };
    } else if (direction > 0 && point.value > high.value) high = point;
    else if (direction < 0 && point.value < low.value) low = point;
    if (direction <= 0 && point.value - low.value >= least) {
      turns.push(low);
      direction = 1;
      high = point;
    } else if (direction >= 0 && high.value - point.value >= least) {
      turns.push(high);
      direction = -1;
      low = point;
    }
  }
  if (direction !== 0) turns.push(direction > 0 ? high : low);
  return turns;
}
