import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createFramer, levelOf } from '../../../client/senses/ears/frames.ts';
import { loadSilero } from '../../../client/senses/ears/silero.ts';
import { createTurns } from '../../../client/senses/ears/turns.ts';
import { DUCK_GAIN, type EarsEvent, type EarsProfile } from '../../../client/senses/ears/types.ts';
import { rmsOf, seeded, VOICE_RATE } from './voices.ts';

const STEP_MS = 32;
const STEP = (VOICE_RATE * STEP_MS) / 1000;
/** From the loudspeaker's sample to the microphone's: output, a metre of air, input. ms */
const ECHO_DELAY_MS = 80;
/** The recogniser's last words come so long after the end of a turn. ms */
const FINAL_MS = 400;

export interface HallSound {
  at: number;
  sound: Float32Array;
  /** What a recogniser would make of it; '' for no words. */
  words: string;
}

export interface HallOptions {
  seconds: number;
  profile: EarsProfile;
  /** What the avatar says, over and over. */
  sentences: readonly { text: string; sound: Float32Array }[];
  /** Level of the echo against what is played. dB */
  echoDb: number;
  /** What is in the microphone at a sample, besides citizen and echo. */
  noise: (sample: number) => number;
  citizen: readonly HallSound[];
}

/** The voice model, as the package has it. */
export async function silero() {
  const path = createRequire(import.meta.url).resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx');
  return loadSilero(async () => Uint8Array.from(await readFile(path)).buffer);
}

/**
 * A hall as a digital mix on simulated time: what the avatar plays (softer while ducked, silent when stopped) comes back
 * into the microphone with a delay of 80 ms, and is judged by Silero and by the product's own turns. The recogniser is
 * not part of it: it gives no words while a sound lasts, which is the worst case, and the true ones 400 ms after its end.
 */
export async function simulate(options: HallOptions): Promise<EarsEvent[]> {
  const { seconds, sentences, citizen, noise } = options;
  const detector = await silero();
  const framer = createFramer(VOICE_RATE);
  const events: EarsEvent[] = [];
  const echo = new Float32Array((VOICE_RATE * ECHO_DELAY_MS) / 1000);
  let echoAt = 0;
  let gain = 1;
  let stopped = false;
  let sentence = 0;
  let place = 0;
  let level = 0;
  let now = 0;
  const finals: { at: number; words: string }[] = [];
  let startedAt = 0;
  const wordsIn = (from: number, to: number): string =>
    citizen
      .filter((one) => one.at < to && one.at + (one.sound.length * 1000) / VOICE_RATE > from)
      .map(({ words }) => words)
      .join('');
  const turns = createTurns({
    now,
    profile: options.profile,
    elder: false,
    avatar: () => ({
      speaking: !stopped,
      text: stopped ? '' : (sentences[sentence % sentences.length]?.text ?? ''),
      level,
      place: { utterance: `utt_${sentence}`, ms: (place * 1000) / VOICE_RATE },
    }),
    emit: (event) => {
      events.push(event);
      if (event.type === 'duck') gain = event.on ? DUCK_GAIN : 1;
      if (event.type === 'hush') gain = 0;
      if (event.type === 'barge_in') stopped = true;
      if (event.type === 'false_alarm' && event.stopped) stopped = false;
      if (event.type === 'speech_start') startedAt = event.at - event.backMs;
      if (event.type === 'speech_end' && event.reason !== 'dropped')
        finals.push({ at: event.at + FINAL_MS, words: wordsIn(startedAt, event.at) });
    },
  });
  const mic = new Float32Array(STEP);
  const played = new Float32Array(STEP);
  const back = 10 ** (options.echoDb / 20);
  const gap = VOICE_RATE * 0.24;
  for (let sample = 0; sample < seconds * VOICE_RATE; sample += STEP) {
    for (let i = 0; i < STEP; i += 1) {
      const said = sentences[sentence % sentences.length]?.sound ?? new Float32Array();
      played[i] = stopped ? 0 : (said[place] ?? 0) * gain;
      if (!stopped) place += 1;
      if (place > said.length + gap) {
        place = 0;
        sentence += 1;
      }
      mic[i] = (echo[echoAt] ?? 0) * back + noise(sample + i);
      echo[echoAt] = played[i] ?? 0;
      echoAt = (echoAt + 1) % echo.length;
    }
    for (const one of citizen) {
      const offset = sample - Math.round((one.at * VOICE_RATE) / 1000);
      if (offset <= -STEP || offset >= one.sound.length) continue;
      for (let i = Math.max(0, -offset); i < STEP; i += 1)
        mic[i] = (mic[i] ?? 0) + (one.sound[offset + i] ?? 0);
    }
    level = rmsOf(played);
    now = ((sample + STEP) * 1000) / VOICE_RATE;
    for (const frame of framer.feed(mic)) {
      const voice = await detector.judge(frame);
      turns.frame({ at: now, ms: STEP_MS, voice, level: levelOf(frame) });
    }
    turns.tick(now);
    for (const final of finals.filter(({ at }) => at <= now)) {
      finals.splice(finals.indexOf(final), 1);
      turns.words(final.words, true, now);
      // Words that were meant are answered: the avatar speaks again.
      if (final.words !== '') stopped = false;
    }
  }
  detector.close();
  return events;
}

/** Pink noise (Voss and McCartney, 12 rows) of this level. dB */
export function pink(db: number, seed = 11): () => number {
  const random = seeded(seed);
  const rows = new Float32Array(12);
  let count = 0;
  const gain = 10 ** (db / 20) / 0.55;
  return () => {
    count = (count + 1) % 4096;
    const row = count === 0 ? 0 : Math.min(11, Math.log2(count & -count));
    rows[row] = random();
    return (rows.reduce((sum, x) => sum + x, 0) / 3.6) * gain;
  };
}
