import { describe, expect, it } from 'vitest';
import { createLipsHint } from './lips.ts';
import { PROFILES } from './options.ts';
import { MAX_DUCK_MS } from './types.ts';

const usual = PROFILES.speaking;
const still = { moving: false, confidence: 0.9 };
const moving = { moving: true, confidence: 0.9 };

function seenBefore(): ReturnType<typeof createLipsHint> {
  const hint = createLipsHint();
  hint.set(() => moving);
  for (let i = 0; i < 30; i += 1) hint.voice(32);
  return hint;
}

describe('what lips tell of a voice', () => {
  it('is nothing without eyes, and nothing while it is not sure', () => {
    expect(createLipsHint().limits(usual)).toBe(usual);
    let now = moving;
    const hint = createLipsHint();
    hint.set(() => now);
    for (let i = 0; i < 30; i += 1) hint.voice(32);
    now = { moving: false, confidence: 0.1 };
    expect(hint.limits(usual)).toBe(usual);
  });
  it('is nothing behind a mask: lips that never moved with a voice do not count', () => {
    const hint = createLipsHint();
    hint.set(() => still);
    for (let i = 0; i < 500; i += 1) hint.voice(32);
    expect(hint.limits(usual)).toBe(usual);
  });
  it('makes the voice of the one before the screen count sooner', () => {
    expect(seenBefore().limits(usual).confirmMs).toBeLessThan(usual.confirmMs);
  });
  it('makes a voice from elsewhere count later, but the avatar is softer at once and never for too long', () => {
    for (const profile of Object.values(PROFILES)) {
      let now = moving;
      const hint = createLipsHint();
      hint.set(() => now);
      for (let i = 0; i < 30; i += 1) hint.voice(32);
      now = still;
      const limits = hint.limits(profile);
      expect(limits.confirmMs).toBeGreaterThan(profile.confirmMs);
      expect(limits.startMs).toBeGreaterThan(profile.startMs);
      expect(limits.duckMs).toBe(profile.duckMs);
      expect(limits.words).toBe(profile.words);
    }
    expect(usual.confirmMs * 2.5).toBeLessThan(MAX_DUCK_MS);
  });
  it('is forgotten with the eyes', () => {
    const hint = seenBefore();
    hint.set(null);
    expect(hint.limits(usual)).toBe(usual);
    hint.set(() => still);
    expect(hint.limits(usual)).toBe(usual);
  });
});
