import { phonesPerWord } from './align.ts';
import type { Phone, Sound, SoundUnit, Token } from './engine.ts';

/** The text for flite: words, and commas where a rest is wanted. */
export function fliteText(tokens: readonly Token[]): string {
  return `${tokens.map((t) => t.say + (t.mark ?? '')).join(' ')}.`;
}

/** `pau:0.164 hh:0.255 …` (phone and end time in s) as phones with times in ms. */
export function parsePhones(text: string): Phone[] {
  const phones: Phone[] = [];
  let last = 0;
  for (const match of text.matchAll(/([a-z]+):([\d.]+)/g)) {
    const end = Number(match[2]) * 1000;
    phones.push({ t: last, d: Math.max(0, end - last), id: match[1] ?? 'pau' });
    last = end;
  }
  return phones;
}

/** The samples of a 16-bit mono WAV file. @throws when it is none */
export function parseWav(bytes: Uint8Array): { pcm: Int16Array; sampleRate: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 44 || view.getUint32(0) !== 0x52494646) throw new Error('no WAV file');
  const sampleRate = view.getUint32(24, true);
  let at = 12;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at + 4, true);
    if (view.getUint32(at) === 0x64617461) {
      const length = Math.min(size, bytes.length - at - 8) >> 1;
      const pcm = new Int16Array(length);
      for (let i = 0; i < length; i++) pcm[i] = view.getInt16(at + 8 + 2 * i, true);
      return { pcm, sampleRate };
    }
    at += 8 + size + (size & 1);
  }
  throw new Error('a WAV file without samples');
}

/** Silence that flite leaves at both ends is cut to this, ms. */
const EDGE_MS = 15;

/** Sound, phones and words of what flite said: the silence at both ends cut, phones divided among the words. */
export function fliteSound(tokens: readonly Token[], printed: string, wav: Uint8Array): Sound {
  const { pcm, sampleRate } = parseWav(wav);
  const all = parsePhones(printed);
  const spoken = all.filter((p) => p.id !== 'pau');
  const first = spoken[0];
  const last = spoken.at(-1);
  if (!first || !last) throw new Error('flite said nothing');
  const from = Math.max(0, first.t - EDGE_MS);
  const to = last.t + last.d + EDGE_MS;
  const at = (ms: number): number => Math.round((ms * sampleRate) / 1000);
  const phones = all
    .map((p) => ({ ...p, t: p.t - from }))
    .filter((p) => p.id !== 'pau' || (p.t > 0 && p.t + from < last.t));
  const counts = phonesPerWord(
    tokens.map((t) => t.say),
    spoken.map((p) => p.id),
  );
  let index = 0;
  let previous = EDGE_MS;
  const units = tokens.map((token, n): SoundUnit => {
    const count = counts[n] ?? 0;
    const start = spoken[index];
    const end = spoken[index + count - 1];
    index += count;
    if (!start || !end || count === 0) return { t: previous, d: 0, from: token.from, to: token.to };
    previous = end.t + end.d - from;
    return { t: start.t - from, d: end.t + end.d - start.t, from: token.from, to: token.to };
  });
  return { pcm: pcm.slice(at(from), at(to)), sampleRate, units, phones, alphabet: 'arpabet' };
}
