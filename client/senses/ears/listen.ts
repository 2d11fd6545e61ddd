import workletUrl from './capture-worklet.ts?worker&url';
import type { FromDetector, ToDetector } from './messages.ts';

/** Sound of a microphone on its way to the detector. */
export interface Listening {
  /** Audio thread, worker and context end; the track goes on. */
  close(): void;
}

/**
 * Microphone -> audio thread -> worker -> `tell`. The page's own thread sees figures only, never the sound.
 * @throws where the browser has no audio worklets or no workers, or the policy of the page forbids them
 */
export async function listen(
  track: MediaStreamTrack,
  energyOnly: boolean,
  tell: (message: FromDetector) => void,
): Promise<Listening> {
  const context = new AudioContext({ latencyHint: 'interactive' });
  let worker: Worker | null = null;
  const free = (): void => {
    worker?.terminate();
    void context.close().catch(() => undefined);
  };
  try {
    await context.audioWorklet.addModule(workletUrl);
    const made = new Worker(new URL('./detector-worker.ts', import.meta.url), { type: 'module' });
    worker = made;
    made.onmessage = ({ data }: MessageEvent<FromDetector>) => tell(data);
    const { port1, port2 } = new MessageChannel();
    const open: ToDetector = { type: 'open', from: port1, rate: context.sampleRate, energyOnly };
    made.postMessage(open, [port1]);
    const node = new AudioWorkletNode(context, 'ears-capture', {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    node.port.postMessage({ to: port2 }, [port2]);
    const source = context.createMediaStreamSource(new MediaStream([track]));
    source.connect(node);
    // A call of the telephone interrupts it on some devices.
    const wake = (): void => {
      if (context.state !== 'running' && context.state !== 'closed')
        void context.resume().catch(() => undefined);
    };
    context.addEventListener('statechange', wake);
    wake();
    return {
      close: () => {
        context.removeEventListener('statechange', wake);
        source.disconnect();
        node.port.postMessage('close');
        free();
      },
    };
  } catch (error) {
    free();
    throw error;
  }
}
