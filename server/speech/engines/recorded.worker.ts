import { workerData } from 'node:worker_threads';
import { openPack } from '../pack/store.ts';
import { serve } from '../threads/serve.ts';
import { concatenate } from './concat.ts';
import type { Phrase, Sound } from './engine.ts';

const pack = openPack((workerData as { dir: string }).dir);

serve<{ phrase: Phrase; rate: number }, Sound>(({ phrase, rate }) => {
  if (phrase.lang !== 'zh') throw new Error('the recorded voice speaks Mandarin');
  const output = concatenate(pack, phrase, rate);
  return { output, transfer: [output.pcm.buffer as ArrayBuffer] };
});
