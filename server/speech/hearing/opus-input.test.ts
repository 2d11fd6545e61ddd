import { afterEach, describe, expect, it, vi } from 'vitest';
import { toInt16 } from '../audio/pcm.ts';
import { encodeOpus, OPUS_RATE } from '../opus.ts';
import { framingOf } from './opus-framing.ts';
import { ahead, joined, type OpusInput, openOpusInput } from './opus-input.ts';
import type { OpusPacket } from './types.ts';

let input: OpusInput | null = null;
afterEach(() => {
  input?.close();
  input = null;
});

/** A steady tone as packets; the counters begin just before they turn over. */
function tone(hz: number, seconds: number): OpusPacket[] {
  const pcm = new Float32Array(OPUS_RATE * seconds).map(
    (_, i) => 0.25 * Math.sin((2 * Math.PI * hz * i) / OPUS_RATE),
  );
  return encodeOpus(toInt16(pcm)).map((payload, i) => ({
    sequence: (65_530 + i) & 0xffff,
    timestamp: (2 ** 32 - 5000 + 960 * i) >>> 0,
    payload,
  }));
}

const level = (pcm: Int16Array): number => Math.sqrt(pcm.reduce((sum, x) => sum + x * x, 0) / pcm.length);

/** Share of the sound's energy at `hz`, by one bin of a Fourier transform. */
function purity(pcm: Int16Array, hz: number): number {
  let re = 0;
  let im = 0;
  for (const [i, x] of pcm.entries()) {
    re += x * Math.cos((2 * Math.PI * hz * i) / 16_000);
    im += x * Math.sin((2 * Math.PI * hz * i) / 16_000);
  }
  return (2 * (re * re + im * im)) / pcm.length / pcm.reduce((sum, x) => sum + x * x, 0);
}

describe('sound from Opus packets', () => {
  it('comes at 16 kHz, with its pitch, its level and its length', async () => {
    input = await openOpusInput();
    const ear = input;
    const pcm = joined(tone(440, 1).map((packet) => ear.decode(packet)));
    expect(pcm.length).toBe(51 * 320);
    const middle = pcm.subarray(3200, 12_800);
    expect(purity(middle, 440)).toBeGreaterThan(0.98);
    expect(level(middle)).toBeGreaterThan(5000);
    expect(level(middle)).toBeLessThan(6500);
  });

  it('goes on through lost packets: the length stays, and the gap sounds on', async () => {
    input = await openOpusInput();
    const ear = input;
    const packets = tone(440, 1).filter((_, i) => i !== 20 && i !== 21);
    const parts = packets.map((packet) => ear.decode(packet));
    const pcm = joined(parts);
    expect(pcm.length).toBe(51 * 320);
    expect(level(pcm.subarray(20 * 320, 22 * 320))).toBeGreaterThan(2000);
    expect(ear.stats).toEqual({ received: 49, lost: 2, dropped: 0 });
  });

  it('fades to near silence in a long gap, never to digital zero, and keeps the time', async () => {
    let n = 0;
    input = await openOpusInput(() => (n++ * 0.37) % 1);
    const ear = input;
    const packets = tone(440, 2).filter((_, i) => i < 20 || i >= 70);
    const pcm = joined(packets.map((packet) => ear.decode(packet)));
    expect(pcm.length).toBe(101 * 320);
    const late = pcm.subarray(40 * 320, 60 * 320);
    expect(level(late)).toBeLessThan(10);
    expect(level(late)).toBeGreaterThan(1);
  });

  it('does not fill the time of a sender that was away', async () => {
    input = await openOpusInput();
    const [first, second] = tone(440, 1);
    if (!first || !second) throw new Error('no packets');
    expect(input.decode(first).length).toBe(320);
    expect(input.decode({ ...second, timestamp: first.timestamp + 48_000 * 60 }).length).toBe(320);
  });

  it('drops what comes late or twice', async () => {
    input = await openOpusInput();
    const ear = input;
    const [a, b, c] = tone(440, 1);
    if (!a || !b || !c) throw new Error('no packets');
    const lengths = [a, c, b, c].map((packet) => ear.decode(packet).length);
    expect(lengths).toEqual([320, 640, 0, 0]);
    expect(ear.stats.dropped).toBe(2);
  });

  it('never hands the decoder what is no Opus', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    input = await openOpusInput();
    const bad = [
      new Uint8Array(),
      new Uint8Array(1501),
      Uint8Array.of(1, 2),
      Uint8Array.of(3),
      Uint8Array.of(3, 0),
      Uint8Array.of(2, 252),
      Uint8Array.of(3, 0x7f, 255),
    ];
    for (const [i, payload] of bad.entries())
      expect(input.decode({ sequence: i, timestamp: i * 960, payload }).length).toBe(0);
    let seed = 7;
    for (let i = 0; i < 3000; i++) {
      seed = (seed * 1103515245 + 12345) >>> 0;
      const payload = new Uint8Array(seed % 60);
      for (let k = 0; k < payload.length; k++) {
        seed = (seed * 1103515245 + 12345) >>> 0;
        payload[k] = seed >>> 16;
      }
      input.decode({ sequence: 100 + i, timestamp: i * 960, payload });
    }
    expect(complaints).not.toHaveBeenCalled();
    expect(input.stats.received).toBeGreaterThan(100);
    complaints.mockRestore();
  });
});

describe('the framing of a packet', () => {
  it('tells the samples of each shape', () => {
    const of = (...bytes: number[]) => framingOf(Uint8Array.from(bytes))?.samples48;
    expect(of(0x78, 0)).toBe(960); // hybrid, 20 ms, one frame
    expect(of(0x79, 1, 1)).toBe(1920); // two of one size
    expect(of(0xfa, 1, 9, 8)).toBe(1920); // two of different sizes
    expect(of(0x83, 0x03, 1, 1, 1)).toBe(360); // three of 2.5 ms
    expect(of(0x1b, 0x03, 1, 1, 1)).toBeUndefined(); // three of 60 ms: longer than 120 ms
  });
});

describe('counters that turn over', () => {
  it('are compared the short way round', () => {
    expect(ahead(2, 65_535, 16)).toBe(3);
    expect(ahead(65_535, 2, 16)).toBe(-3);
    expect(ahead(100, 2 ** 32 - 100, 32)).toBe(200);
  });
});
