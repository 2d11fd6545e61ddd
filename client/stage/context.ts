/** Losses counted together: within this time. */
const LOSSES_WITHIN_MS = 5 * 60_000;
/** So many losses make the picture cheaper; one more ends it. */
const WEAK_AT = 2;

/** What a keeper of a WebGL context tells. */
export interface ContextEvents {
  /** Nothing can be drawn now: the portrait stands in. */
  onLost(): void;
  /** It can be drawn again; the device has lost it often enough to be spared when `weak`. */
  onBack(weak: boolean): void;
  /** The device cannot hold the picture: for good. */
  onGone(): void;
}

/**
 * Watches a canvas for the loss of its context and asks the browser to give it back. three uploads everything anew from the
 * parsed file, which stays in memory.
 */
export interface ContextKeeper {
  readonly lost: boolean;
  close(): void;
}

/** `clock` in ms; times are compared with each other only. */
export function keepContext(
  canvas: EventTarget,
  events: ContextEvents,
  clock: () => number = () => performance.now(),
): ContextKeeper {
  const closing = new AbortController();
  const { signal } = closing;
  let losses: number[] = [];
  let lost = false;
  let gone = false;

  canvas.addEventListener(
    'webglcontextlost',
    (event) => {
      // Without this the browser never gives the context back.
      event.preventDefault();
      if (gone) return;
      const now = clock();
      losses = [...losses.filter((at) => now - at < LOSSES_WITHIN_MS), now];
      lost = true;
      events.onLost();
      if (losses.length <= WEAK_AT) return;
      gone = true;
      events.onGone();
    },
    { signal },
  );
  canvas.addEventListener(
    'webglcontextrestored',
    () => {
      if (gone) return;
      lost = false;
      events.onBack(losses.length >= WEAK_AT);
    },
    { signal },
  );
  return {
    get lost() {
      return lost;
    },
    close() {
      closing.abort();
    },
  };
}
