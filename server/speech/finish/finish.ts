import type { Viseme } from '../../../protocol/index.ts';
import { limit, speechLevel, toFloat, toInt16 } from '../audio/pcm.ts';
import { resample } from '../audio/resample.ts';
import type { Sound, SoundUnit } from '../engines/engine.ts';
import { encodeOpus, lookAheadMs, OPUS_FRAME_MS, OPUS_RATE } from '../opus.ts';
import { visemesOf } from '../visemes/track.ts';

/** A phrase's sound and the rest before it, ms. */
export interface FinishPart {
  gapMs: number;
  sound: Sound;
}

export interface Finished {
  /** All packets, one after the other, and the size of each. */
  bytes: Uint8Array;
  sizes: Uint16Array;
  durationMs: number;
  units: SoundUnit[];
  visemes: Viseme[];
}

/** Every voice is brought to this level while it sounds: -20 dB of full scale. */
const LEVEL = 0.1;
/** Silence in front, so that the first consonant is whole and decoders settle. */
const LEAD_MS = 10;
/** Silence behind, so that the end does not break off. */
const TAIL_MS = 60;

const round = (ms: number): number => Math.round(ms * 10) / 10;

/**
 * Joins phrases to one sentence, levels them, makes the mouth shapes from the real sound and codes it as Opus. All
 * times count from the first sample of the first packet, the codec's look-ahead included.
 */
export function finish(parts: readonly FinishPart[]): Finished {
  const shift = LEAD_MS + lookAheadMs();
  const sounds = parts.map(({ sound }) => {
    const pcm = resample(toFloat(sound.pcm), sound.sampleRate, OPUS_RATE);
    const level = speechLevel(pcm, OPUS_RATE);
    const gain = level > 0 ? Math.min(8, LEVEL / level) : 0;
    for (let i = 0; i < pcm.length; i++) pcm[i] = (pcm[i] as number) * gain;
    limit(pcm);
    return pcm;
  });
  const samples = (ms: number): number => Math.round((ms * OPUS_RATE) / 1000);
  let total = samples(LEAD_MS) + samples(TAIL_MS);
  parts.forEach((part, i) => {
    total += samples(part.gapMs) + (sounds[i]?.length ?? 0);
  });
  const all = new Float32Array(total);
  const units: SoundUnit[] = [];
  const visemes: Viseme[] = [];
  let at = samples(LEAD_MS);
  parts.forEach((part, i) => {
    const pcm = sounds[i];
    if (!pcm) return;
    const gapFrom = at;
    at += samples(part.gapMs);
    const offset = (at * 1000) / OPUS_RATE + lookAheadMs();
    if (at > gapFrom && visemes.length > 0) {
      visemes.push({ t: round(offset - part.gapMs), d: round(part.gapMs), v: 'sil', w: 1 });
    }
    all.set(pcm, at);
    for (const unit of part.sound.units) units.push({ ...unit, t: round(unit.t + offset), d: round(unit.d) });
    for (const shape of visemesOf(part.sound, pcm, OPUS_RATE)) {
      visemes.push({ ...shape, t: round(shape.t + offset), d: round(shape.d) });
    }
    at += pcm.length;
  });
  const packets = encodeOpus(toInt16(all));
  const durationMs = packets.length * OPUS_FRAME_MS;
  const end = Math.min(durationMs, round((at * 1000) / OPUS_RATE + lookAheadMs()));
  if (visemes.length === 0) visemes.push({ t: 0, d: round(shift), v: 'sil', w: 1 });
  visemes.push({ t: end, d: round(Math.max(0, durationMs - end)), v: 'sil', w: 1 });
  const sizes = Uint16Array.from(packets, (p) => p.length);
  const bytes = new Uint8Array(packets.reduce((sum, p) => sum + p.length, 0));
  let place = 0;
  for (const packet of packets) {
    bytes.set(packet, place);
    place += packet.length;
  }
  return { bytes, sizes, durationMs, units, visemes };
}
