import type { StageState } from './state.ts';

/** A nod comes this long after the citizen's pause has begun, ms; sooner would interrupt, later would seem absent. */
const AFTER_MS = 200;
const AFTER_SPAN_MS = 300;
/** Not more often than this: one who nods at everything does not listen. */
const APART_MS = 3500;
/** Only after at least this much talk. */
const TALK_MS = 900;

/** When to nod to a citizen who speaks. */
export interface Nods {
  /** Whether the citizen speaks now. */
  hear(speaking: boolean): void;
  /** A pause, where its begin and end are not told. */
  pause(): void;
  /** True once, in the frame at `now` ms in which a nod is due. Nods come while listening only. */
  due(now: number, state: StageState): boolean;
}

export function createNods(random: () => number): Nods {
  let speaking: boolean | null = null;
  let asked = false;
  let news: boolean | null = null;
  let began: number | null = null;
  let at: number | null = null;
  let last = Number.NEGATIVE_INFINITY;
  return {
    hear(now) {
      news = now;
    },
    pause() {
      asked = true;
    },
    due(now, state) {
      if (news !== null && news !== speaking) {
        if (news) {
          began = now;
          at = null;
        } else if (began !== null && now - began >= TALK_MS) asked = true;
        speaking = news;
      }
      news = null;
      if (asked && at === null && now - last >= APART_MS) at = now + AFTER_MS + AFTER_SPAN_MS * random();
      asked = false;
      if (at === null || now < at) return false;
      at = null;
      if (state !== 'listening') return false;
      last = now;
      return true;
    },
  };
}
