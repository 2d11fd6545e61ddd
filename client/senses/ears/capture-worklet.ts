/// Runs on the audio thread: hands the microphone's sound on to the worker, and keeps none of it.

// What TypeScript's library does not know of this place.
declare const currentTime: number;
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** Samples in one message: about 11 ms of 48 kHz. */
const CHUNK = 512;

class Capture extends AudioWorkletProcessor {
  #to: MessagePort | null = null;
  #chunk = new Float32Array(CHUNK);
  #filled = 0;
  #closed = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<{ to: MessagePort } | 'close'>) => {
      if (data === 'close') this.#closed = true;
      else this.#to = data.to;
    };
  }

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const samples = input?.[0];
    if (this.#closed) return false;
    if (samples === undefined) return true;
    for (const sample of samples) {
      this.#chunk[this.#filled] = sample;
      this.#filled += 1;
    }
    if (this.#filled >= CHUNK) {
      const samples = this.#chunk;
      const end = currentTime + 128 / sampleRate;
      this.#to?.postMessage({ samples, end }, [samples.buffer]);
      this.#chunk = new Float32Array(CHUNK);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor('ears-capture', Capture);
