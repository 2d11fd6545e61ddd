import type { Page } from 'playwright-core';
import type {} from '../../../client/citizen/probe.ts';

/** One piece of sound (about 5 ms): when it is heard (performance.now() ms of the page) and its RMS. */
export interface Heard {
  at: number;
  rms: number;
}
/** One drawn frame. */
export interface Drawn {
  at: number;
  mouth: number;
}
/** Which utterance is heard, as the page's clock says, per frame. */
export interface Reading {
  at: number;
  utterance: string;
  text: string;
  ms: number;
}
export interface Recording {
  heard: Heard[];
  drawn: Drawn[];
  readings: Reading[];
  outputLatencyMs: number;
}

interface TapWindow {
  __tap: {
    pieces: { t: number; rms: number }[];
    readings: Reading[];
    offset: number;
    context: AudioContext;
    connect: () => void;
  };
}

/** Counted per 256 samples on the audio thread, so that a blocked page loses nothing. */
const WORKLET = `
registerProcessor('tap', class extends AudioWorkletProcessor {
  sum = 0; count = 0;
  process([input]) {
    const samples = input[0];
    if (samples) for (const x of samples) this.sum += x * x;
    this.count += 128;
    if (this.count >= 256) {
      this.port.postMessage({ t: currentTime, rms: Math.sqrt(this.sum / this.count) });
      this.sum = 0; this.count = 0;
    }
    return true;
  }
});`;

/**
 * Taps the track that the page plays. The page's context must bypass the CSP (the worklet comes from here). A piece is
 * heard when the audio thread has it, plus the output latency that the browser reports.
 */
export async function tap(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const call = window.__govatar?.call as { speaker?: { stream: MediaStream | null } } | null | undefined;
    return call?.speaker?.stream != null;
  });
  await page.evaluate(async (source) => {
    const call = window.__govatar?.call as unknown as { speaker: { stream: MediaStream } };
    const context = new AudioContext({ latencyHint: 'interactive' });
    await context.resume();
    await context.audioWorklet.addModule(
      URL.createObjectURL(new Blob([source], { type: 'text/javascript' })),
    );
    const node = new AudioWorkletNode(context, 'tap', { numberOfOutputs: 0 });
    let tapped: MediaStreamAudioSourceNode | null = null;
    const connect = (): void => {
      tapped?.disconnect();
      tapped = context.createMediaStreamSource(call.speaker.stream);
      tapped.connect(node);
    };
    connect();
    const state: TapWindow['__tap'] = {
      pieces: [],
      readings: [],
      offset: Number.POSITIVE_INFINITY,
      context,
      connect,
    };
    (window as unknown as TapWindow).__tap = state;
    node.port.onmessage = ({ data }: MessageEvent<{ t: number; rms: number }>) => {
      state.pieces.push(data);
      // The message that came quickest tells how the two clocks lie. Of this recording alone: the audio clock stands still
      // when the output runs dry, and lies differently afterwards.
      state.offset = Math.min(state.offset, performance.now() - data.t * 1000);
    };
    const each = (): void => {
      const at = performance.now();
      const reading = window.__govatar?.call?.playhead.at(at);
      if (reading)
        state.readings.push({
          at,
          utterance: reading.utterance.id,
          text: reading.utterance.text,
          ms: reading.ms,
        });
      requestAnimationFrame(each);
    };
    requestAnimationFrame(each);
  }, WORKLET);
}

/**
 * Makes the tap anew. After a standstill Chromium's source node goes on with what it had buffered meanwhile, for ever so
 * much later than the element that plays the sound; a fresh one is in step with it.
 */
export async function retap(page: Page): Promise<void> {
  await page.evaluate(() => {
    const state = (window as unknown as TapWindow).__tap;
    state.connect();
    state.offset = Number.POSITIVE_INFINITY;
  });
}

/** Everything recorded since the last call. */
export async function take(page: Page): Promise<Recording> {
  return page.evaluate(() => {
    const state = (window as unknown as TapWindow).__tap;
    const outputLatencyMs = state.context.outputLatency * 1000;
    const probe = window.__govatar;
    const recording = {
      heard: state.pieces
        .splice(0)
        .map(({ t, rms }) => ({ at: t * 1000 + state.offset + outputLatencyMs, rms })),
      drawn: (probe?.frames.splice(0) ?? []).map(({ drawnAt, mouth }) => ({ at: drawnAt, mouth })),
      readings: state.readings.splice(0),
      outputLatencyMs,
    };
    state.offset = Number.POSITIVE_INFINITY;
    return recording;
  });
}
