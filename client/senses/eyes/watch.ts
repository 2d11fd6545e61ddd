import { FACE_MODEL_PATH } from '../../../protocol/vision.ts';
import { createCues } from './cues.ts';
import type { FromEyes, ToEyes } from './messages.ts';
import { CUE_KINDS, type Eyes, type EyesOptions, type EyesPressure, type EyesTrouble } from './types.ts';

/** Looks per second: enough for a nod, also when it is halved; and enough to see that somebody is there. */
const USUAL = 10;
const PRESENCE = 2;
/** More is not needed, and takes from the avatar. */
const AT_MOST = 10;
/** Wider frames tell no more at the distance of a screen. Pixels. */
const FRAME_WIDTH = 640;
/** Milliseconds between two looks are so many times as many, by pressure: the last is a look now and then. */
const SPARE = [1, 2, 8, 20] as const satisfies Record<EyesPressure, number>;
/** People who are counted at most. */
const FACES = 2;
/** What the lips did is known for so long, ms. */
const FRESH_MS = 700;

/** Opens the device's eye on a camera. Never throws; `ready` tells whether it sees. */
export function watch(options: EyesOptions): Eyes {
  const { source, onCue, onFace, onLook, onTrouble } = options;
  const wanted = new Set(options.cues ?? CUE_KINDS);
  const presenceOnly = [...wanted].every((kind) => kind === 'presence' || kind === 'absence');
  const perSecond = Math.min(AT_MOST, Math.max(1, options.perSecond ?? (presenceOnly ? PRESENCE : USUAL)));
  const cues = createCues({ wanted, emit: onCue });
  let resolve: (sees: boolean) => void = () => undefined;
  const ready = new Promise<boolean>((done) => {
    resolve = done;
  });
  let pressure: EyesPressure = 0;
  let closed = false;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let worker: Worker | null = null;
  let video: HTMLVideoElement | null = null;

  function close(): void {
    if (closed) return;
    closed = true;
    clearTimeout(timer);
    worker?.terminate();
    // Our own element lets go of the camera; whoever opened it closes it.
    if (video !== null && video !== source) video.srcObject = null;
    resolve(false);
  }
  function fail(trouble: EyesTrouble): void {
    if (closed) return;
    close();
    onTrouble?.(trouble);
  }
  const send = (message: ToEyes, transfer: Transferable[] = []): void =>
    worker?.postMessage(message, transfer);

  /** The next frame, at the pace that the page can afford. */
  function plan(): void {
    if (closed) return;
    const every = (1000 / perSecond) * SPARE[pressure];
    timer = setTimeout(frame, Math.max(0, last + every - performance.now()));
  }
  function frame(): void {
    const at = performance.now();
    const due = !busy && !document.hidden && video !== null && video.readyState >= 2;
    last = at;
    if (!due) {
      plan();
      return;
    }
    busy = true;
    void take(video, at).finally(plan);
  }
  async function take(from: HTMLVideoElement | null, at: number): Promise<void> {
    try {
      if (from === null) return;
      const width = Math.min(FRAME_WIDTH, from.videoWidth);
      const bitmap = await createImageBitmap(from, { resizeWidth: width, resizeQuality: 'low' });
      if (closed) bitmap.close();
      else send({ type: 'frame', bitmap, at }, [bitmap]);
    } catch {
      // A camera that is just changing its size, or has ended.
      busy = false;
    }
  }
  function heard(message: FromEyes): void {
    if (closed) return;
    if (message.type === 'trouble') fail(message.trouble);
    else if (message.type === 'ready') {
      resolve(true);
      plan();
    } else {
      busy = false;
      onLook?.(message.look, message.ms);
      cues.look(message.look);
      onFace?.(message.look.faces[0]?.at ?? null);
    }
  }

  try {
    video = source instanceof HTMLVideoElement ? source : play(source);
    worker = new Worker(new URL('./eyes-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromEyes>) => heard(data);
    worker.onerror = () => fail('unsupported');
    send({ type: 'open', model: FACE_MODEL_PATH, faces: wanted.has('faces') ? FACES : 1 });
  } catch {
    fail('unsupported');
  }
  return {
    ready,
    setPressure: (level) => {
      pressure = level;
    },
    lips: () => cues.lips(performance.now(), FRESH_MS),
    close,
  };
}

/** An element that plays the stream and stands nowhere. */
function play(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  video.play().catch(() => undefined);
  return video;
}

/** Whether this server has the model: asked before anybody is asked for a camera. */
export async function hasFaceModel(): Promise<boolean> {
  const answer = await fetch(FACE_MODEL_PATH, { method: 'HEAD' }).catch(() => null);
  return answer?.ok === true;
}
