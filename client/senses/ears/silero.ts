import { log } from '@ricky0123/vad-web/dist/logging.js';
import { Silero } from '@ricky0123/vad-web/dist/models/silero.js';
import * as ort from 'onnxruntime-web/wasm';
import type { Detector } from './energy-detector.ts';

/**
 * Silero's detector (version 6; MIT) by the kept library and ONNX Runtime, on one thread of WebAssembly.
 * @throws whatever the runtime or the fetch throws: no WebAssembly SIMD, no memory, no file
 */
export async function loadSilero(fetchModel: () => Promise<ArrayBuffer>): Promise<Detector> {
  // It writes to the console otherwise.
  log.debug = () => undefined;
  // More threads need cross-origin isolation, and a frame takes less than a millisecond.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const model = await Silero.new(ort, fetchModel);
  return {
    judge: async (samples) => (await model.process(samples)).isSpeech,
    close: () => void model.release().catch(() => undefined),
  };
}
