import { describe, expect, it } from 'vitest';
import { fetchAbout, readAbout, UNKNOWN_ABOUT } from './about.ts';

const about = {
  version: '0.1.0',
  avatar: { name: '小政', url: '/avatars/default.vrm', portrait: '/avatars/default.webp' },
  voices: { zh: 'recorded', en: null },
  ears: { zh: 'preparing', en: 'none' },
  background: 'brand',
  hotline: '12345',
} as const;

describe('what the server tells about itself', () => {
  it('is taken as it is', async () => {
    expect(readAbout(about)).toEqual(about);
    expect(await fetchAbout(async () => Response.json(about))).toEqual(about);
  });

  it('is unknown, and the page stands all the same, when nothing sensible comes', async () => {
    const answers: (() => Promise<Response>)[] = [
      () => Promise.reject(new TypeError('Failed to fetch')),
      async () => new Response('no', { status: 503 }),
      async () => new Response('<html>'),
      async () => Response.json(null),
      async () => Response.json({ avatar: 3, voices: [], hotline: {} }),
    ];
    for (const answer of answers) expect(await fetchAbout(answer)).toEqual(UNKNOWN_ABOUT);
  });

  it('never leads to another origin or to a link that is no number', () => {
    const bad = readAbout({
      ...about,
      avatar: { name: 'x', url: '//evil.example/a.vrm', portrait: 'https://evil.example/p.png' },
      hotline: 'javascript:alert(1)',
    });
    expect(bad.avatar).toEqual({ name: 'x', url: '', portrait: '' });
    expect(bad.hotline).toBe('12345');
  });
});
