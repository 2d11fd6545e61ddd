import { LODGED } from '../affairs/learn/corpus.ts';
import { LEARNT } from '../affairs/thresholds.ts';
import type { Control } from './control.ts';
import { mattersIn } from './matters.ts';
import type { Kit, Outcome, Turn } from './outcome.ts';
import { faceOf } from './policy/serve.ts';
import { polarityOf } from './reading/polarity.ts';

/** What a citizen says when the hotline calls back about an order (domain: 回访). */
interface Told {
  contacted?: boolean;
  solved?: boolean;
  satisfied?: 'very' | 'yes' | 'fair' | 'no' | 'very_no';
  busy?: boolean;
  wrong?: boolean;
  optOut?: boolean;
}

const QUESTIONS = ['您反映的事，办理单位联系您了吗？', '问题解决了吗？', '您对办理结果满意吗？'] as const;

function told(text: string, step: number): Told {
  const found: Told = {};
  if (/打错|不是我|不认识|谁啊|没(?:有)?反映过|没(?:有)?打过|找错人/u.test(text)) found.wrong = true;
  if (/别(?:再)?打|不要(?:再)?打|不想接|别烦|拉黑|不接受回访/u.test(text)) found.optOut = true;
  if (/在忙|没空|开车|开会|不方便|晚点|待会|过会|等会|改天|明天(?:再)?打|换个时间/u.test(text))
    found.busy = true;
  if (/(?:没(?:有)?|从来没|一直没).{0,6}(?:联系|打电话|来过|找过|人来)/u.test(text)) found.contacted = false;
  else if (/联系(?:过|了)|打(?:过|了)电话|来(?:过|了)|上门(?:了)?|找(?:过|了)我/u.test(text))
    found.contacted = true;
  if (
    /(?:没|未|还没|没有|根本没|并没).{0,4}(?:解决|处理|修|办|弄)|老样子|还是(?:那样|不行|吵|坏|漏|堵)|又(?:坏|吵|犯|开始)/u.test(
      text,
    )
  )
    found.solved = false;
  else if (/解决(?:了|好)|处理(?:了|好)|修(?:好|了)|办好|弄好|搞定/u.test(text)) found.solved = true;
  if (/(?:很|非常|太|极其|特别|十分)不满意|差劲|气死/u.test(text)) found.satisfied = 'very_no';
  else if (/不满意|不太满意|不怎么样|不行|不好/u.test(text)) found.satisfied = 'no';
  else if (/马马虎虎|一般|还行|还可以|凑合|基本满意|过得去|勉强/u.test(text)) found.satisfied = 'fair';
  else if (/(?:非常|很|特别|十分|太|挺)(?:的)?满意|很好|太好了/u.test(text)) found.satisfied = 'very';
  else if (/满意|挺好|可以|不错|蛮好/u.test(text)) found.satisfied = 'yes';
  const polarity = polarityOf(text);
  if (polarity === 'yes' || polarity === 'no') {
    const yes = polarity === 'yes';
    if (step === 0 && found.contacted === undefined && found.solved === undefined) found.contacted = yes;
    else if (step === 1 && found.solved === undefined) found.solved = yes;
    else if (step === 2 && found.satisfied === undefined) found.satisfied = yes ? 'yes' : 'no';
  }
  return found;
}

/** An answer to what the hotline asks is short; who says as much as this and names a matter of their own asks for that. */
const OWN_MATTER_CHARS = 6;

/**
 * Whether the citizen takes the call for something else: a service they ask about, or something new to lodge. What tells
 * how their order stands (没人来过, 又坏了) belongs to the call.
 */
export function asksOtherwise(kit: Kit, turn: Turn): boolean {
  if (turn.text.length < OWN_MATTER_CHARS) return false;
  const found = told(turn.text, 0);
  if (found.wrong || found.optOut || found.busy) return false;
  // A matter that was begun in this call goes on.
  const begun = turn.state.service !== null && turn.state.pending?.kind !== 'callback';
  const matters = mattersIn(kit, turn.text).found;
  if (begun || matters.some(({ kind }) => kind === 'service')) return true;
  const { label, p } = kit.guess(turn.text);
  if (kit.affairs.service(label) !== null && p >= LEARNT.alone) return true;
  const answers = found.contacted ?? found.solved ?? found.satisfied;
  if (answers !== undefined) return false;
  return matters.length > 0 || (LODGED.has(label) && p >= LEARNT.alone);
}

/** One turn of a call-back: what was told is recorded, and the next question is asked; never more than three. */
export function takeCallback(turn: Turn, control: Control | null): Outcome {
  const step = turn.state.pending?.kind === 'callback' ? turn.state.pending.step : 0;
  const found = told(turn.text, step);
  const reopened = found.solved === false || found.satisfied === 'no' || found.satisfied === 'very_no';
  const answered = [found.contacted, found.solved, found.satisfied];
  const furthest = answered.findLastIndex((value) => value !== undefined);
  const next = furthest < 0 ? step : Math.max(step, furthest) + 1;
  const over =
    found.wrong === true || found.optOut === true || found.busy === true || control === 'bye' || next > 2;
  let say: string;
  if (found.wrong) say = '不好意思，打扰您了，再见。';
  else if (found.optOut) say = '好的，已经记下，不再打扰您。再见。';
  else if (found.busy) say = '好的，我们换个时间再联系您。再见。';
  else if (reopened) say = '很抱歉没让您满意。我已记录，会请单位重新办理。还有要补充的吗？';
  else if (over) say = '感谢您的支持，祝您生活愉快，再见。';
  else say = QUESTIONS[next] ?? '';
  const fields: Record<string, string | boolean> = {};
  for (const [key, value] of Object.entries(found)) if (value !== undefined) fields[key] = value;
  return {
    understood: {
      kind: 'order',
      service: null,
      confidence: 1,
      action: 'callback_record',
      intents: reopened ? [{ service: 'wo.rework', slots: {} }] : [],
      found: fields,
    },
    say,
    manner: { face: reopened ? 'sorry' : faceOf(turn), gesture: 'nod' },
    handoff: reopened && turn.emotion === 'angry' ? 'required' : reopened ? 'offer' : 'none',
    pending: over || reopened ? null : { kind: 'callback', step: next },
    comforted: true,
  };
}
