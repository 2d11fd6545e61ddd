import { describe, expect, it } from 'vitest';
import { phoneAddress } from './phone-address.ts';

const page = (origin: string) => ({ origin, hostname: new URL(origin).hostname });
const link = (publicUrl: string | null, lanUrl: string | null) => ({ path: '/l/abc', publicUrl, lanUrl });

describe('where a phone finds a card', () => {
  it('is the configured address, wherever the page was opened', () => {
    expect(
      phoneAddress(link('https://12345.example.cn', 'http://10.0.0.5:12345'), page('http://localhost:12345')),
    ).toEqual({ url: 'https://12345.example.cn/l/abc', reach: 'everywhere' });
  });

  it('is the page’s own address where others can open it', () => {
    expect(phoneAddress(link(null, null), page('https://rexian.example.cn'))).toEqual({
      url: 'https://rexian.example.cn/l/abc',
      reach: 'everywhere',
    });
  });

  it.each([
    'http://192.168.1.7:12345',
    'http://10.1.2.3',
    'http://172.20.0.2',
    'http://kiosk',
    'http://hall.local',
  ])('is in the same network alone for %s', (origin) => {
    expect(phoneAddress(link(null, null), page(origin))).toEqual({
      url: `${origin}/l/abc`,
      reach: 'same_network',
    });
  });

  it.each([
    'http://localhost:12345',
    'http://127.0.0.1:12345',
    'http://[::1]:12345',
  ])('is the machine’s address in its network for a page at %s', (origin) => {
    expect(phoneAddress(link(null, 'http://10.0.0.5:12345'), page(origin))).toEqual({
      url: 'http://10.0.0.5:12345/l/abc',
      reach: 'same_network',
    });
  });

  it('is nowhere when the machine listens to itself alone: no code that leads nowhere', () => {
    expect(phoneAddress(link(null, null), page('http://localhost:12345'))).toEqual({
      url: null,
      reach: 'nowhere',
    });
  });
});
