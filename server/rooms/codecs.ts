import type { types } from 'mediasoup';

/**
 * What the rooms speak. Opus with in-band FEC and without DTX: the clock of the avatar's track must never stop. VP8 and
 * H.264 (constrained baseline) cover every browser of the support table.
 */
export const MEDIA_CODECS: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    preferredPayloadType: 100,
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 0, minptime: 10 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
];

/** Parameters of the avatar's own producer: one Opus stream, 20 ms packets. */
export function voiceRtpParameters(ssrc: number): types.RtpParameters {
  return {
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 100,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1, usedtx: 0, 'sprop-stereo': 0 },
        rtcpFeedback: [],
      },
    ],
    encodings: [{ ssrc, dtx: false }],
    rtcp: { cname: 'govatar' },
  };
}
