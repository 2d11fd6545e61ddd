import { z } from 'zod';
import { DtlsParameters, IceServer, RtpCapabilities, TransportOffer } from './media.ts';

/** Where a page tries the way to the media server, before any call. */
export const LINE_CHECK_API = '/api/check';
/** So much is fetched to measure how fast the line is, bytes. */
export const LINE_CHECK_BYTES = 1_000_000;

export const LineCheckRequest = z.strictObject({ protocol: z.enum(['udp', 'tcp']) });

/** A way that stands for a few seconds and carries nothing. */
export const LineCheckOffer = z.strictObject({
  transport: TransportOffer,
  sctpParameters: z.strictObject({
    port: z.int(),
    OS: z.int(),
    MIS: z.int(),
    maxMessageSize: z.int(),
  }),
  routerRtpCapabilities: RtpCapabilities,
  iceServers: z.array(IceServer),
});
export type LineCheckOffer = z.infer<typeof LineCheckOffer>;

export const LineCheckConnect = z.strictObject({ dtlsParameters: DtlsParameters });
