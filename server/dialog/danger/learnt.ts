import type { DangerLabel } from '../../affairs/learn/corpus.ts';
import type { DangerGuess } from '../../affairs/learn/learn.ts';
import { LEARNT_DANGER } from '../../affairs/thresholds.ts';
import { namesHarm } from './concepts.ts';
import { marksIn } from './context.ts';
import type { Danger } from './signs.ts';

type Kind = readonly [Danger, RegExp];

/** Of a learnt class the danger whose advice fits, by what is named; the last one of each class is its common case. */
const KINDS: Readonly<Record<DangerLabel, { kinds: readonly Kind[]; common: Danger }>> = {
  fire: {
    kinds: [
      ['gas', /煤气|燃气|天然气|液化气|瓦斯|臭鸡蛋|漏气|罐.{0,4}漏|管道.{0,6}(?:味|漏)/u],
      ['fire', /火|烧|着了|烟|爆|炸|焦/u],
      ['water', /河|江|湖|海|塘|水库|溺|淹|落水|冰|呛水|游泳|水里|掉.{0,4}水/u],
      ['trapped', /困|埋|压|塌|垮|卡|夹|掉|陷|井|电梯|出不来|下不来|水/u],
    ],
    common: 'fire',
  },
  medical: { kinds: [], common: 'injury' },
  police: {
    kinds: [
      [
        'fraud',
        /转账|汇款|验证码|诈骗|被骗|骗子|安全账户|屏幕|公检法|贷款|刷单|打钱|转钱|转给|汇给|账户|卡号|保证金|冒充/u,
      ],
      ['missing', /走丢|走失|失踪|不见了|找不(?:到|着)(?:人|他|她|孩子|娃|了)|拐|抱走/u],
      ['domestic', /(?:老公|丈夫|男人|老婆|前夫|男朋友|我爸|公公).{0,12}(?:打|掐|刀|揍|踹|砸|拖|锁)|家暴/u],
      ['unlawful', /毒|枪|炸药|爆炸物|炸弹|雷管|倒.{0,4}(?:药|油|废)|卖淫|赌/u],
    ],
    common: 'violence',
  },
  traffic: { kinds: [], common: 'crash' },
  self_harm: { kinds: [], common: 'self_harm' },
  child_abuse_or_minor: { kinds: [], common: 'minor' },
};

/** Concepts that explain a danger away. */
const EXPLAINS = new Set(['~past', '~denied', '~imagined', '~told', '~procedure', '~papers', '~idiom']);

/** Something that is done to a child, or that it fears. */
const HARM =
  /打|揍|骂|踢|掐|烫|疼|痛|伤|血|怕|吓|饿|冷|锁|关|摸|脱|亲我|欺负|一个人|没人|不让|不要我|不给|救|哭|赶|扔|跑|逃|躲|死|醉|喝酒|不回|联系不上|丢下|走了|不见|不敢|不想(?:回|活|在)|陌生|叔叔|坏人|秘密|告诉别人/u;

/**
 * What follows from a learnt guess about normalised words: an alarm, a number beside the answer, or nothing. Sayings are
 * in Chinese: of words in another writing nothing was learnt.
 */
export function followsFrom(text: string, { label, p }: DangerGuess): 'alarm' | 'beside' | 'nothing' {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (han < LEARNT_DANGER.leastChars || p < LEARNT_DANGER.beside) return 'nothing';
  const least = (han <= LEARNT_DANGER.shortChars ? LEARNT_DANGER.short : LEARNT_DANGER.alarm)[label];
  if (marksIn(text).some((mark) => EXPLAINS.has(mark)))
    return p >= Math.max(least, LEARNT_DANGER.explained) ? 'alarm' : 'nothing';
  // 跟爸爸，不对，跟妈妈 is like what children tell only in whom it names.
  if (label === 'child_abuse_or_minor' && p < LEARNT_DANGER.harmless && !HARM.test(text)) return 'nothing';
  if (p < LEARNT_DANGER.unnamed && !namesHarm(text)) return 'nothing';
  if (p >= least) return 'alarm';
  return han > LEARNT_DANGER.shortChars || p >= LEARNT_DANGER.besideShort ? 'beside' : 'nothing';
}

/** A rule heard a danger, and nothing that was learnt of dangers is like these words; said of now they are believed. */
export function doubtedBy(text: string, { p }: DangerGuess): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= LEARNT_DANGER.leastChars && p < LEARNT_DANGER.doubted && !marksIn(text).includes('~now');
}

/** The danger of a learnt class, as the words name it. */
export function dangerOf(label: DangerLabel, text: string): Danger {
  const { kinds, common } = KINDS[label];
  return kinds.find(([, sign]) => sign.test(text))?.[0] ?? common;
}
