/** How loud a microphone is. */
export interface LevelMeter {
  /** RMS of the last samples of this stream, 0 to 1; 0 where there is none. */
  level(stream: MediaStream | null): number;
  close(): void;
}

/** Samples looked at: 2048 at 48 kHz are 43 ms, long enough for a low voice. */
const SAMPLES = 2048;

/** Measures on the device, while somebody asks: nothing of the sound is kept or sent. */
export function createLevelMeter(newContext: () => AudioContext = () => new AudioContext()): LevelMeter {
  let known: { stream: MediaStream; context: AudioContext; analyser: AnalyserNode } | null = null;
  const samples = new Float32Array(SAMPLES);
  const close = (): void => {
    void known?.context.close().catch(() => undefined);
    known = null;
  };
  return {
    level: (stream) => {
      if (stream === null || stream.getAudioTracks().length === 0) {
        close();
        return 0;
      }
      if (known?.stream !== stream) {
        close();
        const context = newContext();
        const analyser = context.createAnalyser();
        analyser.fftSize = SAMPLES;
        context.createMediaStreamSource(stream).connect(analyser);
        known = { stream, context, analyser };
      }
      known.analyser.getFloatTimeDomainData(samples);
      return rms(samples);
    },
    close,
  };
}

/** Root of the mean square: 0 in silence, 1 for the loudest square wave. */
export function rms(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}
