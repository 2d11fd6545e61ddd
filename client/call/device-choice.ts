/** What can be chosen: where one is heard, seen, and where others are heard. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A device as the browser names it. */
export interface ListedDevice {
  /** As the browser knows it, for this site alone. */
  id: string;
  /** Its maker's name; empty until the citizen has allowed a microphone or camera once. */
  label: string;
}

/** Which of several devices is used. Kept in this browser; nothing of it is sent. */
export interface DeviceChoice {
  /** What is plugged in. Empty where the browser tells nothing. */
  list(kind: DeviceKind): Promise<ListedDevice[]>;
  /** Null: the system's own. A device that is chosen but not plugged in now stays chosen. */
  chosen(kind: DeviceKind): string | null;
  choose(kind: DeviceKind, id: string | null): void;
  /** Something was plugged in, pulled out, or chosen. @returns how to stop listening */
  onChange(listener: (kind: DeviceKind | null) => void): () => void;
}

const KEY = 'govatar.devices';
const KINDS = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;
/** Chromium lists the system's own choice beside the devices under these names; null stands for it here. */
const SYSTEM = new Set(['', 'default', 'communications']);
/** Longer is no id of a device. */
const MAX_ID = 200;

export interface DeviceChoiceParts {
  /** Null without TLS, where the browser has none. */
  media: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'> | null;
  storage: Pick<Storage, 'getItem' | 'setItem'> | null;
}

export function createDeviceChoice({ media, storage }: DeviceChoiceParts): DeviceChoice {
  const choices = read(storage);
  const listeners = new Set<(kind: DeviceKind | null) => void>();
  const tell = (kind: DeviceKind | null): void => {
    for (const listener of [...listeners]) listener(kind);
  };
  const plugged = (): void => tell(null);
  return {
    list: async (kind) => {
      const all = (await media?.enumerateDevices().catch(() => [])) ?? [];
      return all
        .filter((device) => device.kind === KINDS[kind] && !SYSTEM.has(device.deviceId))
        .map(({ deviceId: id, label }) => ({ id, label }));
    },
    chosen: (kind) => choices[kind] ?? null,
    choose: (kind, id) => {
      if ((choices[kind] ?? null) === id) return;
      if (id === null) delete choices[kind];
      else choices[kind] = id;
      try {
        storage?.setItem(KEY, JSON.stringify(choices));
      } catch {
        // It holds for this visit.
      }
      tell(kind);
    },
    onChange: (listener) => {
      if (listeners.size === 0) media?.addEventListener('devicechange', plugged);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) media?.removeEventListener('devicechange', plugged);
      };
    },
  };
}

function read(storage: Pick<Storage, 'getItem'> | null): Partial<Record<DeviceKind, string>> {
  const choices: Partial<Record<DeviceKind, string>> = {};
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    for (const [kind, id] of Object.entries(kept)) {
      if (kind in KINDS && typeof id === 'string' && id.length <= MAX_ID) choices[kind as DeviceKind] = id;
    }
  } catch {
    // Somebody else's words: nothing is chosen.
  }
  return choices;
}

/** Sends sound to the chosen loudspeaker, where the browser can; one that is gone leaves the system's own. */
export function soundTo(element: HTMLMediaElement, id: string | null): void {
  if (!('setSinkId' in element)) return;
  element.setSinkId(id ?? '').catch(() => element.setSinkId('').catch(() => undefined));
}

/** Whether this browser lets a page choose the loudspeaker (Safari does not). */
export const canChooseSpeaker = (): boolean =>
  typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;

/** The devices of this page. Storage and devices that the browser forbids count as none. */
export function pageDevices(): DeviceChoice {
  let storage: Storage | null = null;
  try {
    storage = window.localStorage;
  } catch {
    // Forbidden: the choice holds for this visit.
  }
  return createDeviceChoice({ media: navigator.mediaDevices ?? null, storage });
}
