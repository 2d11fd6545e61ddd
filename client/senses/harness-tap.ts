/// Runs on the audio thread of the harness: how loud its three inputs are, five milliseconds at a time.

declare const currentTime: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** RMS of what the avatar says, of what the page lets hear of it, and of the citizen. `t`: seconds of the context. */
export interface TapPiece {
  t: number;
  said: number;
  heard: number;
  citizen: number;
}

const SAMPLES = 256;

class Tap extends AudioWorkletProcessor {
  #sums = [0, 0, 0];
  #count = 0;

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    for (const [index, input] of inputs.entries()) {
      for (const x of input[0] ?? []) this.#sums[index] = (this.#sums[index] ?? 0) + x * x;
    }
    this.#count += 128;
    if (this.#count >= SAMPLES) {
      const [said = 0, heard = 0, citizen = 0] = this.#sums.map((sum) => Math.sqrt(sum / this.#count));
      this.port.postMessage({ t: currentTime, said, heard, citizen } satisfies TapPiece);
      this.#sums = [0, 0, 0];
      this.#count = 0;
    }
    return true;
  }
}

registerProcessor('ears-tap', Tap);
