import type { Control } from '../control.ts';
import { type Alarm, alarmIn } from '../emergency.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { adviceFor, companyFor } from '../safety.ts';

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
export function emergency(turn: Turn): Outcome | null {
  const alarm = alarmIn(turn.text);
  if (!alarm) return null;
  const { say, card } = adviceFor(alarm, turn.lang);
  return reply(turn, alarm, say, card, 0);
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
