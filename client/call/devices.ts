import type { DeviceChoice } from './device-choice.ts';
import type { DeviceState } from './types.ts';

type Captured = 'microphone' | 'camera';

/** What is asked of the browser. `ideal` ids are passed over by Chromium where audio is processed, so it is `exact`. */
function constraintsOf(kind: Captured, chosen: string | null): MediaStreamConstraints {
  const wanted = chosen === null ? {} : { deviceId: { exact: chosen } };
  return kind === 'microphone'
    ? { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...wanted } }
    : {
        video: {
          width: { ideal: 640 },
          height: { ideal: 480 },
          ...(chosen === null ? { facingMode: 'user' } : wanted),
        },
      };
}

/** A microphone or camera as the citizen switches it. */
export interface CaptureDevice {
  readonly stream: MediaStream | null;
  /** Never rejects: what went wrong is the state. */
  set(on: boolean): Promise<void>;
  /** Off, whatever is under way; the device's own light goes out. */
  stop(): void;
  /** Another device was chosen: the one that is on gives way to it. Nothing while it is off. */
  again(): Promise<void>;
}

/**
 * One device. The last switch counts: an answer of the browser that comes after the citizen has switched off again, or
 * after the call has ended, turns nothing on. Pulled out, or taken by the system, it gives way to another one that is
 * there; where there is none it is `missing`.
 */
export function createDevice(
  kind: Captured,
  onState: (state: DeviceState) => void,
  onStream: (stream: MediaStream | null) => void = () => {},
  choice: Pick<DeviceChoice, 'chosen'> | null = null,
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
  const open = async (): Promise<void> => {
    switches += 1;
    const mine = switches;
    onState('asking');
    const got = await ask(kind, choice?.chosen(kind) ?? null);
    if (mine !== switches) {
      if (got.state === 'on') release(got.stream);
      return;
    }
    if (got.state === 'on') {
      stream = got.stream;
      for (const track of got.stream.getTracks()) track.addEventListener('ended', () => lost(got.stream));
      onStream(got.stream);
    }
    onState(got.state);
  };
  const lost = (of: MediaStream): void => {
    if (stream !== of) return;
    stop();
    void open();
  };
  return {
    get stream() {
      return stream;
    },
    stop,
    set: async (on) => {
      if (!on) stop();
      else if (stream === null) await open();
    },
    again: async () => {
      if (stream === null) return;
      stop();
      await open();
    },
  };
}

type Answer =
  | { state: 'on'; stream: MediaStream }
  | { state: Extract<DeviceState, 'refused' | 'missing' | 'busy'> };

/** A chosen device that is not there gives way to another, never to none. */
async function ask(kind: Captured, chosen: string | null): Promise<Answer> {
  // Missing altogether without TLS (but for localhost) and in crippled web views.
  if (!navigator.mediaDevices?.getUserMedia) return { state: 'missing' };
  try {
    return { state: 'on', stream: await navigator.mediaDevices.getUserMedia(constraintsOf(kind, chosen)) };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    // Of its own class in some browsers, not a DOMException.
    const gone = name === 'NotFoundError' || (error as Error | null)?.name === 'OverconstrainedError';
    if (chosen !== null && gone) return ask(kind, null);
    if (name === 'NotAllowedError' || name === 'SecurityError') return { state: 'refused' };
    if (name === 'NotReadableError' || name === 'AbortError') return { state: 'busy' };
    return { state: 'missing' };
  }
}
