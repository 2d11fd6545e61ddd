import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../protocol/index.ts';
import { DEFAULT_RETRY_MS, PROBLEMS, type ProblemCode, retryDelayMs } from './problems.ts';
import { en } from './texts/en.ts';
import { zh } from './texts/zh.ts';

const OWN_CODES = ['network', 'no_webrtc', 'insecure_context', 'taken_over'] as const;
const CODES: readonly ProblemCode[] = [...ERROR_CODES, ...OWN_CODES];

describe('problems in plain words', () => {
  it.each(CODES)('%s has a title and what to do, in both languages, and a way on', (code) => {
    const { text, action } = PROBLEMS[code];
    for (const words of [zh, en]) {
      expect(words.problem[text].title).not.toBe('');
      expect(words.problem[text].help).not.toBe('');
    }
    expect(['retry', 'restart', 'wait', 'reload', 'dismiss']).toContain(action);
  });

  it('explains nothing that cannot happen', () => {
    expect(Object.keys(PROBLEMS).sort()).toEqual([...CODES].sort());
    const used = new Set(Object.values(PROBLEMS).map(({ text }) => text));
    expect([...used].sort()).toEqual(Object.keys(zh.problem).sort());
  });

  it('never shows a code or a technical word to a citizen', () => {
    for (const { title, help } of Object.values(zh.problem)) {
      expect(title + help).not.toMatch(/_|error|token|WebRTC|WebSocket|服务器|令牌|信令|参数/i);
    }
  });

  it('waits as long as the server says, and a while when it says nothing', () => {
    expect(retryDelayMs({ code: 'server_busy', retryAfterMs: 25_000 })).toBe(25_000);
    expect(retryDelayMs({ code: 'server_busy' })).toBe(DEFAULT_RETRY_MS);
    expect(retryDelayMs({ code: 'network' })).toBeNull();
  });

  it('never hammers the server, even when told to come back at once', () => {
    expect(retryDelayMs({ code: 'server_closing', retryAfterMs: 0 })).toBeGreaterThanOrEqual(1000);
  });
});
