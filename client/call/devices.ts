import type { DeviceState } from './types.ts';

/** What came of asking for a device. */
export type Capture =
  | { state: 'on'; stream: MediaStream }
  | { state: Exclude<DeviceState, 'on' | 'off' | 'asking'> };

const CONSTRAINTS = {
  microphone: { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } },
  camera: { video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'user' } },
} as const satisfies Record<string, MediaStreamConstraints>;

/** Asks for a microphone or camera. Never rejects: what went wrong is the state. */
export async function capture(kind: keyof typeof CONSTRAINTS): Promise<Capture> {
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

/** Stops a capture: the device's own light goes out. */
export function stopCapture(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
