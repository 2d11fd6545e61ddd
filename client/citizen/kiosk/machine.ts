import type { Call, CallState } from '../../call/types.ts';
import type { Tap } from './tap.ts';
import type { Vigil, VigilState } from './vigil.ts';

/** So often the vigil is asked, ms. */
const TICK_MS = 500;
/** RMS of the microphone above which somebody near it is speaking. */
const SPEAKING = 0.03;

const SERVING: ReadonlySet<CallState['phase']> = new Set(['joining', 'live', 'reconnecting']);
const TALKING: ReadonlySet<CallState['avatar']> = new Set(['greeting', 'thinking', 'speaking']);

/**
 * Gives the vigil its signs: touches and keys, the call's words and phases, what the avatar and a video are doing.
 * `onChange` is told of every new state. @returns how to end it
 */
export function runMachine(
  vigil: Vigil,
  tap: Tap,
  now: () => number,
  onChange: (state: VigilState) => void,
): () => void {
  const off = new AbortController();
  const options = { capture: true, passive: true, signal: off.signal };
  let shown = '';
  let unsubscribe: () => void = () => undefined;
  let words = 0;
  let heard: CallState['heard'] = null;

  const tell = (state: VigilState): void => {
    const key = `${state.watch} ${state.left}`;
    if (key === shown) return;
    shown = key;
    onChange(state);
  };
  const touched = (): void => {
    // The whole screen is a button while it sleeps; its click wakes, so that the same touch presses nothing beneath.
    if (vigil.state().watch === 'asleep' || vigil.state().watch === 'leaving') return;
    vigil.sign('touch', now());
  };
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'input', 'wheel'] as const)
    document.addEventListener(type, touched, options);

  function look(call: Call): void {
    const state = call.getState();
    const at = now();
    vigil.serving(SERVING.has(state.phase), at);
    const said = state.transcript.filter(({ role }) => role === 'citizen').length;
    if (said > words) vigil.sign('word', at);
    else if (state.heard !== heard && state.heard !== null) vigil.sign('voice', at);
    words = said;
    heard = state.heard;
  }
  const stopCalls = tap.onCall((call) => {
    unsubscribe();
    words = 0;
    unsubscribe = call.subscribe(() => {
      look(call);
      tell(vigil.tick(now()));
    });
    look(call);
  });
  const timer = setInterval(() => {
    const call = tap.call();
    const state = call?.getState();
    vigil.listening((state !== undefined && (TALKING.has(state.avatar) || byHuman(state))) || videoPlays());
    if (call !== null && call.microphoneLevel() > SPEAKING) vigil.sign('voice', now());
    tell(vigil.tick(now()));
  }, TICK_MS);
  return () => {
    off.abort();
    clearInterval(timer);
    stopCalls();
    unsubscribe();
  };
}

/** A human of the office talks with the citizen: whoever listens to them is not idle. */
const byHuman = ({ service }: CallState): boolean => service.phase === 'human' || service.phase === 'away';

/** A guidance video, not the citizen's own picture. */
function videoPlays(): boolean {
  return [...document.querySelectorAll('video')].some((video) => video.srcObject === null && !video.paused);
}
