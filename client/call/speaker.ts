import { DUCK_GAIN } from '../senses/ears/types.ts';
import { soundTo } from './device-choice.ts';
import type { AudioReading } from './playhead.ts';

/** What a voice over the avatar's makes of it, until it is clear what that voice means. */
export type Ducked = 'no' | 'soft' | 'silent';

/**
 * What lies between the receiver's report and the output beyond `outputLatency`: the browser hands sound on in pieces of
 * 10 ms and reports a packet when its first piece leaves. Measured with `npm run bench -- lipsync` in Chromium 156
 * (`bias_ms` was -11.4 without it), and the same as the onsets of test tones gave.
 */
const RECEIVER_BIAS_MS = 11;
/** `timestamp` of a synchronisation source counts from the Unix epoch in some browsers, from the page's start in others. */
const EPOCH_LIKE = 1e11;

/** Plays the avatar's track and tells which sample is heard. */
export class Speaker {
  readonly #element: HTMLAudioElement;
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #samples: Float32Array<ArrayBuffer> | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #receiver: RTCRtpReceiver | null = null;
  #epoch = 0;
  #volume = 1;
  #silenced = false;
  #ducked: Ducked = 'no';

  constructor(onBlocked: (blocked: boolean) => void) {
    this.#element = document.createElement('audio');
    this.#element.autoplay = true;
    this.#element.setAttribute('playsinline', '');
    this.#onBlocked = onBlocked;
  }

  readonly #onBlocked: (blocked: boolean) => void;

  /** Must run inside a tap, so that sound may start in every browser. */
  unlock(): void {
    this.#openContext();
    void this.#context?.resume().catch(() => undefined);
    if (this.#element.srcObject !== null) void this.#play();
  }

  /** It also tells the output's latency, so it is needed where sound starts without a tap (after a reload), too. */
  #openContext(): void {
    if (this.#context !== null || typeof AudioContext === 'undefined') return;
    this.#context = new AudioContext({ latencyHint: 'interactive' });
    this.#connect();
  }

  /** Plays another track (the first, or one of a new producer). */
  async play(track: MediaStreamTrack, receiver: RTCRtpReceiver | undefined, epoch: number): Promise<void> {
    this.#receiver = receiver ?? null;
    this.#epoch = epoch;
    this.#element.srcObject = new MediaStream([track]);
    this.#openContext();
    this.#connect();
    await this.#play();
  }

  async #play(): Promise<void> {
    try {
      await this.#element.play();
      this.#onBlocked(false);
    } catch (error) {
      // AbortError: another track took its place meanwhile.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#onBlocked(true);
    }
  }

  /** Listens in (loudness for lips without a timeline); the element alone plays. */
  #connect(): void {
    const stream = this.#element.srcObject;
    if (this.#context === null || !(stream instanceof MediaStream)) return;
    this.#source?.disconnect();
    this.#analyser ??= new AnalyserNode(this.#context, { fftSize: 1024, smoothingTimeConstant: 0 });
    this.#source = this.#context.createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
  }

  /** The track's stream, for the probe of benchmarks. */
  get stream(): MediaStream | null {
    return this.#element.srcObject instanceof MediaStream ? this.#element.srcObject : null;
  }

  get outputLatencyMs(): number {
    return (this.#context?.outputLatency ?? 0) * 1000;
  }

  /** Which sample is handed to the output, and when; null while nothing plays. */
  read(): AudioReading | null {
    if (this.#receiver === null || this.#element.paused) return null;
    const [source] = this.#receiver.getSynchronizationSources();
    if (source === undefined) return null;
    const atMs = source.timestamp > EPOCH_LIKE ? source.timestamp - performance.timeOrigin : source.timestamp;
    return {
      rtp: source.rtpTimestamp,
      atMs,
      outputLatencyMs: this.outputLatencyMs + RECEIVER_BIAS_MS,
      epoch: this.#epoch,
    };
  }

  /** RMS of the last 20 ms, 0 to 1. */
  loudness(): number {
    if (this.#analyser === null || this.#element.muted) return 0;
    this.#samples ??= new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / this.#samples.length);
  }

  /** On which loudspeaker; null: the system's own. */
  playOn(id: string | null): void {
    soundTo(this.#element, id);
  }

  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, volume));
    this.#apply();
  }

  /** Silent at once, whatever is still in the buffers. */
  setSilenced(silenced: boolean): void {
    this.#silenced = silenced;
    this.#apply();
  }

  get silenced(): boolean {
    return this.#silenced;
  }

  /** Softer while it is unclear whether somebody interrupts. Safari on iOS knows no volume: there it stays as loud till it is silent. */
  setDucked(ducked: Ducked): void {
    if (this.#ducked === ducked) return;
    this.#ducked = ducked;
    this.#apply();
  }

  /** RMS at the loudspeaker, 0 to 1; null where it cannot be measured. */
  get level(): number | null {
    return this.#analyser === null ? null : this.loudness() * this.#element.volume;
  }

  #apply(): void {
    this.#element.volume = this.#volume * (this.#ducked === 'soft' ? DUCK_GAIN : 1);
    this.#element.muted = this.#silenced || this.#ducked === 'silent' || this.#volume === 0;
  }

  close(): void {
    this.#element.srcObject = null;
    this.#source?.disconnect();
    this.#receiver = null;
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
    this.#analyser = null;
  }
}
