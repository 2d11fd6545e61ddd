const DIGITS = '零一二三四五六七八九';

/** Digits one by one: `2015` is 二零一五. With `yao`, 1 is said 幺, as in telephone and document numbers. */
export function digitsZh(digits: string, yao = false): string {
  return [...digits]
    .map((d) => (d === '1' && yao ? '幺' : /\d/.test(d) ? (DIGITS[Number(d)] ?? '') : ''))
    .join('');
}

/** A group of at most four digits, without leading zeros: 1005 is 一千零五. */
function groupZh(value: number): string {
  const units = ['', '十', '百', '千'];
  const text = String(value);
  let out = '';
  let zero = false;
  [...text].forEach((d, i) => {
    if (d === '0') {
      zero = true;
      return;
    }
    if (zero && out !== '') out += '零';
    zero = false;
    out += (DIGITS[Number(d)] ?? '') + (units[text.length - 1 - i] ?? '');
  });
  return out;
}

/**
 * An integer as a cardinal: `10` 十, `10500` 一万零五百, `100000000` 一亿. Longer than 16 digits: digit by digit.
 *
 * @param digits decimal digits, commas allowed
 */
export function cardinalZh(digits: string): string {
  const plain = digits.replace(/[,，\s]/g, '').replace(/^0+(?=\d)/, '');
  if (plain.length > 16) return digitsZh(plain);
  if (plain === '0') return '零';
  const groups: number[] = [];
  for (let end = plain.length; end > 0; end -= 4)
    groups.unshift(Number(plain.slice(Math.max(0, end - 4), end)));
  const units = ['', '万', '亿', '万亿'];
  let out = '';
  let zero = false;
  groups.forEach((group, i) => {
    if (group === 0) {
      zero = out !== '';
      return;
    }
    if (out !== '' && (zero || group < 1000)) out += '零';
    zero = false;
    out += groupZh(group) + (units[groups.length - 1 - i] ?? '');
  });
  // 一十五 at the head is said 十五.
  return out.replace(/^一十/, '十');
}

/** A decimal number, with its sign: `-3.05` 负三点零五. */
export function numberZh(text: string): string {
  const match = /^([-−+])?([\d,]+)(?:\.(\d+))?$/.exec(text);
  if (!match) return digitsZh(text);
  const sign = match[1] === undefined || match[1] === '+' ? '' : '负';
  const fraction = match[3] === undefined ? '' : `点${digitsZh(match[3])}`;
  return sign + cardinalZh(match[2] ?? '0') + fraction;
}

/** A count before a measure word: 2 alone is 两 (两个, 两年); 12 stays 十二, and 200 is 二百. */
export function countZh(text: string): string {
  return text === '2' ? '两' : numberZh(text);
}

/** Money in yuan: `1234.56` 一千二百三十四元五角六分, `0.5` 五角. */
export function yuanZh(text: string, unit: string): string {
  const [whole = '0', cents] = text.replace(/,/g, '').split('.');
  if (cents === undefined || cents.length > 2 || unit !== '元') return countZh(text) + unit;
  const jiao = Number(cents[0] ?? 0);
  const fen = Number(cents[1] ?? 0);
  let out = Number(whole) === 0 && (jiao > 0 || fen > 0) ? '' : `${countZh(whole)}${unit}`;
  if (jiao > 0) out += `${DIGITS[jiao]}角`;
  else if (fen > 0 && out !== '') out += '零';
  if (fen > 0) out += `${DIGITS[fen]}分`;
  return out;
}
