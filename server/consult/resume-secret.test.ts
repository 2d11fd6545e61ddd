import { describe, expect, it } from 'vitest';
import { ResumeSecret } from './resume-secret.ts';

describe('the resume secret', () => {
  it('rotates at each use; its predecessor serves until the new one has been used', () => {
    const secret = new ResumeSecret();
    const first = secret.rotate(null);
    const second = secret.rotate(first);
    expect(secret.accepts(second)).toBe(true);
    // The answer with the second one may have been lost with the socket.
    expect(secret.accepts(first)).toBe(true);
    const third = secret.rotate(second);
    expect(secret.accepts(first)).toBe(false);
    expect(secret.accepts(third)).toBe(true);
  });

  it('is kept as hashes only, and works again from them', () => {
    const secret = new ResumeSecret();
    const first = secret.rotate(null);
    const second = secret.rotate(first);
    const stored = secret.stored ?? '';
    expect(stored).not.toContain(first);
    expect(stored).not.toContain(second);
    const again = ResumeSecret.fromStored(stored);
    expect(again.accepts(second)).toBe(true);
    expect(again.accepts(first)).toBe(true);
    expect(again.accepts('guess')).toBe(false);
  });

  it('opens for nobody before it was made', () => {
    const secret = ResumeSecret.fromStored(null);
    expect(secret.accepts('')).toBe(false);
    expect(secret.stored).toBeNull();
  });
});
