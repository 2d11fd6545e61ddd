// espeak-ng as a program of its own. Copyright (C) 2026 the Govatar authors. Licence: GPL-3.0-or-later, see COPYING.
//
// In: one JSON line per call, {"id", "voice", "rate", "text"}. Out: one JSON line, {"id", "rate", "bytes", "events", "error"?}, and after it
// `bytes` bytes of 16-bit little-endian mono PCM at `rate` Hz. Calls are answered in order. Ends with its input.
import { createInterface } from 'node:readline';
import load from '@echogarden/espeak-ng-emscripten';

const SAMPLE_RATE = 22_050;

const library = await load();
const worker = new library.eSpeakNGWorker();
let voice = '';

function speak({ voice: wanted, rate, text }) {
  if (wanted !== voice) {
    worker.set_voice(wanted);
    voice = wanted;
  }
  worker.set_rate(Math.min(450, Math.max(80, Number(rate) || 175)));
  const chunks = [];
  const events = [];
  worker.synthesize(String(text), (audio, heard) => {
    if (audio)
      chunks.push(
        Buffer.from(
          new Uint8Array(
            audio.buffer ? audio.buffer.slice(audio.byteOffset, audio.byteOffset + audio.byteLength) : audio,
          ),
        ),
      );
    for (const { type, audio_position, id } of heard) {
      events.push({ type, audio_position, id: typeof id === 'string' ? id : '' });
    }
    return false;
  });
  return { pcm: Buffer.concat(chunks), events };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  let call = {};
  let pcm = Buffer.alloc(0);
  let answer;
  try {
    call = JSON.parse(line);
    const said = speak(call);
    pcm = said.pcm;
    answer = { id: call.id, rate: SAMPLE_RATE, bytes: pcm.length, events: said.events };
  } catch (error) {
    pcm = Buffer.alloc(0);
    answer = {
      id: call.id ?? -1,
      rate: SAMPLE_RATE,
      bytes: 0,
      events: [],
      error: String(error?.message ?? error),
    };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (pcm.length > 0) process.stdout.write(pcm);
}
