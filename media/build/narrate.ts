/// <reference path="../../node_modules/@evan/opus/lib.d.ts" />
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decoder } from '@evan/opus';
import type { Lang, VideoScene } from '../../protocol/index.ts';
import { splitClauses } from '../../server/speech/clauses.ts';
import { createSpeechService } from '../../server/speech/service.ts';
import type { SpeechService } from '../../server/speech/types.ts';
import { endOf } from '../film/timeline.ts';
import { captionsOf, chaptersOf } from './captions.ts';
import { ffmpeg } from './encode.ts';
import { drawFilm, filmOf, ROOT } from './render.ts';
import type { Planned } from './storyboard.ts';
import type { Studio } from './studio.ts';
import { LEAD_S, type Timed, timesOf } from './timing.ts';

const RATE = 48_000;
/** A breath between two sentences. */
const REST_S = 0.25;
/** As long the finished picture stands at least. */
const STILL_S = 0.5;

/** A narration as mono samples at 48 kHz; rejects when there is no voice for the language. */
async function spoken(speech: SpeechService, text: string, lang: Lang): Promise<Int16Array> {
  const parts: Int16Array[] = [];
  for (const clause of splitClauses(text, lang)) {
    const said = await speech.speak({ text: clause.text, lang });
    if (said.engine === null) {
      const missing = speech.status().find((voice) => voice.lang === lang)?.missing;
      throw new Error(missing ?? `No voice speaks ${lang}.`);
    }
    const decoder = new Decoder({ channels: 1, sample_rate: RATE });
    if (parts.length > 0) parts.push(new Int16Array(Math.round(REST_S * RATE)));
    for (const frame of said.frames) parts.push(new Int16Array(decoder.decode(frame).slice().buffer));
  }
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The sound of the whole film: each narration where its scene has come in. */
function soundtrack(voices: readonly Int16Array[], times: readonly Timed[]): Int16Array {
  const all = new Int16Array(Math.round((times.at(-1)?.endS ?? 0) * RATE));
  voices.forEach((voice, i) => {
    all.set(voice, Math.round(((times[i]?.startS ?? 0) + LEAD_S) * RATE));
  });
  return all;
}

/**
 * Bakes the product's voice into a copy of each film, its scenes as long as they are spoken, with captions and chapters in
 * their new times: `<id>.<lang>.mp4` and `.vtt` in `folder`. The label that the voice is synthetic stands in the file.
 */
export async function narrate(
  open: () => Promise<Studio>,
  all: readonly Planned[],
  lang: Lang,
  folder: string,
  told: (id: string) => (share: number) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const speech = await createSpeechService({
    modelsDir: join(ROOT, 'models'),
    assetsDir: process.env.GOVATAR_ASSETS ?? null,
    cacheDir: join(ROOT, '.cache/narration'),
  });
  try {
    for (const planned of all) {
      const { board } = planned;
      const voices: Int16Array[] = [];
      for (const scene of board.scenes) voices.push(await spoken(speech, scene.narration[lang], lang));
      // Never shorter than what moves in its picture.
      const scenes = board.scenes.map((scene) => ({
        ...scene,
        seconds: Math.max(scene.seconds ?? 0, endOf(scene.picture.elements) + STILL_S),
      }));
      const times = timesOf(
        scenes,
        voices.map((voice) => voice.length / RATE),
      );
      const base = join(folder, `${board.id}.${lang}`);
      const [silent, sound] = [`${base}.silent.mp4`, `${base}.s16`];
      try {
        await writeFile(sound, new Uint8Array(soundtrack(voices, times).buffer));
        await drawFilm(await open(), filmOf(planned, times), silent, told(board.id));
        await ffmpeg([
          ...['-i', silent, '-f', 's16le', '-ar', String(RATE), '-ac', '1', '-i', sound],
          ...['-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'aac', '-b:a', '64k'],
          ...[
            '-metadata',
            `title=${board.title[lang]}`,
            '-metadata',
            'comment=AI-generated speech / 人工智能合成语音',
          ],
          ...['-movflags', '+faststart', `${base}.mp4`],
        ]);
      } finally {
        await rm(silent, { force: true });
        await rm(sound, { force: true });
      }
      const timed: VideoScene[] = board.scenes.map(({ id, chapter, narration }, i) => ({
        id,
        chapter,
        narration,
        ...(times[i] ?? { startS: 0, endS: 0 }),
      }));
      await writeFile(`${base}.vtt`, captionsOf(timed, lang));
      await writeFile(`${base}.chapters.vtt`, chaptersOf(timed, lang));
      console.log(`${base}.mp4: ${(times.at(-1)?.endS ?? 0).toFixed(1)} s`);
    }
  } finally {
    await speech.close();
  }
}
