import { describe, expect, it } from 'vitest';
import { turnServers } from './turn-credentials.ts';

describe('TURN credentials', () => {
  it('expire an hour from now and are signed as coturn checks them', () => {
    const turn = { urls: ['turn:turn.example.cn:3478'], secret: 'north' };
    const [server] = turnServers(turn, 'peer_a', 1_700_000_000_000);
    expect(server?.urls).toEqual(turn.urls);
    expect(server?.username).toBe('1700003600:peer_a');
    // openssl: printf '1700003600:peer_a' | openssl dgst -sha1 -hmac north -binary | base64
    expect(server?.credential).toBe('FnSI1Jda3vPlHpMOsszzfDFXZs0=');
  });

  it('are not given where no TURN server is configured', () => {
    expect(turnServers(null, 'peer_a', 0)).toEqual([]);
  });
});
