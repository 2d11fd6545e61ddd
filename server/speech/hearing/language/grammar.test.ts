import { describe, expect, it } from 'vitest';
import { grammarOf } from './grammar.ts';

/** All sentences that an automaton in the format of CMU Sphinx accepts. */
function accepted(text: string): string[] {
  const number = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  const ways = [...text.matchAll(/^TRANSITION (\d+) (\d+) 1\.0 ?(.*)$/gm)].map(([, from, to, word]) => ({
    ...{ from: Number(from), to: Number(to), word: word ?? '' },
  }));
  const walk = (state: number, said: string[]): string[] =>
    (state === number('FINAL_STATE') ? [said.join(' ')] : []).concat(
      ways
        .filter(({ from }) => from === state)
        .flatMap(({ to, word }) => walk(to, word === '' ? said : [...said, word])),
    );
  return walk(number('START_STATE'), []).sort();
}

const SENTENCES = [
  ['身份证', '丢', '了', '怎么', '补'],
  ['驾照', '丢', '了', '怎么', '补'],
  ['身份证', '丢', '了'],
  ['转人工'],
];

describe('a grammar of whole sentences', () => {
  it('accepts what it was made of, and nothing else', () => {
    expect(accepted(grammarOf('g', SENTENCES))).toEqual(SENTENCES.map((words) => words.join(' ')).sort());
  });

  it('holds a common ending once', () => {
    const ways = grammarOf('g', [
      ['甲', '怎么', '办'],
      ['乙', '怎么', '办'],
      ['丙', '怎么', '办'],
    ]).match(/TRANSITION/g);
    // Three beginnings, 怎么, 办, and the step to the end.
    expect(ways).toHaveLength(6);
  });

  it('is the same whatever the order of the sentences', () => {
    const forth = accepted(grammarOf('g', SENTENCES));
    expect(accepted(grammarOf('g', [...SENTENCES].reverse()))).toEqual(forth);
  });

  it('cannot be made of nothing', () => {
    expect(() => grammarOf('g', [])).toThrow('needs sentences');
  });
});
