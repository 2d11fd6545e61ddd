import { z } from 'zod';

/**
 * Shapes of WebRTC parameters as mediasoup and mediasoup-client exchange them. They are bounded and typed to the depth
 * that we use ourselves; what lies deeper (codec parameters, header extensions) is checked by mediasoup, which throws on
 * what it cannot use.
 */
const Bag = z.record(
  z.string().max(80),
  z.union([z.string().max(300), z.number(), z.boolean(), z.null()]).optional(),
);

export const DtlsParameters = z.strictObject({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.strictObject({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().max(200),
      }),
    )
    .min(1)
    .max(5),
});
export type DtlsParameters = z.infer<typeof DtlsParameters>;

export const IceParameters = z.object({
  usernameFragment: z.string().max(300),
  password: z.string().max(300),
  iceLite: z.boolean().optional(),
});
export type IceParameters = z.infer<typeof IceParameters>;

export const IceCandidate = z.object({
  foundation: z.string().max(100),
  priority: z.number(),
  ip: z.string().max(100),
  address: z.string().max(255),
  protocol: z.enum(['udp', 'tcp']),
  port: z.number().int(),
  type: z.enum(['host', 'srflx', 'prflx', 'relay']),
  tcpType: z.enum(['active', 'passive', 'so']).optional(),
});
export type IceCandidate = z.infer<typeof IceCandidate>;

const RtcpFeedback = z.object({ type: z.string().max(60), parameter: z.string().max(60).optional() });
const HeaderExtensionParameters = z.object({
  uri: z.string().max(200),
  id: z.number().int(),
  encrypt: z.boolean().optional(),
  parameters: Bag.optional(),
});
const Encoding = z.object({
  ssrc: z.number().int().optional(),
  rid: z.string().max(60).optional(),
  codecPayloadType: z.number().int().optional(),
  rtx: z.object({ ssrc: z.number().int() }).optional(),
  dtx: z.boolean().optional(),
  scalabilityMode: z.string().max(40).optional(),
  scaleResolutionDownBy: z.number().optional(),
  maxBitrate: z.number().optional(),
  maxFramerate: z.number().optional(),
  active: z.boolean().optional(),
  adaptivePtime: z.boolean().optional(),
  priority: z.string().max(20).optional(),
  networkPriority: z.string().max(20).optional(),
});

export const RtpParameters = z.object({
  mid: z.string().max(60).optional(),
  codecs: z
    .array(
      z.object({
        mimeType: z.string().max(60),
        payloadType: z.number().int(),
        clockRate: z.number().int(),
        channels: z.number().int().optional(),
        parameters: Bag.optional(),
        rtcpFeedback: z.array(RtcpFeedback).max(20).optional(),
      }),
    )
    .min(1)
    .max(20),
  headerExtensions: z.array(HeaderExtensionParameters).max(30).optional(),
  encodings: z.array(Encoding).max(8).optional(),
  rtcp: z
    .object({
      cname: z.string().max(200).optional(),
      reducedSize: z.boolean().optional(),
      mux: z.boolean().optional(),
    })
    .optional(),
  msid: z.string().max(200).optional(),
});
export type RtpParameters = z.infer<typeof RtpParameters>;

export const RtpCapabilities = z.object({
  codecs: z
    .array(
      z.object({
        kind: z.enum(['audio', 'video']),
        mimeType: z.string().max(60),
        preferredPayloadType: z.number().int().optional(),
        clockRate: z.number().int(),
        channels: z.number().int().optional(),
        parameters: Bag.optional(),
        rtcpFeedback: z.array(RtcpFeedback).max(20).optional(),
      }),
    )
    .max(40)
    .optional(),
  headerExtensions: z
    .array(
      z.object({
        kind: z.enum(['audio', 'video']),
        uri: z.string().max(200),
        preferredId: z.number().int(),
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(60)
    .optional(),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

/** An entry of RTCPeerConnection's `iceServers`. */
export const IceServer = z.strictObject({
  urls: z.array(z.string().max(200)).max(6),
  username: z.string().max(200).optional(),
  credential: z.string().max(200).optional(),
});
export type IceServer = z.infer<typeof IceServer>;

/** What a track carries. */
export const TRACK_SOURCES = ['voice', 'microphone', 'camera', 'screen', 'document'] as const;
export const TrackSource = z.enum(TRACK_SOURCES);
export type TrackSource = z.infer<typeof TrackSource>;

/** What a server tells a client of a new WebRTC transport. */
export const TransportOffer = z.strictObject({
  id: z.string().max(64),
  iceParameters: IceParameters,
  iceCandidates: z.array(IceCandidate).max(20),
  dtlsParameters: DtlsParameters,
});
export type TransportOffer = z.infer<typeof TransportOffer>;
