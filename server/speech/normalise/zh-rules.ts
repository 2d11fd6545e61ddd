import { cardinalZh, countZh, digitsZh, numberZh, yuanZh } from './zh-numbers.ts';

/** What a rule says. A string belongs to the whole match; a list gives parts with their own ranges within the match. */
export type Said = string | SaidPart[];
export interface SaidPart {
  say: string;
  /** Offsets in the match. */
  from: number;
  to: number;
  digits?: boolean;
}

export interface Rule {
  name: string;
  /** Sticky; looks behind by itself where the context matters. */
  pattern: RegExp;
  say: (match: RegExpExecArray) => Said;
}

/** Every digit of the match alone, with its own place; what is no digit is silent. */
function singly(text: string, yao: boolean): SaidPart[] {
  const parts: SaidPart[] = [];
  [...text].forEach((character, i) => {
    const say = /\d/.test(character) ? digitsZh(character, yao) : /[Xx]/.test(character) ? 'X' : '';
    if (say !== '') parts.push({ say, from: i, to: i + 1, digits: true });
  });
  return parts;
}

/** Parts one after the other: each captured text with its reading. Text that is not named is silent. */
function inOrder(
  match: RegExpExecArray,
  readings: readonly (readonly [string | undefined, string, boolean?])[],
): SaidPart[] {
  const parts: SaidPart[] = [];
  let at = 0;
  for (const [text, say, digits] of readings) {
    if (text === undefined || text === '') continue;
    const from = match[0].indexOf(text, at);
    const start = from < 0 ? at : from;
    at = start + text.length;
    if (say !== '') parts.push({ say, from: start, to: at, ...(digits ? { digits } : {}) });
  }
  return parts;
}

