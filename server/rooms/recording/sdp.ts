import type { types } from 'mediasoup';

/** A track that is sent to a local port, as its receiver needs to know it. */
export interface Described {
  port: number;
  rtpParameters: Pick<types.RtpParameters, 'codecs'>;
}

/**
 * Session description (RFC 8866) of one track that arrives at a port of this machine, RTCP on the same port. Feedback,
 * retransmission and header extensions are left out: on the way within one machine nothing is lost or asked for again.
 * @throws RangeError when there is no codec
 */
export function sdpOf({ port, rtpParameters }: Described): string {
  const [codec] = rtpParameters.codecs;
  if (codec === undefined) throw new RangeError('a track has a codec');
  const { mimeType, payloadType, clockRate, channels, parameters } = codec;
  const [kind = '', name = ''] = mimeType.split('/');
  const map = [name, clockRate, ...(kind === 'audio' ? [channels ?? 1] : [])].join('/');
  const fmtp = Object.entries(parameters ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => `${key}=${value}`)
    .join(';');
  const lines = [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=${kind} ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${map}`,
    ...(fmtp === '' ? [] : [`a=fmtp:${payloadType} ${fmtp}`]),
    'a=rtcp-mux',
    'a=recvonly',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
