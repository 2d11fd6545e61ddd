import { LEARNT } from '../../affairs/thresholds.ts';
import { choicesCard } from '../answer.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { handedOff } from '../steer.ts';
import { clarifyText, redirectText, TEXTS } from '../texts.ts';
import { again } from './pending.ts';
import { faceOf, serve, ungroundedReply } from './serve.ts';

/** Not ours, or not to be helped with: said plainly, with nothing invented. */
export function refused(turn: Turn, say: string): Outcome {
  return {
    understood: { kind: 'unknown', service: null, confidence: 0, action: 'refuse', intents: [] },
    say,
    manner: { face: turn.emotion === 'neutral' ? 'serious' : 'sorry', gesture: 'apologise' },
    pending: turn.state.pending ?? null,
  };
}

/** Another office's matter: its number, and that it is remembered for 打哪个电话. */
export function redirected(turn: Turn, say: string, name: string, numbers: readonly string[]): Outcome {
  return {
    understood: {
      kind: 'unknown',
      service: null,
      confidence: 0.6,
      action: 'redirect',
      intents: [],
      redirect: [...numbers],
    },
    say,
    manner: { face: faceOf(turn), gesture: 'nod' },
    state: { sentTo: { name, numbers: [...numbers] }, service: null },
    pending: turn.state.pending ?? null,
  };
}

/** A question about the office that the citizen was just sent to: the same number again. */
export function sentAgain(turn: Turn): Outcome | null {
  const { sentTo } = turn.state;
  if (!sentTo || turn.text.length > 20) return null;
  const asks =
    turn.asked !== null || /电话|打哪|找谁|哪个(?:部门|单位)|怎么(?:办|联系|打)|号码/u.test(turn.text);
  if (!asks) return null;
  return redirected(
    turn,
    redirectText(sentTo.name, sentTo.numbers[0] ?? '12345', turn.lang),
    sentTo.name,
    sentTo.numbers,
  );
}

export function nothingHeard(turn: Turn): Outcome {
  return {
    understood: { kind: 'unknown', service: null, confidence: 0, action: 'clarify', intents: [] },
    say: TEXTS.empty[turn.lang],
    manner: { face: 'relaxed' },
    miss: true,
    pending: turn.state.pending ?? null,
  };
}

/** One warning in calm words; then a person. */
export function abused(turn: Turn): Outcome {
  const warned = turn.state.warned ?? 0;
  const next = { warned: warned + 1 };
  if (warned > 0) {
    const outcome = handedOff(turn, 'required', TEXTS.handoffRequired[turn.lang], {});
    return { ...outcome, state: { ...outcome.state, ...next } };
  }
  return {
    understood: {
      kind: 'control',
      service: null,
      confidence: 1,
      action: 'control',
      intents: [],
      emotion: 'angry',
    },
    say: TEXTS.abuse[turn.lang],
    manner: { face: 'sorry' },
    handoff: 'offer',
    pending: turn.state.pending ?? null,
    state: next,
    comforted: true,
  };
}

/** A question, not a noise: it is answered honestly that no source was found. */
const QUESTION =
  /[吗呢么]$|[？?]|怎么|怎样|如何|多少|几[个点天时岁年号]|什么|哪|谁|为什么|为啥|是不是|有没有|能不能|可不可以|多久|行不行|咋|电话|办理?$|请问|想问|咨询|\b(?:how|what|where|when|why|who|can|is|are|do)\b/u;

/** Not understood: the honest sentence for a question; an example, then the choices and a person, then a person. */
export function notMatched(kit: Kit, turn: Turn): Outcome {
  const times = turn.state.misses;
  if (times >= 2) {
    const outcome = handedOff(turn, 'required', TEXTS.noMatch3[turn.lang], {
      kind: 'unknown',
      confidence: 0,
    });
    return { ...outcome, miss: true };
  }
  if ((QUESTION.test(turn.text) && turn.text.length >= 5) || turn.text.length >= 7) {
    const outcome = ungroundedReply(turn);
    return { ...outcome, cards: kit.topicsCard(turn.lang), miss: true };
  }
  return {
    understood: {
      kind: 'unknown',
      service: null,
      confidence: 0,
      action: times === 0 ? 'clarify' : 'refuse',
      intents: [],
    },
    say: (times === 0 ? TEXTS.noMatch1 : TEXTS.noMatch2)[turn.lang],
    manner: { face: turn.emotion === 'neutral' ? 'serious' : 'sorry', gesture: 'apologise', card: 0 },
    cards: kit.topicsCard(turn.lang),
    miss: true,
    handoff: times === 0 ? 'none' : 'offer',
    pending: times === 0 ? (turn.state.pending ?? null) : { kind: 'offer', of: 'handoff', id: '' },
  };
}

