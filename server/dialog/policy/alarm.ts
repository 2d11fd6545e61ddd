import type { DangerGuess } from '../../affairs/learn/learn.ts';
import { LEARNT_DANGER } from '../../affairs/thresholds.ts';
import { type Control, controlIn } from '../control.ts';
import { dangerOf, doubtedBy, followsFrom } from '../danger/learnt.ts';
import { type Alarm, alarmIn, learntAlarm } from '../emergency.ts';
import { shownText } from '../markup/read.ts';
import { fits, type Kit, type Outcome, type Turn } from '../outcome.ts';
import { adviceFor, besideFor, companyFor } from '../safety.ts';

/** How many turns after an alarm the talk stays with it. */
const STAYS = 8;
/** It is over, or it was none. */
const OVER =
  /没事了|安全了|灭了|扑灭|醒了|找到了|找着了|回来了|已经到了|(?:警察|消防|医生|救护车|120|119|110)(?:已经)?(?:来了|到了)|处理好|解决了|搞错|误会|我没事|不用了|开玩笑|false alarm|it'?s over/u;

function reply(
  turn: Turn,
  alarm: Alarm,
  say: string,
  card: ReturnType<typeof adviceFor>['card'],
  turns: number,
): Outcome {
  return {
    understood: {
      kind: 'emergency',
      service: null,
      confidence: 1,
      action: 'emergency_redirect',
      intents: [],
      emotion: alarm.danger === 'self_harm' && !alarm.ofOther ? 'sad' : 'urgent',
      redirect: card.numbers.map(({ number }) => number),
    },
    say,
    manner: { face: 'serious', card: 0 },
    cards: [card],
    handoff: 'immediate',
    suggestions: [],
    // What was being done is kept, and waits.
    pending: turn.state.pending ?? null,
    state: { alarm: { ...alarm, also: [...alarm.also], turns } },
  };
}

/** The safety gate: before everything else, and with no questions. */
export function emergency(kit: Kit, turn: Turn): Outcome | null {
  const told = alarmIn(turn.text);
  const alarm =
    told === null ? learntFrom(kit, turn) : mistaken(kit, turn) || doubted(kit, turn) ? null : told;
  if (!alarm) return null;
  const { say, card } = adviceFor(alarm, turn.lang);
  return reply(turn, alarm, say, card, 0);
}

/**
 * A sign that only colours a question of ours (公司老板跳楼了，失业金怎么申请): a service is asked for beyond doubt, and nothing
 * that was learnt of dangers is like these words. Of hundreds of dangers in cross-validation none was so.
 */
function mistaken(kit: Kit, turn: Turn): boolean {
  if (turn.lang !== 'zh' || kit.affairs.decide(turn.text).kind !== 'answer') return false;
  const guess = kit.guessDanger(turn.text);
  return guess !== null && guess.p < LEARNT_DANGER.mistaken;
}

/** A sign without anything around it that dangers have: no alarm, and not passed over either (`watched`). */
function doubted(kit: Kit, turn: Turn): boolean {
  if (turn.lang !== 'zh') return false;
  const guess = kit.guessDanger(turn.text);
  return guess !== null && doubtedBy(turn.text, guess);
}

/** What the words may tell of a danger; null where they answer us, steer, or are too few to judge. */
function dangerTold(kit: Kit, turn: Turn): DangerGuess | null {
  const { pending, alarm } = turn.state;
  if (turn.lang !== 'zh' || alarm != null) return null;
  // What is being written into a form, or chosen, is an answer; the rules above watch over it.
  if (pending != null && pending.kind !== 'offer' && pending.kind !== 'slot') return null;
  if (controlIn(turn.text) !== null || turn.input.callback === true) return null;
  return kit.guessDanger(turn.text);
}

function learntFrom(kit: Kit, turn: Turn): Alarm | null {
  const guess = dangerTold(kit, turn);
  return guess !== null && followsFrom(turn.text, guess) === 'alarm' ? learntAlarm(turn.text, guess) : null;
}

/** Below an alarm, and yet not to be passed over: the number in one sentence before the answer, and no question. */
export function watched(kit: Kit, turn: Turn, outcome: Outcome): Outcome {
  const guess = dangerTold(kit, turn);
  const { say } = outcome;
  if (guess === null || typeof say !== 'string') return outcome;
  // An answer to our own question is only that, short of an alarm.
  const sign = mistaken(kit, turn) ? null : alarmIn(turn.text);
  if (sign === null && (turn.state.pending?.kind === 'slot' || followsFrom(turn.text, guess) !== 'beside'))
    return outcome;
  if (outcome.understood.kind === 'service' || outcome.understood.kind === 'control') return outcome;
  const beside = besideFor(sign?.danger ?? dangerOf(guess.label, turn.text));
  // Where both are too long for one breath, the end of the reply stays: what it asks or offers.
  let rest: string[] = say.match(/[^。！？]+[。！？]*/gu) ?? [say];
  while (rest.length > 1 && !fits(shownText(beside + rest.join('')))) rest = rest.slice(1);
  return { ...outcome, say: `${beside}${rest.join('')}`, comforted: true };
}

/**
 * After an alarm the talk stays with it (他在里面怎么办, 没人理我) until it is over or a matter of ours is named for
 * sure; null where there was none.
 */
export function afterAlarm(kit: Kit, turn: Turn, control: Control | null): Outcome | null {
  const { alarm } = turn.state;
  if (!alarm) return null;
  if (alarm.turns >= STAYS || OVER.test(turn.text) || control === 'cancel_flow') return null;
  if (control === 'handoff' || control === 'repeat' || control === 'bye') return null;
  const verdict = kit.affairs.decide(turn.text);
  if (verdict.kind === 'answer' && alarm.danger !== 'self_harm') return null;
  const { card } = adviceFor(alarm, turn.lang);
  return reply(turn, alarm, companyFor(alarm, turn.lang), card, alarm.turns + 1);
}

/** The alarm is told to be over: a calm word, and back to what was being done. */
export function alarmOver(turn: Turn): Outcome | null {
  const { alarm } = turn.state;
  if (!alarm || !OVER.test(turn.text)) return null;
  return {
    understood: { kind: 'smalltalk', service: null, confidence: 1, action: 'control', intents: [] },
    say:
      turn.lang === 'zh'
        ? '好的，平安就好。有什么还需要我办的，您慢慢说。'
        : 'I am glad it is over. Tell me whenever you need something.',
    manner: { face: 'relaxed', gesture: 'nod' },
    pending: turn.state.pending ?? null,
    state: { alarm: null },
    comforted: true,
  };
}
