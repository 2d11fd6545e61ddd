/// <reference path="../../node_modules/@evan/opus/lib.d.ts" />
import { Encoder } from '@evan/opus';

/**
 * Sample rate of the sound that is coded. The voices hold nothing above 12 kHz; the packets are the same as from 48 kHz (an
 * Opus packet knows no input rate, RFC 7587 3), RTP counts in 48 kHz all the same, and coding costs half.
 */
export const OPUS_RATE = 24_000;
/** Samples in a packet of 20 ms. */
export const OPUS_FRAME = 480;
/** Duration of a packet. */
export const OPUS_FRAME_MS = 20;
/** The least at which complexity 1 keeps the band to 12 kHz with FEC on; silence needs far less (variable rate). */
const BIT_RATE = 36_000;
/** Share of lost packets the in-band FEC prepares for, percent. */
const EXPECTED_LOSS = 10;

/** OPUS_GET_LOOKAHEAD of opus_defines.h; the library's own accessor is misspelt. */
const GET_LOOKAHEAD = 4027;

function makeEncoder(): Encoder {
  const encoder = new Encoder({ channels: 1, sample_rate: OPUS_RATE, application: 'voip' });
  encoder.bitrate = BIT_RATE;
  encoder.signal = 'voice';
  encoder.inband_fec = true;
  encoder.packet_loss = EXPECTED_LOSS;
  encoder.dtx = false;
  // 4.4 ms of processor time per second of speech; 2 and 3 take 8, 9 takes 12.
  encoder.complexity = 1;
  return encoder;
}

let shared: Encoder | null = null;

/** Delay of the encoder: a sample at time t comes out of a decoder at t plus this. 6.5 ms (RFC 6716, RFC 7845). */
export function lookAheadMs(): number {
  shared ??= makeEncoder();
  return (shared.ctl(GET_LOOKAHEAD) * 1000) / OPUS_RATE;
}

/**
 * Encodes mono PCM at `OPUS_RATE` as packets of 20 ms, as one run from a fresh encoder state. The end is padded so that the
 * last sample leaves the decoder too.
 */
export function encodeOpus(pcm: Int16Array): Uint8Array[] {
  shared ??= makeEncoder();
  const encoder = shared;
  encoder.reset();
  const packets: Uint8Array[] = [];
  const end = pcm.length + encoder.ctl(GET_LOOKAHEAD);
  const frame = new Int16Array(OPUS_FRAME);
  for (let at = 0; at < end; at += OPUS_FRAME) {
    frame.fill(0);
    frame.set(pcm.subarray(Math.min(at, pcm.length), Math.min(at + OPUS_FRAME, pcm.length)));
    packets.push(encoder.encode(frame).slice());
  }
  return packets;
}

let silence: Uint8Array | null = null;

/** One packet of coded digital silence, 20 ms: what the track carries between sentences (no DTX). */
export function silenceFrame(): Uint8Array {
  if (!silence) {
    const encoder = makeEncoder();
    const quiet = new Int16Array(OPUS_FRAME);
    let packet = encoder.encode(quiet);
    // The first packets of a stream carry start-up state; the fourth is silence and nothing else.
    for (let i = 0; i < 4; i++) packet = encoder.encode(quiet);
    silence = packet.slice();
  }
  return silence.slice();
}
