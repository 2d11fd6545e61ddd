import type { Kit, Outcome, Turn } from '../outcome.ts';
import { askBack, goOn } from './refusals.ts';
import { faceOf } from './serve.ts';

/** What is put around a thing that is only named: 我想问一下社保的事. */
const AROUND =
  /请问|你好|您好|麻烦|同志|老师|师傅|姑娘|小伙子?|我们?|俺|想|要|问问?|咨询|了解|打听|知道|说|办理?|弄|一下|一个?|下|个|关于|有关|那个|这个|的|事情?|问题|方面|业务|东西|吧|呢|啊|嘛|呀|哦|嗯|喂/gu;

/** Things that several services have to do with, or that have one name in the street; the likeliest service first. */
const THINGS: Readonly<Record<string, readonly string[]>> = {
  社保: ['si.sscard', 'si.flex_enroll', 'si.unemployment_benefit'],
  社会保险: ['si.sscard', 'si.flex_enroll', 'si.unemployment_benefit'],
  医保: ['mi.offsite_record', 'mi.maternity', 'si.sscard'],
  医疗保险: ['mi.offsite_record', 'mi.maternity'],
  看病: ['mi.offsite_record', 'si.sscard'],
  养老: ['si.pension_retire', 'si.flex_enroll'],
  养老保险: ['si.pension_retire', 'si.flex_enroll'],
  养老金: ['si.pension_retire', 'si.sscard'],
  租房: ['hpf.rent', 'hk.residence_permit'],
  房子: ['re.secondhand', 'tax.deed', 'hpf.loan'],
  过户: ['re.secondhand', 'tax.deed'],
  贷款: ['hpf.loan', 'hpf.repay'],
  房贷: ['hpf.repay', 'hpf.loan'],
  税: ['tax.deed', 'tax.pit_annual'],
  交税: ['tax.deed', 'tax.pit_annual'],
  个税: ['tax.pit_annual'],
  执照: ['biz.individual', 'biz.company', 'biz.food'],
  营业执照: ['biz.individual', 'biz.company'],
  做生意: ['biz.individual', 'biz.company', 'biz.food'],
  孩子: ['hk.newborn', 'mi.maternity', 'hk.move'],
};

/** Who needs to be served in another way says so before they say what for. */
const NEEDS: readonly (readonly [RegExp, string])[] = [
  [
    /(?:眼睛|我).{0,3}(?:看不见|看不到|瞎)|盲人|视力(?:不好|残疾|障碍)/u,
    '没关系，您说话就行，屏幕上的我都念给您听。需要真人帮忙，请说转人工。',
  ],
  [
    /不会(?:用|弄|玩|操作|使)(?:手机|电脑|机器|屏幕|这个)|不识字|不认(?:得)?字|不会打字|不会写字/u,
    '没关系，您说话就行，我一步一步带您办。需要真人帮忙，请说转人工。',
  ],
  [
    /听不懂普通话|不会(?:说|讲)普通话|只会(?:说|讲).{0,4}话|普通话(?:不好|说不好|不标准)/u,
    '没关系，您慢慢说，听不准的我会再问，也可以点屏幕。需要会方言的真人，请说转人工。',
  ],
];

/** A question of so few characters names nothing. */
const BARE_CHARS = 8;

const thingOf = (text: string): string => text.replace(/[\p{P}\s]/gu, '').replace(AROUND, '');

/**
 * The words of somebody who has only begun: a need, nothing but politeness, or one thing without what is to be done with it.
 * Null where more is said.
 */
export function firstWords(kit: Kit, turn: Turn): Outcome | null {
  if (turn.lang !== 'zh' || turn.state.form) return null;
  if (turn.text.length <= 16) {
    const need = NEEDS.find(([sign]) => sign.test(turn.text));
    if (need !== undefined)
      return {
        understood: { kind: 'smalltalk', service: null, confidence: 1, action: 'control', intents: [] },
        say: need[1],
        manner: { face: faceOf(turn), gesture: 'nod' },
        pending: turn.state.pending ?? null,
      };
  }
  if (turn.state.pending || turn.state.service !== null) return null;
  const rest = thingOf(turn.text);
  // 我想问个事: they are listened to.
  if (rest === '' && /问|咨询|办|了解|打听|说/u.test(turn.text)) return goOn(kit, turn);
  // 多少钱, of nothing: the likeliest question that sounds like it would be somebody else's.
  if (turn.asked !== null && turn.text.length <= BARE_CHARS && kit.affairs.residue(turn.text, null) === 0) {
    const all = kit.affairs.services().map(({ id }) => id);
    return askBack(kit, turn, all.slice(0, 3), 0.3);
  }
  const ids = Object.hasOwn(THINGS, rest) ? THINGS[rest] : undefined;
  const known = ids?.filter((id) => kit.affairs.service(id) !== null) ?? [];
  return known.length === 0 ? null : askBack(kit, turn, known, 0.3);
}