const CLOCK = /(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?/;

/** 9:30 九点三十分, 14:00 十四点, 8:05 八点零五分. */
function clock(text: string): string {
  const match = CLOCK.exec(text);
  const hour = match?.[1] ?? '0';
  const minute = match?.[2] ?? '00';
  const second = match?.[3];
  const minutes =
    minute === '00' && second === undefined
      ? ''
      : `${minute.startsWith('0') ? '零' : ''}${cardinalZh(minute)}分`;
  const said = `${countZh(String(Number(hour)))}点${minutes.replace('零零分', '零分')}`;
  return second === undefined ? said : `${said}${cardinalZh(second)}秒`;
}

/** Hotlines and emergency numbers: 12345 keeps its ones (as its own announcements say it), the others have 幺. */
const SHORT_NUMBERS = '12345|123\\d\\d|12[2-9]\\d\\d|96110|95\\d{3}|100\\d\\d|11[0-9]|12[0-2]|96\\d{3,4}';
const NUM = '\\d+(?:,\\d{3})*(?:\\.\\d+)?';
const TO = '\\s*(?:-|–|—|~|～|至|到)\\s*';

const UNITS: Readonly<Record<string, string>> = {
  '㎡': '平方米',
  'm²': '平方米',
  m2: '平方米',
  '㎥': '立方米',
  'm³': '立方米',
  'km/h': '公里每小时',
  'km²': '平方公里',
  '㎞': '公里',
  km: '公里',
  '㎏': '公斤',
  kg: '公斤',
  cm: '厘米',
  mm: '毫米',
  '℃': '摄氏度',
  '°C': '摄氏度',
  kWh: '度',
  MB: '兆',
  GB: 'G',
  m: '米',
  h: '小时',
  min: '分钟',
  '㎝': '厘米',
  '㎜': '毫米',
};
const UNIT = Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .map((u) => u.replace(/[/°]/g, '\\$&'))
  .join('|');

const MEASURE =
  '个|位|名|人|次|年|天|周|月|日|份|张|本|套|间|户|项|条款|种|步|处|家|台|辆|件|元|块|万|亿|千|百|倍|级|层|楼|号|岁|分钟|小时|秒|点|米|平|公里|里|斤|公斤|寸|页|批|遍|期|档|类|门|对|代|孩|口|所|者';
const TWO_AS_LIANG =
  /^(?:个|位|名|人|次|年|天|周|份|张|本|套|间|户|项|种|步|处|家|台|辆|件|元|块|万|亿|千|倍|分钟|小时|秒|点|米|平|公里|页|批|遍|类|门|代|口|所|者)/;

function counted(number: string, unit: string): string {
  if (/^个?月$/.test(unit) && unit === '月') return numberZh(number);
  return TWO_AS_LIANG.test(unit) ? countZh(number) : numberZh(number);
}

const year = (text: string): string => digitsZh(text);

/** Rules in order; the first that matches at a place speaks. */
export const ZH_RULES: readonly Rule[] = [
  {
    name: 'document number',
    pattern: /[〔[（(](\d{4})[〕\]）)](第)?(\d+)(号)/y,
    say: (m) =>
      inOrder(m, [
        [m[1], year(m[1] ?? ''), true],
        [m[2], '第'],
        [m[3], cardinalZh(m[3] ?? '')],
        [m[4], '号'],
      ]),
  },
  {
    name: 'date with separators',
    pattern: /(?<!\d)((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)/y,
    say: (m) =>
      inOrder(m, [
        [m[1], `${year(m[1] ?? '')}年`, true],
        [m[2], `${cardinalZh(m[2] ?? '')}月`],
        [m[3], `${cardinalZh(m[3] ?? '')}日`],
      ]),
  },
  {
    name: 'range of years',
    pattern: /(?<!\d)((?:19|20)\d\d)(年)?(\s*(?:-|–|—|~|～|至|到)\s*)((?:19|20)\d\d)(?=年)/y,
    say: (m) =>
      inOrder(m, [
        [m[1], year(m[1] ?? ''), true],
        [m[2], '年'],
        [m[3], '至'],
        [m[4], year(m[4] ?? ''), true],
      ]),
  },
  {
    name: 'year',
    pattern: /(?<!\d)((?:19|20)\d\d|\d{4}(?=年[01]?\d月))(?=\s*年)/y,
    say: (m) => [{ say: year(m[1] ?? ''), from: 0, to: m[0].length, digits: true }],
  },
  {
    name: 'identity number',
    pattern: /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/y,
    say: (m) => singly(m[0], true),
  },
  {
    name: 'range of times',
    pattern: new RegExp(`(?<!\\d)(\\d{1,2}[:：]\\d{2})(${TO})(\\d{1,2}[:：]\\d{2})(?!\\d)`, 'y'),
    say: (m) =>
      inOrder(m, [
        [m[1], clock(m[1] ?? '')],
        [m[2], '至'],
        [m[3], clock(m[3] ?? '')],
      ]),
  },
  {
    name: 'time',
    pattern: /(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)/y,
    say: (m) => clock(m[0]),
  },
  {
    name: 'telephone with area code or in groups',
    pattern:
      /(?<![\d.])(?:\+?86[- ]?)?(?:0\d{2,3}[-－ ]\d{7,8}(?:-\d{1,5})?|[48]00[- ]\d{3,4}[- ]\d{3,4}|1[3-9]\d[- ]\d{4}[- ]\d{4})(?!\d)/y,
    say: (m) => singly(m[0], true),
  },
  {
    name: 'mobile number',
    pattern: /(?<![\d.])(?:1[3-9]\d|1[3-9]\d[*]{4})\d{4,8}(?![\d.元%％])/y,
    say: (m) => (m[0].length === 11 ? singly(m[0], true) : cardinalZh(m[0])),
  },
  {
    name: 'two hotlines with a stroke between',
    pattern: new RegExp(`(?<![\\d.,])(?:${SHORT_NUMBERS})(?=[/、](?:${SHORT_NUMBERS})(?!\\d))`, 'y'),
    say: (m) => singly(m[0], m[0] !== '12345'),
  },
  {
    name: 'hotline',
    pattern: new RegExp(
      `(?<![\\d.,¥￥$])(?:${SHORT_NUMBERS})(?![\\d.,%％]|\\s*(?:元|块|万|亿|个|人|次|年|月|日|天|份|户|件|岁|公里|米|平|套|小时|分|㎡|km))`,
      'y',
    ),
    say: (m) => singly(m[0], m[0] !== '12345'),
  },
  {
    name: 'number after a word that asks for single digits',
    pattern:
      /(?<=(?:电话|拨打|热线|手机|号码|编号|证号|账号|卡号|单号|工单|代码|邮编|验证码|密码|尾号|工号|短信|房号|车牌)[号码为是至到：:\s]{0,3})\d{3,}(?:-\d+)*(?!\.\d|\s*(?:元|个|人|次|年|件|%))/y,
    say: (m) => (m[0] === '12345' ? singly(m[0], false) : singly(m[0], true)),
  },
  {
    name: 'range of percentages',
    pattern: new RegExp(`(${NUM})[%％]?(${TO})(${NUM})[%％]`, 'y'),
    say: (m) =>
      inOrder(m, [
        [m[1], `百分之${numberZh(m[1] ?? '')}`],
        [m[2], '至'],
        [m[3], `百分之${numberZh(m[3] ?? '')}`],
      ]),
  },
  {
    name: 'percentage',
    pattern: new RegExp(`(-?${NUM})[%％]`, 'y'),
    say: (m) => `百分之${numberZh(m[1] ?? '')}`,
  },
  { name: 'per mille', pattern: new RegExp(`(${NUM})‰`, 'y'), say: (m) => `千分之${numberZh(m[1] ?? '')}` },
  {
    name: 'money with a sign',
    pattern: new RegExp(`[¥￥]\\s*(${NUM})(万|亿)?`, 'y'),
    say: (m) => (m[2] === undefined ? yuanZh(m[1] ?? '', '元') : `${countZh(m[1] ?? '')}${m[2]}元`),
  },
  {
    name: 'money',
    pattern: new RegExp(`(${NUM})(元)(?!旦)`, 'y'),
    say: (m) => yuanZh(m[1] ?? '', '元'),
  },
  {
    name: 'fraction',
    pattern: /(?<![\d/])(\d{1,3})\/(\d{1,3})(?![\d/])/y,
    say: (m) => `${cardinalZh(m[2] ?? '')}分之${cardinalZh(m[1] ?? '')}`,
  },
  {
    name: 'quantity with a unit',
    pattern: new RegExp(`(-?${NUM})\\s*(${UNIT})(?![A-Za-z])`, 'y'),
    say: (m) =>
      inOrder(m, [
        [m[1], countZh(m[1] ?? '')],
        [m[2], UNITS[m[2] ?? ''] ?? ''],
      ]),
  },
  {
    name: 'range of quantities with a unit',
    pattern: new RegExp(`(${NUM})(${TO})(${NUM})\\s*(${UNIT})(?![A-Za-z])`, 'y'),
    say: (m) =>
      inOrder(m, [
        [m[1], countZh(m[1] ?? '')],
        [m[2], '至'],
        [m[3], countZh(m[3] ?? '')],
        [m[4], UNITS[m[4] ?? ''] ?? ''],
      ]),
  },
  {
    name: 'range of counts',
    pattern: new RegExp(`(?<![\\d.])(${NUM})(${TO})(${NUM})(?=\\s*((?:个)?(?:${MEASURE}))?)(?![\\d-])`, 'y'),
    say: (m) =>
      inOrder(m, [
        [m[1], counted(m[1] ?? '', m[4] ?? '')],
        [m[2], m[2]?.includes('到') ? '到' : '至'],
        [m[3], counted(m[3] ?? '', m[4] ?? '')],
      ]),
  },
  { name: 'ordinal', pattern: /(?<=第)\d+/y, say: (m) => cardinalZh(m[0]) },
  {
    name: 'floor, room or bus line of three digits and more',
    pattern: /(?<![\d.])\d{3,4}(?=(?:室|房间|路公交|窗口))/y,
    say: (m) => singly(m[0], true),
  },
  {
    name: 'count',
    pattern: new RegExp(`(?<![\\d.])(-?${NUM})(?=\\s*((?:${MEASURE})))`, 'y'),
    say: (m) => counted(m[1] ?? '', m[2] ?? ''),
  },
  {
    name: 'code with a leading zero, or very long',
    pattern: /(?<![\d.])(?:0\d+|\d{9,})(?![\d.]*\d)/y,
    say: (m) => singly(m[0], true),
  },
  { name: 'negative number', pattern: /(?<![\d\p{L}])[-−]\d+(?:\.\d+)?/uy, say: (m) => numberZh(m[0]) },
  {
    name: 'version or clause number',
    pattern: /\d+(?:\.\d+){2,}/y,
    say: (m) => m[0].split('.').map(cardinalZh).join('点'),
  },
  {
    name: 'number after a letter',
    pattern: /(?<=[A-Za-z])\d+/y,
    say: (m) => (m[0].length < 3 ? cardinalZh(m[0]) : singly(m[0], true)),
  },
  { name: 'number', pattern: new RegExp(`${NUM}`, 'y'), say: (m) => numberZh(m[0]) },
];
