import type { VoiceExpects } from '../../protocol/index.ts';
import type {
  AvatarVoice,
  Ears,
  EarsEvent,
  EarsOptions,
  EarsProfile,
  LipsSeen,
  OpenQuestion,
} from '../senses/ears/types.ts';

import type { Ducked } from './speaker.ts';

export type CreateEars = (options: EarsOptions) => Ears;

export interface ListenerParts {
  /** Loads the ears when a microphone is on for the first time. */
  load: () => Promise<CreateEars>;
  avatar: () => AvatarVoice;
  /** Voice began so long ago; it ended; it was nothing. For whoever recognises. */
  begin: (backMs: number) => void;
  end: () => void;
  cancel: () => void;
  duck: (to: Ducked) => void;
  /** The citizen interrupts. */
  interrupt: () => void;
  /** It had been no interruption. */
  goOn: () => void;
  silence: (ms: number, last: boolean) => void;
  noisy: (noisy: boolean) => void;
}

/** The device's ear in a call: from the microphone being on until it is off. */
export interface Listener {
  /** Judges this sound from now on; resolves with whether it can. */
  open(track: MediaStreamTrack): Promise<boolean>;
  close(): void;
  setProfile(profile: EarsProfile): void;
  setPatient(patient: boolean): void;
  expect(expects: VoiceExpects): void;
  /** What the eyes see of the lips, where they are on. */
  setLips(lips: (() => LipsSeen | null) | null): void;
  words(text: string, final: boolean): void;
  active(): void;
  /** While the button is held, what the ear finds is not told. */
  setHeld(held: boolean): void;
}

/** The last of the silences that are told. */
const LAST_SILENCE = 4;

export function createListener(parts: ListenerParts): Listener {
  let ears: Ears | null = null;
  let opened = 0;
  let profile: EarsProfile = 'speaking';
  let patient = false;
  let held = false;
  let question: OpenQuestion = { kind: 'open' };
  let lips: (() => LipsSeen | null) | null = null;
  /** A beginning was told, and its end was not. */
  let telling = false;

  const close = (): void => {
    opened += 1;
    ears?.close();
    ears = null;
    telling = false;
    parts.duck('no');
  };
  function onEvent(event: EarsEvent): void {
    switch (event.type) {
      case 'speech_start':
        if (held) return;
        telling = true;
        parts.begin(event.backMs);
        return;
      case 'speech_end':
        if (!telling) return;
        telling = false;
        if (event.reason === 'dropped' || event.reason === 'closed') parts.cancel();
        else parts.end();
        return;
      case 'duck':
        parts.duck(event.on && !held ? 'soft' : 'no');
        return;
      case 'hush':
        if (!held) parts.duck('silent');
        return;
      case 'barge_in':
        parts.interrupt();
        return;
      case 'false_alarm':
        if (event.stopped) parts.goOn();
        return;
      case 'silence':
        if (!held) parts.silence(Math.round(event.silentMs), event.level === LAST_SILENCE);
        return;
      case 'noise':
        parts.noisy(event.noisy);
        return;
      case 'backchannel':
      case 'level':
      case 'detector':
        return;
    }
  }
  return {
    open: async (track) => {
      close();
      const mine = opened;
      try {
        const create = await parts.load();
        if (mine !== opened) return false;
        const made = create({ track, avatar: parts.avatar, onEvent, profile, elder: patient });
        ears = made;
        made.setQuestion(question);
        if (lips !== null) made.setLips(lips);
        return (await made.ready) && mine === opened;
      } catch {
        // Its code did not load: the server finds beginnings and ends.
        return false;
      }
    },
    close,
    setProfile: (to) => {
      profile = to;
      ears?.setProfile(to);
    },
    setPatient: (to) => {
      patient = to;
      ears?.setElder(to);
    },
    expect: (expects) => {
      question = expects.kind === 'number' ? { kind: 'number', length: expects.lengths } : expects;
      ears?.setQuestion(question);
    },
    setLips: (to) => {
      lips = to;
      ears?.setLips(to);
    },
    words: (text, final) => ears?.words(text, final),
    active: () => ears?.active(),
    setHeld: (to) => {
      held = to;
      if (!to || !telling) return;
      telling = false;
      parts.cancel();
    },
  };
}
