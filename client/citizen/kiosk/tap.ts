import type { Call } from '../../call/types.ts';
import type { CreateStage, Stage } from '../../stage/types.ts';
import type { Parts } from '../app.tsx';
import type { LendCamera } from '../eyes-camera.ts';

/** The page's own parts, with a hand on them: the machine knows the call that runs, and puts the avatar to sleep. */
export interface Tap {
  parts: Parts;
  call(): Call | null;
  /** @returns how to stop listening; the listener is called for every call of the page */
  onCall(listener: (call: Call) => void): () => void;
  setAsleep(asleep: boolean): void;
  /** Who has a camera open; null: nobody (any more). */
  setLender(lender: LendCamera | null): void;
}

export function tapParts(parts: Parts): Tap {
  let call: Call | null = null;
  let asleep = true;
  let lender: LendCamera | null = null;
  let stage: Stage | null = null;
  let wished: Parameters<Stage['setState']>[0] = 'lobby';
  const listeners = new Set<(call: Call) => void>();
  return {
    parts: {
      ...parts,
      lendCamera: (onEnd) => lender?.(onEnd) ?? null,
      openCall: async (lang, mode) => {
        const opened = await parts.openCall(lang, mode);
        call = opened.call;
        for (const listener of listeners) listener(opened.call);
        return opened;
      },
      openStage: async () => {
        const create = await parts.openStage();
        const sleepy: CreateStage = (options) => {
          const real = create(options);
          const mine: Stage = {
            ...real,
            setState: (state) => {
              wished = state;
              real.setState(asleep ? 'asleep' : state);
            },
          };
          stage = real;
          mine.setState(wished);
          return mine;
        };
        return sleepy;
      },
    },
    call: () => call,
    onCall: (listener) => {
      listeners.add(listener);
      if (call !== null) listener(call);
      return () => listeners.delete(listener);
    },
    setLender: (now) => {
      lender = now;
    },
    setAsleep: (now) => {
      if (asleep === now) return;
      asleep = now;
      stage?.setState(now ? 'asleep' : wished);
    },
  };
}
