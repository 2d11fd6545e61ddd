import type { DangerGuess } from '../affairs/learn/learn.ts';
import { explainedAway } from './danger/context.ts';
import { dangerOf } from './danger/learnt.ts';
import { type Danger, SIGNS } from './danger/signs.ts';
import { standard } from './dialect.ts';

export type { Danger } from './danger/signs.ts';

export interface Alarm {
  /** What is spoken of first. */
  danger: Danger;
  /** Dangers of the same sentence beside it: their numbers are named too. */
  also: readonly Danger[];
  /** Somebody is dizzy, hurt or faint as well: an ambulance is named too. */
  hurt: boolean;
  /** It is somebody else whose life is feared for. */
  ofOther: boolean;
  /** A life is at stake through poison or pills taken. */
  poisoned: boolean;
}

/** What is put aside in speech without a pause (先别管社保了我爸晕过去了): the danger is a clause of its own. */
const BREATH = /((?:先)?别(?:管|说|问|办|弄|查|填)(?!话|出去).{0,8}?了(?!.{0,3}(?:吗|吧)))(?=.{3,})/gu;

/** Dangers to somebody's body at this moment. */
const ACUTE: ReadonlySet<Danger> = new Set<Danger>([
  'injury',
  'crash',
  'water',
  'trapped',
  'missing',
  'domestic',
]);
/** 打 as a call is no blow. */
const CALLS = /打(?:了|过|个|一个|着|来|不通|我|他|她)*(?:的)?(?:电话|手机)/gu;
const HURT =
  /头晕|头好?晕|头发晕|恶心|晕|受伤|流血|昏|没知觉|动不了|躺在地上|是血|有血|满头血|injur|hurt|dizzy/u;
const POISONED =
  /(?:喝|吃|吞|服).{0,10}(?:百草枯|敌敌畏|洁厕|消毒液|农药|安眠药|老鼠药|整瓶|一瓶|药)|药.{0,4}(?:全|都).{0,2}(?:吃|喝|吞)|割腕|割(?:了)?手腕/u;

const OF_OTHER =
  /(?:姑娘|女儿|儿子|孩子|朋友|同学|室友|同事|老公|老婆|爱人|我妈|我爸|邻居|有人|有个|男朋友|女朋友|哥|姐|弟|妹|网友).{0,14}(?:说|要|想|在|抑郁|发|写|站|喝|吃|割)/u;

const isOfOther = (text: string): boolean =>
  OF_OTHER.test(text) && !/我(?:不想活|想死|活不|要跳|站在)/u.test(text);

/** The alarm of words that no rule knows and that were learnt to tell a danger. */
export function learntAlarm(text: string, { label }: DangerGuess): Alarm {
  const danger = dangerOf(label, text);
  return {
    danger,
    also: [],
    hurt: danger !== 'injury' && HURT.test(text),
    ofOther: isOfOther(text),
    poisoned: danger === 'self_harm' && POISONED.test(text),
  };
}

/**
 * The safety gate: looks for present danger in normalised words, before and independent of any understanding. A sign
 * counts when its clause speaks of now: not of papers, money or rules, not of the past, not denied, not imagined, not
 * told of others, not as an idiom, not as a complaint of long standing.
 */
export function alarmIn(text: string): Alarm | null {
  const clauses = standard(text)
    .replace(BREATH, '$1，')
    .split(/[，,。！!？?；;、…\n]+/u)
    .map((clause) => clause.replace(CALLS, '来电').trim())
    .filter((clause) => clause !== '');
  const whole = clauses.join('，');
  const found = new Set<Danger>();
  clauses.forEach((clause, i) => {
    const before = clauses.slice(0, i);
    const after = clauses.slice(i + 1);
    for (const { danger, sign, but, wide } of SIGNS) {
      if (found.has(danger)) continue;
      // A sign that runs over a pause: the parts stand in neighbouring clauses.
      const joined = wide ? `${clauses.slice(Math.max(0, i - 2), i).join('')}${clause}` : clause;
      const said = sign.test(clause) ? clause : wide && sign.test(joined) ? joined : null;
      if (said === null || but?.test(said)) continue;
      const how = { life: danger === 'self_harm', acute: ACUTE.has(danger) };
      const around = { clause: said, before: said === clause ? before : [], after, whole };
      if (explainedAway(around, how) !== null) continue;
      found.add(danger);
    }
  });
  const ordered = SIGNS.map(({ danger }) => danger).filter(
    (danger, i, all) => all.indexOf(danger) === i && found.has(danger),
  );
  const [danger, ...also] = ordered;
  if (danger === undefined) return null;
  return {
    danger,
    also: also.filter((other) => other !== 'police'),
    hurt: HURT.test(whole),
    ofOther: isOfOther(whole),
    poisoned: danger === 'self_harm' && POISONED.test(whole),
  };
}
