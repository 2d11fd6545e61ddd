import { describe, expect, it } from 'vitest';
import { doubtedBy, followsFrom } from './learnt.ts';

const guess = (label: 'medical' | 'police' | 'child_abuse_or_minor', p: number) => ({ label, p });

describe('what follows from a learnt guess', () => {
  it('is an alarm where harm is named', () => {
    expect(followsFrom('后面那辆车跟了我好几个路口', guess('police', 0.65))).toBe('alarm');
  });

  it('is nothing where only people are named, unless it is all but sure', () => {
    const said = '我和我媳妇都交了公积金三年了';
    expect(followsFrom(said, guess('medical', 0.7))).toBe('nothing');
    expect(followsFrom(said, guess('medical', 0.97))).toBe('alarm');
  });

  it('is nothing in another writing, of which nothing was learnt', () => {
    expect(followsFrom('somebody follows me', guess('police', 0.99))).toBe('nothing');
  });
});

describe('a rule that heard a danger', () => {
  it('is doubted where nothing learnt is like the words', () => {
    expect(doubtedBy('仓库火灾的损失能抵税吗', guess('medical', 0.06))).toBe(true);
    expect(doubtedBy('仓库火灾的损失能抵税吗', guess('medical', 0.3))).toBe(false);
  });

  it('is believed where the words say now, or are too few to judge', () => {
    expect(doubtedBy('现在仓库有火', guess('medical', 0.06))).toBe(false);
    expect(doubtedBy('着火', guess('medical', 0.06))).toBe(false);
  });
});
