import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSayings } from './corpus.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'govatar-sayings-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(file: string, ...lines: string[]): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), `${lines.join('\n')}\n`);
}
const read = () => readSayings(dir, ['hk.idcard', 'dl.lost']);
const faults = (): string[] => read().faults.map(({ message }) => message);

describe('the sayings of a content folder', () => {
  it('are read with their label, without comments and blank lines', () => {
    write('sayings/hk.idcard.txt', '# 补办', '身份证掉水里了', '', '  身份证找不着了 ');
    write('sayings/none.txt', '今天好热');
    write('sayings/danger/fire.txt', '屋里冒烟了');
    expect(read()).toEqual({
      corpus: {
        matters: [
          { label: 'hk.idcard', text: '身份证掉水里了' },
          { label: 'hk.idcard', text: '身份证找不着了' },
          { label: 'none', text: '今天好热' },
        ],
        dangers: [{ label: 'fire', text: '屋里冒烟了' }],
      },
      faults: [],
    });
  });

  it("are joined by a city's own", () => {
    write('sayings/hk.idcard.txt', '身份证掉水里了');
    write('city/sayings/hk.idcard.txt', '居民卡片不见咯');
    expect(read().corpus.matters.map(({ text }) => text)).toEqual(['身份证掉水里了', '居民卡片不见咯']);
  });

  it('may be missing altogether', () => {
    expect(read()).toEqual({ corpus: { matters: [], dangers: [] }, faults: [] });
  });

  it('are refused under a label that nobody knows, with the remedy', () => {
    write('sayings/hk.nothing.txt', '一句话', '两句话');
    write('sayings/danger/flood.txt', '水进屋了');
    expect(faults()).toEqual([
      'affairs/sayings/hk.nothing.txt:1: "hk.nothing" is no label. Name the file after a service, a kind of work order (wo.…), "outside" or "none".',
      expect.stringMatching(/^affairs\/sayings\/danger\/flood\.txt:1: "flood" is no label\. Name .* fire, /),
    ]);
  });

  it('are refused when one stands twice, whatever its punctuation', () => {
    write('sayings/hk.idcard.txt', '身份证掉水里了', '# 又一次', '身份证，掉水里了。');
    expect(faults()).toEqual([
      'affairs/sayings/hk.idcard.txt:3: "身份证，掉水里了。" stands already in affairs/sayings/hk.idcard.txt:1. Take one of them out.',
    ]);
  });

  it('are refused when one means two things', () => {
    write('sayings/hk.idcard.txt', '证件丢了');
    write('sayings/dl.lost.txt', '证件丢了');
    expect(faults()[0]).toMatch(
      /^affairs\/sayings\/hk\.idcard\.txt:1: .*dl\.lost\.txt:1\. Decide whether it means dl\.lost or hk\.idcard\.$/,
    );
  });

  it('are refused when a matter is a danger too, but a decoy may be one', () => {
    write('sayings/wo.help.txt', '楼上掉东西砸到人了', '消防通道堵了');
    write('sayings/danger/medical.txt', '楼上掉东西砸到人了');
    write('sayings/danger/decoy.txt', '消防通道堵了');
    expect(faults()).toHaveLength(1);
    expect(faults()[0]).toMatch(/medical\.txt:1: .*wo\.help\.txt:1/);
  });

  it('are refused when they are no sayings: too long, or without a word', () => {
    write('sayings/none.txt', '长'.repeat(201), '？！');
    expect(faults()).toEqual([
      'affairs/sayings/none.txt:1: longer than 200 characters. Write it as somebody would say it.',
      'affairs/sayings/none.txt:2: no words. Take the line out.',
    ]);
  });
});
