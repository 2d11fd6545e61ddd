import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpusDecoder } from 'opus-decoder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rms } from './audio/pcm.ts';
import { faultOf, type Phrase } from './engines/engine.ts';
import { espeakEngine, espeakInstalled } from './engines/espeak.ts';
import { fliteEngine } from './engines/flite.ts';
import { findVoicePack } from './pack/install.ts';
import { planSpeech } from './plan.ts';
import { createSpeechService } from './service.ts';
import type { Speech, SpeechService } from './types.ts';

const modelsDir = new URL('../../models', import.meta.url).pathname;
const voice = findVoicePack(modelsDir) !== null;
const espeak = espeakInstalled();

let cacheDir = '';
let service: SpeechService;
const failures: unknown[] = [];

beforeAll(async () => {
  cacheDir = mkdtempSync(join(tmpdir(), 'speech-service-'));
  service = createSpeechService({
    modelsDir,
    assetsDir: null,
    cacheDir,
    log: (event, fields) => failures.push({ event, ...fields }),
  });
});
afterAll(async () => {
  await service.close();
  rmSync(cacheDir, { recursive: true, force: true });
});

async function decode(speech: Speech): Promise<Float32Array> {
  const decoder = new OpusDecoder({ channels: 1, preSkip: 0 });
  await decoder.ready;
  const { channelData } = decoder.decodeFrames([...speech.frames]);
  decoder.free();
  return channelData[0] ?? new Float32Array();
}

const level = (pcm: Float32Array, fromMs: number, toMs: number): number => rms(pcm, fromMs * 48, toMs * 48);

function phraseOf(text: string, lang: 'zh' | 'en'): Phrase {
  const phrase = planSpeech(text, lang).phrases[0]?.phrase;
  if (!phrase) throw new Error('no phrase');
  return phrase;
}

describe('the voices that are installed', () => {
  it('say which engine comes first and what is missing', () => {
    const [zh, en] = service.status();
    expect(en).toEqual({ lang: 'en', engine: 'flite', missing: null });
    if (zh?.engine === 'recorded') expect(zh.missing).toBeNull();
    else expect(zh?.missing).toContain('npm run models -- voice-cmn');
  });

  it('speak English with flite: words in order, at their sound, lips shut at b, p and m', async () => {
    const speech = await service.speak({ text: 'Please bring your map and a pen.', lang: 'en' });
    expect(speech.engine).toBe('flite');
    const pcm = await decode(speech);
    expect(pcm).toHaveLength(speech.durationMs * 48);
    for (const word of speech.words) expect(level(pcm, word.t, word.t + word.d)).toBeGreaterThan(0.005);
    expect(speech.visemes.filter((v) => v.v === 'PP' && v.w === 1 && v.d >= 44.9)).toHaveLength(5);
  });

  it.skipIf(!voice)('(needs the recorded voice) speak Mandarin evenly and without clipping', async () => {
    const speech = await service.speak({ text: '公积金租房子可以提取吗？可以的，请带身份证。', lang: 'zh' });
    expect(speech.engine).toBe('recorded');
    const pcm = await decode(speech);
    expect(Math.max(...speech.words.map((w) => w.t + w.d))).toBeLessThanOrEqual(speech.durationMs);
    let peak = 0;
    for (const v of pcm) peak = Math.max(peak, Math.abs(v));
    expect(peak).toBeLessThan(0.99);
    const levels = speech.words.map((w) => 20 * Math.log10(level(pcm, w.t, w.t + w.d)));
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(12);
    expect(speech.durationMs / 18).toBeLessThan(330);
  });

  it.skipIf(!voice)('(needs the recorded voice) rest at a comma, and the mouth is shut there', async () => {
    const speech = await service.speak({ text: '您好，请说。', lang: 'zh' });
    const pcm = await decode(speech);
    const [first, second] = [speech.words[0], speech.words[1]];
    const from = (first?.t ?? 0) + (first?.d ?? 0);
    expect((second?.t ?? 0) - from).toBeCloseTo(220, 0);
    expect(level(pcm, from + 40, from + 180)).toBeLessThan(0.003);
    expect(speech.visemes.some((v) => v.v === 'sil' && v.t <= from + 1 && v.d > 200)).toBe(true);
  });

  it.skipIf(!voice)(
    '(needs the recorded voice) close the lips at each b, p and m of a sentence',
    async () => {
      const speech = await service.speak({ text: '把材料备齐，明天八点办补办。', lang: 'zh' });
      expect(speech.visemes.filter((v) => v.v === 'PP' && v.w === 1)).toHaveLength(7);
    },
  );

  it.skipIf(!voice)('(needs the recorded voice) speak both languages in one sentence, in order', async () => {
    const speech = await service.speak({ text: '请带ID card到窗口。', lang: 'zh' });
    expect(speech.engine).toBe('recorded+flite');
    speech.words.forEach((word, i) => {
      expect(word.t).toBeGreaterThanOrEqual(speech.words[i - 1]?.t ?? 0);
    });
  });

  it.skipIf(!voice)(
    '(needs the recorded voice) speak slower when asked, and from the cache the second time',
    async () => {
      const plain = await service.speak({ text: '请稍等一下', lang: 'zh' });
      const slow = await service.speak({ text: '请稍等一下', lang: 'zh', rate: 0.8 });
      expect(slow.durationMs).toBeGreaterThan(plain.durationMs);
      const again = await service.speak({ text: '请稍等一下', lang: 'zh', rate: 0.8 });
      expect(again).toEqual({ ...slow, cached: true });
    },
  );

  it('let go of a clause when its turn is closed', async () => {
    const controller = new AbortController();
    const pending = service.speak({ text: '这一句不再需要了', lang: 'zh' }, controller.signal);
    controller.abort('barge-in');
    await expect(pending).rejects.toBe('barge-in');
  });

  it('have not failed meanwhile', () => {
    expect(failures).toEqual([]);
  });
});

describe('engines by themselves', () => {
  it('flite answers after its thread was ended, and refuses a language it does not speak', async () => {
    const flite = fliteEngine();
    expect(flite).not.toBeNull();
    if (!flite) return;
    const phrase = phraseOf('Good morning, how can I help you today?', 'en');
    expect(faultOf(await flite.synthesise(phrase, 1), phrase)).toBeNull();
    await expect(flite.synthesise(phraseOf('您好', 'zh'), 1)).rejects.toThrow();
    expect(faultOf(await flite.synthesise(phrase, 1.3), phrase)).toBeNull();
    await flite.close();
    await expect(flite.synthesise(phrase, 1)).rejects.toThrow('closed');
  });

  it.skipIf(!espeak)(
    '(needs espeak) espeak speaks Mandarin from pinyin with one time for each syllable',
    async () => {
      const engine = espeakEngine('zh');
      const phrase = phraseOf('您好我是女士把表拿来', 'zh');
      const sound = await engine?.synthesise(phrase, 1);
      await engine?.close();
      expect(sound && faultOf(sound, phrase)).toBeNull();
      expect(sound?.phones.filter((p) => /^p/.test(p.id))).toHaveLength(2);
    },
  );

  it.skipIf(!espeak)('(needs espeak) espeak speaks English', async () => {
    const engine = espeakEngine('en');
    const phrase = phraseOf('Please bring the form', 'en');
    const sound = await engine?.synthesise(phrase, 1);
    await engine?.close();
    expect(sound && faultOf(sound, phrase)).toBeNull();
  });
});
