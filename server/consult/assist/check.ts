import type { Warning } from '../../../protocol/index.ts';
import { ungrounded } from '../../affairs/grounding.ts';
import { mask } from '../../dialog/mask.ts';
import { CAUTIONS } from './rules.ts';

/** Figures that promise something: money, shares, time. A house number or a hotline is none. */
const PROMISED = /(?:%|百分之.+|元|块|万元|工作日|天|日|月|年|小时|折|成)$/u;

/**
 * What an agent should think over before these words reach the citizen.
 * @param facts what stands in the graph and in this talk; only figures found nowhere in it are warned of
 */
export function checkWords(text: string, facts: readonly string[]): Warning[] {
  const warnings: Warning[] = CAUTIONS.filter(({ sign }) => sign.test(text)).map(
    ({ rule, text: why, instead }) => ({ rule, text: why, instead }),
  );
  const figures = [...new Set(ungrounded(text, facts).filter((figure) => PROMISED.test(figure)))];
  // number said ≠ KG → 核对; what the graph does not have → 勿口头承诺.
  if (figures.length > 0)
    warnings.push({
      rule: 'figure',
      text: `请核对：${figures.slice(0, 4).join('、')}。图谱和对话里没有这个数，勿口头承诺。`.slice(0, 200),
      instead: null,
    });
  // A number of one’s own is not repeated.
  // An agent may say their own name; numbers are hidden with four stars or more.
  if (/\*{4,}/u.test(mask(text)))
    warnings.push({
      rule: 'personal_number',
      text: '里面有证件号、电话之类的个人号码，请不要复述。',
      instead: mask(text).slice(0, 200),
    });
  return warnings.slice(0, 6);
}
