/** The sound of an offer, made here: nothing is fetched. */
export interface Chimes {
  /** Rings until it is told to stop. */
  ring(on: boolean): void;
  setMuted(muted: boolean): void;
  readonly muted: boolean;
}

const EVERY_MS = 2_000;
const KEY = 'desk.muted';

/** Two soft tones, twice a call: heard across a room, not a shock in a headset. */
export function createChimes(): Chimes {
  let context: AudioContext | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let muted = window.localStorage.getItem(KEY) === 'yes';
  const tone = (at: number, hz: number): void => {
    if (context === null) return;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = hz;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.16, at + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.55);
  };
  const chime = (): void => {
    if (muted) return;
    context ??= new AudioContext();
    void context.resume();
    tone(context.currentTime, 659);
    tone(context.currentTime + 0.22, 880);
  };
  return {
    ring(on) {
      clearInterval(timer);
      timer = undefined;
      if (!on) return;
      chime();
      timer = setInterval(chime, EVERY_MS);
    },
    setMuted(to) {
      muted = to;
      window.localStorage.setItem(KEY, to ? 'yes' : 'no');
    },
    get muted() {
      return muted;
    },
  };
}
