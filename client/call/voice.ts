import type { EventData, Method, Params, Result, VoiceTurns } from '../../protocol/index.ts';
import type { Listener } from './listener.ts';
import type { CallState, DeviceState } from './types.ts';

/** After the button is let go, the microphone stays open this long at most for what is still on its way. ms. */
const LAST_WORDS_MS = 4_000;

export interface VoiceParts {
  request: <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>;
  change: (part: Partial<Pick<CallState, 'heard' | 'hears' | 'hearTrouble' | 'holding' | 'noisy'>>) => void;
  microphone: { state: () => DeviceState; set: (on: boolean) => Promise<void> };
  /** Resolves when the microphone's sound is on its way to the server. */
  sent: () => Promise<unknown>;
  /** The citizen speaks: the avatar does not. */
  interrupt: () => void;
  /** The device's own ear; null where it has none. */
  listener: Pick<Listener, 'open' | 'close' | 'words' | 'setHeld'> | null;
}

/** The citizen's speech: what of it was heard, and the button that is held while speaking. */
export interface Voice {
  /** Holds the button down, or lets it go. */
  hold(on: boolean): Promise<void>;
  /** The microphone is on: it is judged here, where that is possible, else by the server. */
  opened(track: MediaStreamTrack): Promise<void>;
  /** The line was rebuilt: a server that was started anew knows nothing of how this page listens. */
  again(): Promise<void>;
  /** The microphone is off. */
  closed(): void;
  partial(data: EventData<'heard.partial'>): void;
  final(data: EventData<'heard.final'>): void;
  trouble(data: EventData<'heard.trouble'>): void;
  close(): void;
}

export function createVoice({ request, change, microphone, sent, interrupt, listener }: VoiceParts): Voice {
  /** How an open microphone is listened to: the device judges, or the server. */
  let usual: VoiceTurns = 'self';
  let turns: VoiceTurns = 'self';
  /** The button is held, or its last words are still on their way. */
  let byButton = false;
  let holding = false;
  /** The button opened the microphone: it closes it as well. */
  let borrowed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tellTurns = async (): Promise<void> => {
    const { hears } = await request('voice.turns', { turns });
    change({ hears });
    // Nobody would understand it: nothing is interrupted by a voice then.
    if (!hears) listener?.close();
  };
  /** The button's own way of listening is over. */
  const settle = (): void => {
    clearTimeout(timer);
    if (holding || !byButton) return;
    byButton = false;
    listener?.setHeld(false);
    turns = usual;
    if (borrowed) void microphone.set(false);
    else void tellTurns().catch(() => undefined);
    borrowed = false;
  };
  return {
    hold: async (on) => {
      if (on === holding) return;
      holding = on;
      change({ holding: on });
      clearTimeout(timer);
      if (!on) {
        timer = setTimeout(settle, LAST_WORDS_MS);
        await request('voice.end', {}).catch(() => undefined);
        return;
      }
      byButton = true;
      listener?.setHeld(true);
      turns = 'told';
      change({ heard: null });
      interrupt();
      if (microphone.state() !== 'on') {
        borrowed = true;
        await microphone.set(true);
      }
      await sent().catch(() => undefined);
      await tellTurns().catch(() => undefined);
      // Let go while the browser was still asking: nothing is to be heard.
      if (!holding) settle();
      else if (microphone.state() === 'on') await request('voice.begin', {}).catch(() => undefined);
    },
    opened: async (track) => {
      if (listener !== null) {
        usual = (await listener.open(track)) ? 'told' : 'self';
        if (microphone.state() !== 'on') return;
        if (!byButton) turns = usual;
      }
      await tellTurns().catch(() => undefined);
    },
    again: () => tellTurns().catch(() => undefined),
    closed: () => {
      listener?.close();
      change({ heard: null, noisy: false });
    },
    partial: ({ text }) => {
      listener?.words(text, false);
      change({ heard: { text, done: false } });
    },
    final: ({ text }) => {
      listener?.words(text, true);
      change({ heard: text === '' ? null : { text, done: true }, hearTrouble: null });
      settle();
    },
    trouble: ({ code }) => {
      change({ hearTrouble: code, heard: null });
      settle();
    },
    close: () => {
      clearTimeout(timer);
      listener?.close();
    },
  };
}
