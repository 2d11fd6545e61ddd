import type { OpenQuestion } from './types.ts';

/** What is said while listening, and asks for no turn (附和). Longest first, so that one pass eats them all. */
const BACKCHANNELS = [
  '是的是的',
  '好的好的',
  '原来如此',
  '原来这样',
  '这样子啊',
  '我知道了',
  '知道了',
  '明白了',
  '听到了',
  '这样啊',
  '嗯哼',
  '好的',
  '好吧',
  '好嘞',
  '行吧',
  '是的',
  '是啊',
  '是吧',
  '对的',
  '对啊',
  '对呀',
  '可以',
  '没错',
  '明白',
  '知道',
  '了解',
  '嗯',
  '恩',
  '唔',
  '哦',
  '噢',
  '喔',
  '啊',
  '呃',
  '诶',
  '欸',
  '唉',
  '好',
  '对',
  '是',
  '行',
  'uh-huh',
  'uh huh',
  'mm-hmm',
  'okay',
  'right',
  'i see',
  'yeah',
  'yes',
  'mhm',
  'hmm',
  'ok',
  'mm',
  'uh',
  'oh',
];

/** Said to stop it: one of them is enough, at once. */
const STOP =
  /停一?下|停停|别说了|不要说了|不用说了|等一?下|等会儿?|等等|等一等|慢着|打断|先别|闭嘴|听我说|我说|不是|不对|错了|转人工|找人工|人工(?!智能)|救命|\b(?:stop|wait|hold on|no)\b/iu;
const ONLY_STOP = /^(?:停|停停+|别|不|喂)$/u;

const bare = (text: string): string => text.replace(/[\p{P}\p{S}\s]+/gu, '').toLowerCase();

/** What remains of words when the backchannels are taken away; without punctuation. */
export function beyondBackchannels(text: string): string {
  let rest = text
    .toLowerCase()
    .replace(/[\p{P}\p{S}]+/gu, ' ')
    .trim();
  let out = '';
  while (rest !== '') {
    const word = BACKCHANNELS.find(
      (one) => rest.startsWith(one) && !(/[a-z]$/.test(one) && /^[a-z]/.test(rest.slice(one.length))),
    );
    // 是 and 对 inside other words (对面, 是不是) are no backchannels: only from the beginning on are they taken off.
    if (word === undefined) {
      out = rest;
      break;
    }
    rest = rest.slice(word.length).trim();
  }
  return bare(out);
}

/** Whether words are only 嗯, 对, 好的. Without words: no. */
export function isBackchannel(text: string): boolean {
  return bare(text) !== '' && beyondBackchannels(text) === '';
}

/** Whether words tell the avatar to stop, whatever else they say. */
export function isStop(text: string): boolean {
  return STOP.test(text) || ONLY_STOP.test(bare(text));
}

/** How much words weigh against an interruption: Chinese characters, or words of letters counted as two. */
export function weightOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const others = text.match(/[\p{L}\p{N}]+/gu)?.filter((word) => !/\p{Script=Han}/u.test(word)).length ?? 0;
  return han + others * 2;
}

/** Ends after which something must follow: conjunctions, particles of a phrase, fillers. */
const OPEN_END =
  /(?:然后|那个|这个|就是|就是说|还有|因为|所以|但是|可是|不过|而且|或者|以及|如果|要是|比如|比如说|关于|和|跟|与|把|被|给|在|从|到|我的|他的|她的|的那个|想|想要|应该|嗯|呃|额|那|and|or|but|because|so|the|my|if|with|to|for|um|uh)$/iu;
/** Ends of questions: nothing need follow. */
const QUESTION_END =
  /(?:吗|呢|么|嘛|怎么\p{Script=Han}{1,3}|咋\p{Script=Han}{1,3}|如何\p{Script=Han}{1,3}|多少\p{Script=Han}?|多久|多长时间|多大|哪里\p{Script=Han}{0,2}|哪儿\p{Script=Han}?|哪个\p{Script=Han}{0,3}|谁|什么\p{Script=Han}{0,3}|几[天点年个次]|行不行|能不能\p{Script=Han}{0,6}|可不可以\p{Script=Han}{0,6}|要不要\p{Script=Han}{0,4}|是不是\p{Script=Han}{0,6}|好不好)$/u;
