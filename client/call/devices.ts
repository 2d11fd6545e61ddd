import type { DeviceState } from './types.ts';

const CONSTRAINTS = {
  microphone: { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } },
  camera: { video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'user' } },
} as const satisfies Record<string, MediaStreamConstraints>;

/** A microphone or camera as the citizen switches it. */
export interface CaptureDevice {
  readonly stream: MediaStream | null;
  /** Never rejects: what went wrong is the state. */
  set(on: boolean): Promise<void>;
  /** Off, whatever is under way; the device's own light goes out. */
  stop(): void;
}

/**
 * One device. The last switch counts: an answer of the browser that comes after the citizen has switched off again, or
 * after the call has ended, turns nothing on.
 */
export function createDevice(
  kind: keyof typeof CONSTRAINTS,
  onState: (state: DeviceState) => void,
  onStream: (stream: MediaStream | null) => void = () => {},
): CaptureDevice {
  let stream: MediaStream | null = null;
  let switches = 0;
  const release = (of: MediaStream | null): void => {
    for (const track of of?.getTracks() ?? []) track.stop();
  };
  const stop = (): void => {
    switches += 1;
    const had = stream;
    stream = null;
    release(had);
    onState('off');
    if (had !== null) onStream(null);
  };
  return {
    get stream() {
      return stream;
    },
    stop,
    set: async (on) => {
      if (!on) {
        stop();
        return;
      }
      if (stream !== null) return;
      switches += 1;
      const mine = switches;
      onState('asking');
      const got = await ask(kind);
      if (mine !== switches) {
        if (got.state === 'on') release(got.stream);
        return;
      }
      if (got.state === 'on') {
        stream = got.stream;
        onStream(got.stream);
      }
      onState(got.state);
    },
  };
}

type Answer =
  | { state: 'on'; stream: MediaStream }
  | { state: Extract<DeviceState, 'refused' | 'missing' | 'busy'> };

async function ask(kind: keyof typeof CONSTRAINTS): Promise<Answer> {
  // Missing altogether without TLS (but for localhost) and in crippled web views.
  if (!navigator.mediaDevices?.getUserMedia) return { state: 'missing' };
  try {
    return { state: 'on', stream: await navigator.mediaDevices.getUserMedia(CONSTRAINTS[kind]) };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return { state: 'refused' };
    if (name === 'NotReadableError' || name === 'AbortError') return { state: 'busy' };
    return { state: 'missing' };
  }
}
