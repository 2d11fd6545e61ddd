import { createEars, DUCK_GAIN, type Ears, type EarsEvent } from './ears/index.ts';
import type { TapPiece } from './harness-tap.ts';
import tapUrl from './harness-tap.ts?worker&url';

/**
 * The ears alone on a page that tests and benchmarks drive. It is no input of the build, so nothing of it is in the
 * product. What the avatar says goes through one gain (as the page's speaker has it) and comes back into the microphone.
 */
export interface EarsHarness {
  events: EarsEvent[];
  pieces: TapPiece[];
  /** Opens a room: the citizen's sound, and the avatar's 80 ms late and changed by `echoDb`, are the microphone. */
  open(options: { echoDb: number; energyOnly?: boolean }): Promise<boolean>;
  /** 16 bits, mono, 48 kHz; the avatar says it over and over. */
  avatarSays(pcm: readonly number[], text: string): void;
  /** The avatar speaks on, as loud as ever. */
  goOn(): void;
  /** The citizen says it now. */
  citizenSays(pcm: readonly number[]): void;
  words(text: string, final: boolean): void;
  close(): void;
}

declare global {
  interface Window {
    earsHarness: EarsHarness;
  }
}

const ECHO_DELAY_S = 0.08;
const RATE = 48_000;

interface Room {
  context: AudioContext;
  /** What the page lets hear. */
  gain: GainNode;
  microphone: MediaStreamAudioDestinationNode;
  tap: AudioWorkletNode;
  analyser: AnalyserNode;
  ears: Ears;
}

const events: EarsEvent[] = [];
const pieces: TapPiece[] = [];
const samples = new Float32Array(1024);
let room: Room | null = null;
let source: AudioBufferSourceNode | null = null;
let speaking = false;
let text = '';
let since = 0;

function opened(): Room {
  if (room === null) throw new Error('the room is not open');
  return room;
}

function sourceOf(pcm: readonly number[]): AudioBufferSourceNode {
  const { context } = opened();
  const buffer = context.createBuffer(1, pcm.length, RATE);
  const floats = Float32Array.from(pcm, (x) => x / 32_768);
  buffer.copyToChannel(floats, 0);
  return new AudioBufferSourceNode(context, { buffer });
}

async function open({ echoDb, energyOnly = false }: { echoDb: number; energyOnly?: boolean }) {
  const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
  await context.resume();
  await context.audioWorklet.addModule(tapUrl);
  const tap = new AudioWorkletNode(context, 'ears-tap', { numberOfInputs: 3, numberOfOutputs: 0 });
  tap.port.onmessage = ({ data }: MessageEvent<TapPiece>) => void pieces.push(data);
  const microphone = context.createMediaStreamDestination();
  const gain = context.createGain();
  const analyser = new AnalyserNode(context, { fftSize: samples.length });
  gain.connect(analyser);
  gain.connect(tap, 0, 1);
  gain
    .connect(new DelayNode(context, { delayTime: ECHO_DELAY_S }))
    .connect(new GainNode(context, { gain: 10 ** (echoDb / 20) }))
    .connect(microphone);
  const level = (): number => {
    analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
  };
  const [track] = microphone.stream.getAudioTracks();
  if (track === undefined) throw new Error('the microphone has no track');
  const ears = createEars({
    track,
    energyOnly,
    avatar: () => ({
      speaking,
      text,
      level: level(),
      place: speaking ? { utterance: 'utt_1', ms: performance.now() - since } : null,
    }),
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'barge_in') speaking = false;
      if (event.type === 'hush' || event.type === 'barge_in') gain.gain.value = 0;
      if (event.type === 'duck') gain.gain.value = speaking ? (event.on ? DUCK_GAIN : 1) : 0;
    },
  });
  room = { context, gain, microphone, tap, analyser, ears };
  return ears.ready;
}

window.earsHarness = {
  events,
  pieces,
  open,
  avatarSays: (pcm, says) => {
    source?.stop();
    source = sourceOf(pcm);
    source.loop = true;
    source.connect(opened().gain);
    source.connect(opened().tap, 0, 0);
    source.start();
    text = says;
    window.earsHarness.goOn();
  },
  goOn: () => {
    speaking = true;
    since = performance.now();
    opened().gain.gain.value = 1;
  },
  citizenSays: (pcm) => {
    const voice = sourceOf(pcm);
    voice.connect(opened().microphone);
    voice.connect(opened().tap, 0, 2);
    voice.start();
  },
  words: (said, final) => opened().ears.words(said, final),
  close: () => {
    room?.ears.close();
    void room?.context.close();
    room = null;
  },
};