/** Words that answer nothing while a question waits: the question again, closed; after two tries it is let go. */
export function askedAgain(kit: Kit, turn: Turn): Outcome | null {
  const { pending, slots = {} } = turn.state;
  if (pending?.kind !== 'slot' || turn.asked !== null) return null;
  const node = kit.affairs.service(pending.service);
  if (!node) return null;
  const guess = turn.lang === 'zh' ? kit.guess(turn.text) : null;
  // 今天好热啊: talk, and no answer that went wrong.
  const chat = guess?.label === 'none' && guess.p >= LEARNT.alone;
  if (pending.tries >= 1 && !chat) {
    return serve(kit, turn, {
      node,
      asked: turn.state.ask ?? null,
      confidence: 0.6,
      slots: { ...slots, [pending.slot]: null },
      following: true,
      opening: TEXTS.slotUnknown[turn.lang],
    });
  }
  const guided = kit.guide(node, slots);
  return guided.kind === 'ask' ? again(turn, node, guided.question, pending, slots, chat) : null;
}

/** What is to be done altogether, not one thing alone. */
const ALTOGETHER = /(?:办|跑|弄)(?:些|点)?(?:什么|哪些|啥)|(?:什么|哪些|啥)(?:手续|部门|流程)/u;

/** The event of a life that begins with one of these services, where everything is asked for: 要办什么手续. */
const eventOf = (kit: Kit, turn: Turn, ids: readonly string[]) =>
  ALTOGETHER.test(turn.text)
    ? kit.affairs.lifeEvents().find(({ steps }) => ids.includes(steps[0]?.service ?? ''))
    : undefined;
export const wantsAll = (kit: Kit, turn: Turn, id: string): boolean => eventOf(kit, turn, [id]) !== undefined;

/** 您是想问A，还是B: at most three, and 都不是. */
export function askBack(kit: Kit, turn: Turn, ids: readonly string[], confidence: number): Outcome {
  const { lang } = turn;
  const nodes = ids.flatMap((id) => kit.affairs.service(id) ?? []).slice(0, 3);
  const names = nodes.map(({ id }) => kit.nameOf(id, lang));
  const texts = { title: TEXTS.choicesTitle[lang], none: TEXTS.noneLabel[lang] };
  // 生了孩子要办什么手续 asks for all of it: the event that begins with one of these is offered as well.
  const event = eventOf(kit, turn, ids);
  if (event !== undefined && lang === 'zh') names.push(`${event.short}要办的全套手续`);
  const card = choicesCard(nodes, turn.asked, texts, lang);
  const whole = event === undefined ? [] : [{ label: event.name, say: event.phrases[0] ?? event.name }];
  return {
    understood: {
      kind: 'clarify',
      service: null,
      confidence,
      ...(turn.asked ? { ask: turn.asked } : {}),
      action: 'clarify',
      intents: [],
    },
    say: nodes.length > 2 ? TEXTS.whichService[lang] : clarifyText(names, lang),
    manner: { face: 'thinking', gesture: 'think', card: 0 },
    cards: [{ ...card, choices: [...card.choices.slice(0, -1), ...whole, ...card.choices.slice(-1)] }],
    suggestions: [],
    state: turn.asked ? { ask: turn.asked } : {},
    pending: {
      kind: 'choice',
      services: nodes.map(({ id }) => id),
      ...(event === undefined ? {} : { event: event.id }),
    },
  };
}

/** Nothing but politeness, or an end of what was offered: the matter is still to come. */
export function goOn(kit: Kit, turn: Turn): Outcome {
  const { pending } = turn.state;
  return {
    understood: { kind: 'smalltalk', service: null, confidence: 1, action: 'control', intents: [] },
    say: TEXTS[turn.state.service === null ? 'goOn' : 'anythingElse'][turn.lang],
    manner: { face: faceOf(turn), gesture: 'invite' },
    suggestions: kit.topics(turn.lang),
    pending: pending?.kind === 'slot' || pending?.kind === 'field' ? pending : null,
  };
}
