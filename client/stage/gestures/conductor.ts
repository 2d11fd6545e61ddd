import type { Utterance } from '../../../protocol/index.ts';
import { type Gesture, lengthOf } from './frames.ts';
import { gestureTime, type Scheduled, scheduleOf } from './schedule.ts';
import type { GestureName } from './table.ts';

/** An utterance that fell silent this close to its end has ended: its gesture is finished, not cut. */
const ENDED_MS = 300;
/** A reading further than this from where the last one led to is a jump of the clock. */
const JUMP_MS = 120;

/** What runs at one moment. */
export interface Running {
  gesture: Gesture;
  name: GestureName | null;
  /** ms of its own time. */
  ms: number;
  /** 1 as written. */
  size: number;
}

/** Decides which gesture runs. One at a time; a new one takes over from wherever the last one is. */
export interface Conductor {
  /** The gesture of this frame, null without one. */
  readonly running: Readonly<Running> | null;
  /** True when this frame does not follow from the last: another gesture, a cut, a jump of the clock. */
  readonly broken: boolean;
  step(heard: { utterance: Utterance; ms: number } | null, dtMs: number): void;
  /** Plays a gesture outside speech, unless one runs. Answers whether it does. */
  play(gesture: Gesture, size: number): boolean;
}

export function createConductor(random: () => number, beats: boolean): Conductor {
  const schedules = new WeakMap<Utterance, Scheduled[]>();
  let running: Running | null = null;
  let source: Scheduled | null = null;
  let spokenIn: Utterance | null = null;
  let broken = false;
  /** The last reading of the clock. */
  let last: { utterance: Utterance; ms: number } | null = null;

  function scheduleFor(utterance: Utterance): Scheduled[] {
    let schedule = schedules.get(utterance);
    if (schedule === undefined) {
      schedule = scheduleOf(utterance, beats);
      schedules.set(utterance, schedule);
    }
    return schedule;
  }

  function start(next: Scheduled, utterance: Utterance, ms: number): void {
    broken = running !== null;
    const size = 1 + next.gesture.play * (2 * random() - 1);
    running = { gesture: next.gesture, name: next.name, ms: gestureTime(next, ms), size };
    source = next;
    spokenIn = utterance;
  }

  /** Whether the words that the running gesture belongs to were stopped before their end. */
  function isCut(heard: { utterance: Utterance; ms: number } | null): boolean {
    if (source === null || last === null || spokenIn === null) return false;
    if (heard !== null && heard.utterance.turn === spokenIn.turn) return false;
    return last.ms < last.utterance.durationMs - ENDED_MS;
  }

  return {
    get running() {
      return running;
    },
    get broken() {
      return broken;
    },
    step(heard, dtMs) {
      broken = false;
      const due =
        heard === null
          ? undefined
          : scheduleFor(heard.utterance).findLast(({ from, to }) => from <= heard.ms && heard.ms < to);
      if (heard !== null && due !== undefined && (due !== source || running === null)) {
        // A beat never takes a gesture's place; a gesture takes any.
        if (due.name !== null || running === null || due === source) start(due, heard.utterance, heard.ms);
        else running.ms += dtMs;
      } else if (running !== null && heard !== null && due !== undefined && due === source) {
        const ms = gestureTime(due, heard.ms);
        broken = Math.abs(ms - running.ms) > JUMP_MS + 2 * dtMs;
        running.ms = ms;
      } else if (running !== null) {
        if (isCut(heard)) {
          running = null;
          broken = true;
        } else running.ms += dtMs;
      }
      if (running !== null && running.ms >= lengthOf(running.gesture)) running = null;
      if (running === null) source = null;
      last = heard ?? (running === null ? null : last);
    },
    play(gesture, size) {
      if (running !== null) return false;
      running = { gesture, name: null, ms: 0, size };
      source = null;
      return true;
    },
  };
}
