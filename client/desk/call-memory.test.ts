import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CallMemory, recallCall, rememberCall } from './call-memory.ts';

const ZHANG = `stf_${'z'.repeat(22)}`;
const CALL: CallMemory = {
  ...{ staff: ZHANG, consultation: 'con_00000001', secret: 'a secret' },
  ...{ mode: 'serving', supervising: null },
};

describe('what a console remembers of its call', () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is for the one whose call it is, and for nobody who signs in after them', () => {
    rememberCall(CALL);
    expect(recallCall(ZHANG)).toEqual(CALL);
    expect(recallCall(`stf_${'l'.repeat(22)}`)).toBeNull();
    rememberCall(null);
    expect(recallCall(ZHANG)).toBeNull();
  });

  it('is nothing where it cannot be read, or where there is no storage', () => {
    sessionStorage.setItem('desk.call', '{"staff":1}');
    expect(recallCall(ZHANG)).toBeNull();
    vi.stubGlobal('sessionStorage', undefined);
    rememberCall(CALL);
    expect(recallCall(ZHANG)).toBeNull();
  });
});
