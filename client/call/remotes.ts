import type { EventData, Role, TrackSource } from '../../protocol/index.ts';
import { soundTo } from './device-choice.ts';

/** Something that a human in the room sends. */
export interface Remote {
  /** Id of its consumer. */
  id: string;
  kind: 'audio' | 'video';
  role: Role;
  source: TrackSource;
}

export interface Remotes {
  readonly list: readonly Remote[];
  add(data: EventData<'media.newConsumer'>, track: MediaStreamTrack): void;
  /** Null: all of them. */
  remove(id: string | null): void;
  /** For a video element; null where it has ended. */
  stream(id: string): MediaStream | null;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** On which loudspeaker; null: the system's own. */
  playOn(id: string | null): void;
  /** Inside a tap: starts what the browser would not. */
  unlock(): void;
}

/**
 * The voices and pictures of humans in the room. Voices play here, each on an element of its own, beside the avatar's;
 * pictures are shown by the page.
 */
export function createRemotes(
  onChange: (list: readonly Remote[]) => void,
  onBlocked: (blocked: boolean) => void,
): Remotes {
  const held = new Map<string, { remote: Remote; stream: MediaStream; sound: HTMLAudioElement | null }>();
  let volume = 1;
  let sink: string | null = null;
  const list = (): Remote[] => [...held.values()].map(({ remote }) => remote);
  const play = (sound: HTMLAudioElement): void => {
    sound.play().then(
      () => onBlocked(false),
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked(true);
      },
    );
  };
  const drop = (id: string): void => {
    const sound = held.get(id)?.sound;
    if (sound) sound.srcObject = null;
    held.delete(id);
  };
  return {
    get list() {
      return list();
    },
    add: ({ consumer: id, kind, peerRole: role, source }, track) => {
      const stream = new MediaStream([track]);
      const sound = kind === 'audio' ? document.createElement('audio') : null;
      held.set(id, { remote: { id, kind, role, source }, stream, sound });
      if (sound !== null) {
        sound.setAttribute('playsinline', '');
        sound.autoplay = true;
        sound.volume = volume;
        sound.muted = volume === 0;
        soundTo(sound, sink);
        sound.srcObject = stream;
        play(sound);
      }
      onChange(list());
    },
    remove: (id) => {
      if (held.size === 0 || (id !== null && !held.has(id))) return;
      for (const known of id === null ? [...held.keys()] : [id]) drop(known);
      onChange(list());
    },
    stream: (id) => held.get(id)?.stream ?? null,
    setVolume: (to) => {
      volume = Math.min(1, Math.max(0, to));
      for (const { sound } of held.values()) {
        if (sound === null) continue;
        sound.volume = volume;
        sound.muted = volume === 0;
      }
    },
    playOn: (id) => {
      sink = id;
      for (const { sound } of held.values()) if (sound !== null) soundTo(sound, id);
    },
    unlock: () => {
      for (const { sound } of held.values()) if (sound?.paused) play(sound);
    },
  };
}
