import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from './mask.ts';

const CHINESE = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const digit = fc.integer({ min: 0, max: 9 });
const digits = (n: number): fc.Arbitrary<string> =>
  fc.array(digit, { minLength: n, maxLength: n }).map((list) => list.join(''));
const two = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'));

const mobile = fc
  .tuple(fc.integer({ min: 3, max: 9 }), digits(9))
  .map(([second, rest]) => `1${second}${rest}`);
const identity = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    digits(5),
    fc.integer({ min: 1920, max: 2025 }),
    two(1, 12),
    two(1, 28),
    digits(3),
    fc.constantFrom('0', '1', '5', '9', 'X'),
  )
  .map((parts) => parts.join(''));

/** Every way of writing that is supported: one list of signs for the digits, and what stands between groups. */
const writing = fc.record({
  signs: fc.constantFrom<string[][]>(
    [...'0123456789'].map((sign) => sign),
    [...'０１２３４５６７８９'],
    CHINESE,
    FORMAL,
  ),
  last: fc.constantFrom('X', 'x', 'Ｘ', '叉'),
  between: fc.constantFrom('', ' ', '-', '  ', '·', '，', '、', '\u200b', '　'),
  group: fc.integer({ min: 1, max: 6 }),
});
type Writing = typeof writing extends fc.Arbitrary<infer T> ? T : never;

function write(number: string, how: Writing): string {
  return Array.from(number, (char, i) => {
    const sign = char === 'X' ? how.last : (how.signs[Number(char)] ?? char);
    return i > 0 && i % how.group === 0 ? how.between + sign : sign;
  }).join('');
}

/** The digits that a reader still sees, in their order; everything hidden is a star. */
function seen(text: string): string {
  const value = (char: string): string => {
    const plain = char.normalize('NFKC');
    if (/[0-9*]/.test(plain)) return plain;
    const at = [CHINESE, FORMAL].map((list) => list.indexOf(char)).find((index) => index >= 0);
    if (at !== undefined) return String(at);
    return /[xX叉]/u.test(plain) ? 'X' : '';
  };
  return Array.from(text, value).join('');
}

const around = fc.tuple(
  fc.constantFrom('', '我的号码是', '我电话', '身份证：', '打', '请记一下，'),
  fc.constantFrom('', '，帮我查一下', '谢谢', '。', '是我的'),
);

describe('masking personal numbers', () => {
  it('leaves no mobile number readable in any writing', () => {
    fc.assert(
      fc.property(mobile, writing, around, (number, how, [before, after]) => {
        const kept = seen(mask(before + write(number, how) + after));
        expect(kept).toBe(`${number.slice(0, 3)}****${number.slice(7)}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no identity number readable in any writing', () => {
    fc.assert(
      fc.property(identity, writing, around, (number, how, [before, after]) => {
        const kept = seen(mask(before + write(number, how) + after));
        expect(kept).toBe(`${number.slice(0, 6)}********${number.slice(14)}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no identity number and no mobile number readable when both are read out in one breath', () => {
    fc.assert(
      fc.property(identity, mobile, writing, (id, phone, how) => {
        const kept = seen(mask(`${write(id, how)}，${write(phone, how)}`));
        expect(kept).not.toContain(id);
        expect(kept).not.toContain(phone);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no bank card readable but its last four digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 19 }).chain(digits), (card) => {
        const kept = mask(`卡号${card}`);
        expect(kept).not.toContain(card);
        expect(kept.match(/\d+/g)?.every((run) => run.length < 11) ?? true).toBe(true);
      }),
    );
    expect(mask('卡号6222 0212 3456 7890 123')).toBe('卡号**** **** **** ***0 123');
  });

  it.each([
    ['13900001234', '139****1234'],
    ['我电话幺三九零零零零幺二三四，帮我查下工单', '我电话幺三九****幺二三四，帮我查下工单'],
    ['幺三九四个零幺二三四', '幺三九****幺二三四'],
    ['139-0000-1234', '139-****-1234'],
    ['１３９００００１２３４', '１３９****１２３４'],
    ['11010519900307123X', '110105********123X'],
    ['幺幺零幺零五一九九零零三零七一二三叉', '幺幺零幺零五********一二三叉'],
    ['110105900307123', '110105*****7123'],
    ['两个号码13900001234 13800005678', '两个号码139****1234 138****5678'],
  ])('writes %s as %s', (said, kept) => {
    expect(mask(said)).toBe(kept);
  });

  it.each([
    '公积金租房子能不能提',
    '我家110平米，119号楼',
    '打12345、12333还是12329',
    '2026-11-22 到 2026-12-01',
    '一共12345.67元',
    '一一说来，三三两两',
  ])('leaves %s as it is', (text) => {
    expect(mask(text)).toBe(text);
  });
});

describe('words that tell who somebody is', () => {
  it.each([
    ['投诉川A12345这辆车', '投诉川A*****这辆车'],
    ['车牌 粤B·88K66 拉客', '车牌 粤B***** 拉客'],
    ['车牌号苏E六六八八九那个货车', '车牌号苏E*****那个货车'],
    ['新能源粤B D12345', '新能源粤B ******'.replace(' ', '')],
    ['邮箱zhangsan@example.com', '邮箱z*******@***'],
    ['我家住幸福小区3栋2单元501', '我家住幸福小区3栋*单元***'],
    ['幸福小区3栋二单元五零一室漏水', '幸福小区3栋*单元***室漏水'],
    ['我叫张三，电话没有', '我叫张*，电话没有'],
    ['姓名李建国', '姓名李**'],
    ['查询码是A7K9 2P3Q', '查询码是********'],
  ])('%s becomes %s', (said, masked) => {
    expect(mask(said)).toBe(masked);
  });

  it.each([
    '建设路119号门口那个路灯',
    '幸福小区3号楼楼上装修',
    '119号楼的电梯',
    '三楼的王阿姨',
    '新A股市场怎么样',
    '我叫不出名字',
    '收不到验证码怎么办',
    '公积金提取要身份证吗',
    '我是张家港人',
  ])('leaves %s', (said) => {
    expect(mask(said)).toBe(said);
  });
});