/** Ends of what one says to have something done: a command, the name of a service. */
const REQUEST_END =
  /(?:提取|补办|换领|办理|转人工|人工|投诉|举报|申请|申领|备案|预约|查询|查一下|报销|取消|继续|返回|退出|提交|播放|再说一遍|说慢一?点|谢谢|再见|please|thanks|thank you)$/iu;
/** Ends of whole sentences (句末语气词), as one answers; 了 alone also stands within one. */
const CLOSED_END =
  /(?:吗|呢|吧|嘛|了|啊|呀|啦|么|没有|没|怎么办|怎么弄|怎么做|多少钱|多少|多久|哪里|哪儿|在哪|什么|几天|几点|可以吗|行不行|能不能|好不好|谢谢|再见|please|thanks|thank you|right)$/iu;
/** Whole answers to a closed question. */
const ANSWER =
  /^(?:嗯|对|是|是的|对的|没错|不是|不对|有|有的|没有|没|要|不要|不用|可以|不可以|不行|行|好|好的|能|不能|办过|没办过|交过|没交过|在|不在|会|不会|知道|不知道|都不是|第[一二三四五六七八九十]个?|yes|no|yeah|nope)(?:的|了|啊|呀|吧)?$/iu;

const DIGITS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  洞: '0',
  一: '1',
  幺: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  拐: '7',
  八: '8',
  九: '9',
};

/** Digits in words as they are spoken (幺三八…) or written; X closes an identity number. */
export function digitsIn(text: string): string {
  let out = '';
  for (const one of text) {
    if (/[0-9]/.test(one)) out += one;
    else if (/[xX]/.test(one)) out += 'X';
    else out += DIGITS[one] ?? '';
  }
  return out;
}

/**
 * How far words have come. `unknown`: nothing tells. `statement`: it may be all, or what comes before a question (我的身份证
 * 丢了……怎么补办).
 */
export type Completeness =
  | 'question'
  | 'complete'
  | 'answer'
  | 'statement'
  | 'unknown'
  | 'incomplete'
  | 'number';

/**
 * Whether words stand as a whole. `number`: digits are being said, and not all that are expected. Where no number is
 * asked for, five digits in a row at the end count as one being said (a telephone number, a card) until it has a usual
 * length.
 */
export function completenessOf(text: string, question: OpenQuestion): Completeness {
  const words = bare(text);
  if (words === '') return 'unknown';
  const tail = /[0-9零〇洞一幺二两三四五六七拐八九xX]+$/u.exec(words)?.[0] ?? '';
  if (question.kind === 'number') {
    const digits = digitsIn(words).length;
    const lengths = question.length ?? [];
    if (lengths.includes(digits)) return 'answer';
    // 一 in 等一下 is no number: it ends with digits, or there are several.
    const begun = tail !== '' || digits >= 3;
    if (begun && (lengths.length === 0 || digits < Math.max(...lengths))) return 'number';
  } else if (digitsIn(tail).length >= 5) {
    return USUAL_LENGTHS.includes(digitsIn(tail).length) ? 'complete' : 'number';
  }
  if (question.kind === 'closed' && ANSWER.test(words)) return 'answer';
  if (OPEN_END.test(words)) return 'incomplete';
  if (QUESTION_END.test(words)) return 'question';
  if (REQUEST_END.test(words)) return 'complete';
  if (question.kind === 'open') return 'statement';
  return CLOSED_END.test(words) ? 'complete' : 'unknown';
}

/** Mobile 11, fixed line with area code 11 or 12, identity 18, hotline 5 (12345). */
const USUAL_LENGTHS: readonly number[] = [5, 11, 12, 18];
