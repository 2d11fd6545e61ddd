import type { Lang } from '../../../../protocol/index.ts';
import type { HearingEngine } from '../engine.ts';
import { createPool } from '../pocketsphinx/pool.ts';
import { RecogniserProcess } from '../pocketsphinx/process.ts';
import { configOf, type SherpaFiles } from './files.ts';

export interface SherpaOptions {
  /** How many utterances are heard at the same time: each takes a process with the whole model. */
  processes: number;
  onCrash?: (message: string) => void;
  /** Another module with `OnlineRecognizer`, for tests. */
  module?: string;
}

/** A program of its own, not a module of the server. */
const FOLDER = new URL('../../../../engines/sherpa/', import.meta.url);
const PROGRAM = new URL('main.mjs', FOLDER).pathname;
/** A first start reads the whole model from the disk. ms */
const START_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;

/**
 * A streaming model of sherpa-onnx in processes of its own, which come back after a crash with growing rests. What a question
 * expects is not told to it: its greedy search takes no hints, the dialog's tolerance of sounds does that work.
 * @throws when the model cannot be loaded
 */
export async function sherpaEngine(
  files: SherpaFiles,
  lang: Lang,
  { processes, onCrash, module }: SherpaOptions,
): Promise<HearingEngine> {
  const list: RecogniserProcess[] = [];
  const pool = createPool(lang, list);
  let fault: string | null = null;
  for (let i = 0; i < processes; i++)
    list.push(
      new RecogniserProcess({
        command: process.execPath,
        args: [PROGRAM, JSON.stringify(configOf(files)), ...(module === undefined ? [] : [module])],
        words: new Set(),
        onIdle: () => pool.serve(),
        onCrash: (message) => {
          fault = message;
          onCrash?.(message);
        },
      }),
    );
  const close = async (): Promise<void> => {
    for (const one of list) one.close();
    pool.close();
  };
  const first = list[0];
  first?.warm();
  const until = performance.now() + START_WITHIN_MS;
  while (first && !first.ready && fault === null && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  if (!first?.ready) {
    await close();
    throw new Error(`the model ${files.id} cannot be loaded: ${fault ?? 'too slow'}`);
  }
  return {
    id: `sherpa-onnx ${files.model.model}`,
    lang,
    prepare: async () => {},
    begin: (_hints, events) => pool.begin(null, events),
    async warm() {
      for (const one of list) one.warm();
    },
    close,
  };
}
