import { type Listening, listen } from './listen.ts';
import type { FromDetector } from './messages.ts';
import { createTurns } from './turns.ts';
import type { DetectorKind, Ears, EarsClock, EarsOptions } from './types.ts';

const TICK_MS = 50;
/** The page stood still, or the sound did, for so long: the clocks are laid side by side anew. */
const LOST_MS = 1_500;
/** How far the two clocks may drift apart, ms per frame: a thousandth. */
const DRIFT_MS = 0.032;

const BROWSER_CLOCK: EarsClock = {
  now: () => performance.now(),
  every: (ms, act) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
};

export interface EarsParts {
  listen: (
    track: MediaStreamTrack,
    energyOnly: boolean,
    tell: (message: FromDetector) => void,
  ) => Promise<Listening>;
}

/** Opens the device's ear on a microphone. Never throws; `ready` tells whether it hears. */
export function createEars(options: EarsOptions, parts: EarsParts = { listen }): Ears {
  const { track, avatar, onEvent, clock = BROWSER_CLOCK } = options;
  let closed = false;
  let listening: Listening | null = null;
  let kind: DetectorKind | null = null;
  /** Where 0 of the audio's clock lies in ours: as the quickest message showed. */
  let offset = Number.POSITIVE_INFINITY;
  const turns = createTurns({
    now: clock.now(),
    avatar,
    emit: onEvent,
    profile: options.profile ?? 'speaking',
    elder: options.elder ?? false,
  });
  const heard = (message: FromDetector): void => {
    if (closed) return;
    const now = clock.now();
    if (message.type === 'detector') {
      if (message.kind === kind) return;
      kind = message.kind;
      onEvent({ type: 'detector', at: now, kind });
      return;
    }
    const { end, ms, voice, level } = message;
    const here = now - end * 1000;
    offset = here - offset > LOST_MS ? here : Math.min(offset + DRIFT_MS, here);
    turns.frame({ at: end * 1000 + offset, ms, voice, level });
  };
  const stopTicking = clock.every(TICK_MS, () => turns.tick(clock.now()));
  const ready = parts.listen(track, options.energyOnly ?? false, heard).then(
    (opened) => {
      if (closed) opened.close();
      else listening = opened;
      return !closed;
    },
    () => false,
  );
  return {
    ready,
    setProfile: turns.setProfile,
    setElder: turns.setElder,
    setQuestion: turns.setQuestion,
    setLips: turns.setLips,
    words: (text, final) => turns.words(text, final, clock.now()),
    active: () => turns.active(clock.now()),
    close: () => {
      if (closed) return;
      turns.close(clock.now());
      closed = true;
      stopTicking();
      listening?.close();
    },
  };
}
