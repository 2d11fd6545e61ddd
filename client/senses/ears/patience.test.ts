import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PATIENCE } from './options.ts';
import { createPatience } from './patience.ts';
import type { OpenQuestion } from './types.ts';

const open = { kind: 'open' } as const;
const waitFor = (text: string, more: { elder?: boolean; question?: OpenQuestion } = {}) =>
  createPatience().wait({ text, question: more.question ?? open, elder: more.elder ?? false }).ms;

describe('the end of a turn', () => {
  it('comes sooner after a whole sentence and later after one that goes on', () => {
    expect(waitFor('身份证能补吗')).toBeLessThan(waitFor('公积金租房提取'));
    expect(waitFor('公积金租房提取')).toBeLessThan(waitFor('我想办那个'));
  });
  it('waits after a statement for the question that mostly follows, and not where a question was asked', () => {
    for (const text of ['我的身份证丢了', '驾驶证到期了', '新生儿上户口'])
      expect(waitFor(text)).toBe(PATIENCE.statementMs);
    for (const text of ['我的身份证丢了怎么补办', '要带什么材料', '要去哪里办', '能不能网上办'])
      expect(waitFor(text)).toBe(PATIENCE.questionMs);
    expect(waitFor('交了两年了', { question: { kind: 'closed' } })).toBeLessThan(PATIENCE.firstMs);
  });
  it('comes soonest after an answer to a closed question', () => {
    expect(waitFor('没有', { question: { kind: 'closed' } })).toBe(PATIENCE.answerMs);
  });
  it('waits within a number and not after its last digit', () => {
    const question = { kind: 'number', length: [11] } as const;
    expect(waitFor('一三八零零', { question })).toBeGreaterThanOrEqual(PATIENCE.numberMs);
    expect(waitFor('一三八零零一三八零零零', { question })).toBe(PATIENCE.answerMs);
  });
  it('waits longer for old people', () => {
    for (const text of ['', '身份证能补吗', '公积金租房提取', '我想'])
      expect(waitFor(text, { elder: true })).toBeGreaterThan(waitFor(text));
  });
  it('learns that somebody pauses long, and that somebody pauses briefly', () => {
    const slow = createPatience();
    const quick = createPatience();
    for (let i = 0; i < 8; i += 1) {
      slow.paused(1_200);
      quick.paused(180);
    }
    const input = { text: '', question: open, elder: false };
    expect(slow.wait(input).ms).toBeGreaterThan(PATIENCE.firstMs);
    expect(quick.wait(input).ms).toBeLessThan(PATIENCE.firstMs);
  });
  it('learns faster where it has cut somebody off', () => {
    const told = createPatience();
    const cut = createPatience();
    for (const one of [told, cut]) one.paused(200);
    told.paused(1_000);
    cut.paused(1_000, true);
    expect(cut.usual ?? 0).toBeGreaterThan(told.usual ?? 0);
  });
  it('is bounded whatever was said and however somebody pauses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double(), fc.boolean()), { maxLength: 40 }),
        fc.string({ maxLength: 30 }),
        fc.boolean(),
        fc.constantFrom<OpenQuestion>(
          open,
          { kind: 'closed' },
          { kind: 'number' },
          { kind: 'number', length: [11] },
        ),
        (pauses, text, elder, question) => {
          const patience = createPatience();
          for (const [ms, cutOff] of pauses) patience.paused(ms, cutOff);
          const { ms } = patience.wait({ text, question, elder });
          return ms >= PATIENCE.leastMs && ms <= PATIENCE.mostMs;
        },
      ),
    );
  });
});
