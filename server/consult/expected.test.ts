import { describe, expect, it } from 'vitest';
import type { DialogState } from '../dialog/types.ts';
import { expectedOf, voiceExpects } from './expected.ts';

const state: DialogState = { service: null, lastReply: [], misses: 0 };
const kindOf = (suggestions: readonly string[], more: Partial<DialogState> = {}) =>
  voiceExpects(
    expectedOf({ ...state, ...more }, suggestions, undefined, () => null),
    { ...state, ...more },
  );

describe('a question that may be answered by yes or no', () => {
  it.each([
    [['都没有', '有', '不清楚']],
    [['满了', '没满', '不清楚']],
    [['Yes, I have', 'No, not yet', 'Not sure']],
  ])('is one whose choices are a yes and a no: %j', (suggestions) =>
    expect(kindOf(suggestions)).toEqual({ kind: 'closed' }));

  it.each([
    [['公租房', '商品房', '不清楚']],
    [['要带什么材料', '要多久', '要多少钱', '去哪里办']],
    [[]],
  ])('is not one that offers other things: %j', (suggestions) =>
    expect(kindOf(suggestions)).toEqual({ kind: 'open' }));

  it('binds where its yes sends something', () => {
    expect(kindOf([], { pending: { kind: 'confirm_form', form: 'f.x' } })).toEqual({
      kind: 'closed',
      binds: true,
    });
  });
});
