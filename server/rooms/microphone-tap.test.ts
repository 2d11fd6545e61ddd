import { describe, expect, it } from 'vitest';
import { readRtp } from './microphone-tap.ts';

const header = (first: number): number[] => [first, 100, 0x12, 0x34, 0, 0, 0x03, 0xc0, 9, 9, 9, 9];

describe('the sound in an RTP packet', () => {
  it('is what stands behind the header', () => {
    const packet = Uint8Array.from([...header(0x80), 1, 2, 3]);
    expect(readRtp(packet)).toEqual({
      sequence: 0x1234,
      timestamp: 960,
      payload: Uint8Array.from([1, 2, 3]),
    });
  });

  it('is without contributing sources, extensions and padding', () => {
    const packet = Uint8Array.from([
      ...header(0xb1),
      ...[7, 7, 7, 7],
      ...[0xbe, 0xde, 0, 1, 5, 5, 5, 5],
      ...[1, 2, 3],
      ...[0, 2],
    ]);
    expect(readRtp(packet)?.payload).toEqual(Uint8Array.from([1, 2, 3]));
  });

  it('is none where a packet is cut off, of another version, or all padding', () => {
    expect(readRtp(Uint8Array.from([]))).toBeNull();
    expect(readRtp(Uint8Array.from(header(0x80).slice(0, 11)))).toBeNull();
    expect(readRtp(Uint8Array.from([...header(0x40), 1]))).toBeNull();
    expect(readRtp(Uint8Array.from([...header(0xa0), 0, 2]))).toBeNull();
    expect(readRtp(Uint8Array.from([...header(0x90), 0xbe, 0xde]))).toBeNull();
    expect(readRtp(Uint8Array.from([...header(0x90), 0xbe, 0xde, 0xff, 0xff, 1]))).toBeNull();
  });
});
