import { choicesCard } from './answer.ts';
import { takeCallback } from './callback.ts';
import { ANSWERS, type Control, controlIn } from './control.ts';
import { alarmIn } from './emergency.ts';
import { type Matter, matterId, mattersIn } from './matters.ts';
import { intentOf, type Kit, type Outcome, slotsOf, type Turn } from './outcome.ts';
import { answerKnown } from './policy/faq.ts';
import { askAgain, fill, goOnFilling, type OpenTalk, openTalk } from './policy/formtalk.ts';
import { lookUp, orderIntent, takeOrder } from './policy/orders.ts';
import { again, answerSlot, chosenService, correctSlots } from './policy/pending.ts';
import { faceOf, serve } from './policy/serve.ts';
import { isNoIdea, polarityOf } from './reading/polarity.ts';
import { slotsIn } from './reading/slots.ts';
import { adviceFor } from './safety.ts';
import { elsewhere, isAbuse, isOutOfScope, isUnlawful } from './scope.ts';
import { handedOff, steered } from './steer.ts';
import { clarifyText, outsideText, redirectText, TEXTS } from './texts.ts';
import type { Intent } from './types.ts';

/** More of the sentence than this unexplained, and it is no follow-up of the service spoken of. */
const FOLLOW_UP_RESIDUE = 0.25;
/** The same for a question that names no service at all (要带什么材料). */
const BARE_RESIDUE = 0.1;

/** What one turn means and what is said to it. Order is the point: danger, steering, repair, then matters. */
export function understand(kit: Kit, turn: Turn): Outcome {
  const danger = emergency(turn);
  if (danger) return danger;
  if (!/[\p{L}\p{N}]/u.test(turn.text)) return nothingHeard(turn);
  if (isAbuse(turn.text)) return abused(turn);
  const control = controlIn(turn.text);
  if (control === 'handoff') return steered(kit, turn, control) ?? nothingHeard(turn);
  if (turn.input.callback) return takeCallback(turn, control);
  const talk = openTalk(kit, turn);
  return (
    (control === 'cancel_flow' || turn.state.pending?.kind === 'confirm_cancel'
      ? cancelled(kit, turn, talk, control)
      : null) ??
    (control !== null && STEERS_FIRST.has(control) ? steered(kit, turn, control) : null) ??
    (talk === null ? null : fill(kit, turn, talk, control)) ??
    waitedFor(kit, turn, control) ??
    (control === 'go_back' || control === 'resume' ? resumed(kit, turn, control) : null) ??
    correctSlots(kit, turn, control) ??
    (control === null || ANSWERS.has(control) ? null : steered(kit, turn, control)) ??
    about(kit, turn, control, talk)
  );
}

/** Words about the talk itself, whatever is being filled in or asked. */
const STEERS_FIRST: ReadonlySet<Control> = new Set<Control>([
  'repeat',
  'slower_speech',
  'normal_speech',
  'louder',
  'large_type',
  'normal_type',
  'captions_on',
  'captions_off',
  'text_mode',
  'video_mode',
  'audio_check',
  'play_guidance_video',
  'pause',
  'replay',
  'close_video',
  'back',
  'forward',
  'go_back',
  'stop',
  'wait',
  'who',
]);

function emergency(turn: Turn): Outcome | null {
  const alarm = alarmIn(turn.text);
  if (!alarm) return null;
  const advice = adviceFor(alarm, turn.lang);
  return {
    understood: {
      kind: 'emergency',
      service: null,
      confidence: 1,
      action: 'emergency_redirect',
      intents: [],
      emotion: alarm.danger === 'self_harm' && !alarm.ofOther ? 'sad' : 'urgent',
      redirect: advice.card.numbers.map(({ number }) => number),
    },
    say: advice.say,
    manner: { face: 'serious', card: 0 },
    cards: [advice.card],
    handoff: 'immediate',
    suggestions: [],
    // What was being done is kept, and waits.
    pending: turn.state.pending ?? null,
  };
}

function nothingHeard(turn: Turn): Outcome {
  return {
    understood: { kind: 'unknown', service: null, confidence: 0, action: 'clarify', intents: [] },
    say: TEXTS.empty[turn.lang],
    manner: { face: 'relaxed' },
    miss: true,
    pending: turn.state.pending ?? null,
  };
}

/** One warning in calm words; then a person. */
function abused(turn: Turn): Outcome {
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

/** 取消, 算了: a form is put aside after one question; a question of ours is let go at once. */
function cancelled(kit: Kit, turn: Turn, talk: OpenTalk | null, control: Control | null): Outcome | null {
  const { lang, state } = turn;
  const understood: Outcome['understood'] = {
    kind: 'control',
    service: null,
    confidence: 1,
    control: 'cancel_flow',
    action: 'control',
    intents: [],
  };
  if (state.pending?.kind === 'confirm_cancel') {
    const polarity = polarityOf(turn.text);
    if (control === 'cancel_flow' || control === 'yes' || polarity === 'yes') {
      return {
        understood,
        say: TEXTS.formAside[lang],
        manner: { face: 'relaxed', gesture: 'nod' },
        forms: [{ kind: 'cancel', form: state.pending.form }],
        state: { form: null, laidAside: talk?.state ?? state.form ?? null, queue: [] },
      };
    }
    if (talk !== null && (control === 'no' || polarity === 'no'))
      return goOnFilling(kit, turn, talk, '好的，接着填。');
    return null;
  }
  if (talk !== null) {
    return {
      understood: { ...understood, form: talk.form.id },
      say: TEXTS.cancelForm[lang],
      manner: { face: 'relaxed' },
      suggestions: lang === 'zh' ? ['不填了', '接着填'] : ['Put it aside', 'Go on'],
      state: { form: talk.state },
      pending: { kind: 'confirm_cancel', form: talk.form.id },
    };
  }
  return {
    understood,
    say: (state.pending ? TEXTS.cancelled : TEXTS.nothingToCancel)[lang],
    manner: { face: 'relaxed', gesture: 'nod' },
    suggestions: kit.topics(lang),
    state: { service: null, queue: [] },
  };
}

/** 继续: the form laid aside, or what was waited for. */
function resumed(kit: Kit, turn: Turn, control: Control): Outcome | null {
  const { laidAside } = turn.state;
  if (control !== 'resume' || !laidAside) return null;
  const form = kit.forms.form(laidAside.id);
  if (!form) return null;
  const outcome = goOnFilling(kit, turn, { form, state: laidAside }, '好的，接着填。', [
    { kind: 'resume', form: form.id },
  ]);
  return { ...outcome, state: { ...outcome.state, laidAside: null } };
}

/** An answer to what was asked last; null when the words mean something else. */
function waitedFor(kit: Kit, turn: Turn, control: Control | null): Outcome | null {
  const { pending, queue = [] } = turn.state;
  const place = control === null ? -1 : ['first', 'second', 'third', 'fourth'].indexOf(control);
  const waiting = place > 0 && pending?.kind !== 'choice' ? queue[place - 1] : undefined;
  if (waiting) return nextInQueue(kit, turn, waiting.service);
  if (!pending) return null;
  const yes =
    control === 'yes' || (control === null && turn.text.length <= 8 && polarityOf(turn.text) === 'yes');
  const no =
    control === 'no' ||
    control === 'none_of_these' ||
    (control === null && turn.text.length <= 6 && polarityOf(turn.text) === 'no');
  switch (pending.kind) {
    case 'slot':
      return otherMatter(kit, turn, pending) ? null : answerSlot(kit, turn, pending, control);
    case 'choice': {
      const id = chosenService(kit, turn, control);
      const node = id === null ? null : kit.affairs.service(id);
      if (node) {
        return serve(kit, turn, {
          node,
          asked: turn.asked ?? turn.state.ask ?? null,
          confidence: 1,
          slots: known(kit, turn, node.slots),
          following: false,
        });
      }
      return no ? steered(kit, turn, 'none_of_these') : null;
    }
    case 'offer': {
      if (pending.of === 'service') {
        if (yes) return nextInQueue(kit, turn, pending.id);
        return no ? notNow(kit, turn) : null;
      }
      if (pending.of === 'form') {
        const wants = yes || /登记|诉求单|工单|下单|leave a request/u.test(turn.text);
        if (wants) return openOffered(kit, turn, pending.id);
        return no || /继续在这|go on here/u.test(turn.text) ? goOn(kit, turn) : null;
      }
      if (pending.of === 'handoff') return yes ? steered(kit, turn, 'handoff') : no ? goOn(kit, turn) : null;
      return no ? goOn(kit, turn) : null;
    }
    case 'lookup': {
      const outcome = lookUp(turn, null);
      const told =
        outcome.lookup?.number !== pending.number || outcome.lookup?.queryCode !== pending.queryCode;
      return told || control === 'yes' ? outcome : no ? goOn(kit, turn) : null;
    }
    default:
      return null;
  }
}

const bare = (text: string): string => text.replace(/[\p{P}\s]+/gu, '');

/** While a question waits, another service named for sure goes before it. */
function otherMatter(kit: Kit, turn: Turn, { service, slot }: { service: string; slot: string }): boolean {
  const question = kit.affairs.service(service)?.questions.find((other) => other.slot === slot);
  // An option's own words are the answer, whatever else they name (公积金贷款).
  if (question?.options.some((label) => bare(label) === bare(turn.text))) return false;
  if (turn.text.length < 5 || isNoIdea(turn.text)) return false;
  const verdict = kit.affairs.decide(turn.text);
  return verdict.kind === 'answer' && verdict.service !== service;
}

const known = (kit: Kit, turn: Turn, names: readonly string[]) => ({
  ...turn.state.slots,
  ...slotsIn(turn.text, names, kit.book, kit.today()),
});

function openOffered(kit: Kit, turn: Turn, id: string): Outcome | null {
  const form = kit.forms.form(id);
  if (!form) return null;
  const state = { id, values: {}, skipped: [], readBack: false };
  const opening = turn.lang === 'zh' ? '好的，我来登记。' : 'All right. ';
  return goOnFilling(kit, turn, { form, state }, opening, [{ kind: 'open', form: id, values: {} }]);
}

function nextInQueue(kit: Kit, turn: Turn, id: string): Outcome | null {
  const queue = turn.state.queue ?? [];
  const intent = queue.find(({ service }) => service === id);
  const node = kit.affairs.service(id);
  const rest = queue.filter(({ service }) => service !== id);
  if (!node || !intent) return null;
  const outcome = serve(kit, turn, {
    node,
    asked: intent.ask ?? null,
    confidence: 1,
    slots: { ...turn.state.slots, ...intent.slots },
    following: false,
  });
  return offering(kit, turn, { ...outcome, state: { ...outcome.state, queue: rest } }, rest);
}

function notNow(kit: Kit, turn: Turn): Outcome {
  return { ...goOn(kit, turn), state: { queue: [] } };
}

/** Nothing but politeness, or an end of what was offered: the matter is still to come. */
function goOn(kit: Kit, turn: Turn): Outcome {
  return {
    understood: { kind: 'smalltalk', service: null, confidence: 1, action: 'control', intents: [] },
    say: TEXTS.goOn[turn.lang],
    manner: { face: faceOf(turn), gesture: 'invite' },
    suggestions: kit.topics(turn.lang),
    pending:
      turn.state.pending?.kind === 'slot' || turn.state.pending?.kind === 'field' ? turn.state.pending : null,
  };
}

/** What the words are about: services, orders, several of them, another office, or nothing that is known. */
function about(kit: Kit, turn: Turn, control: Control | null, talk: OpenTalk | null): Outcome {
  const { state } = turn;
  if (isUnlawful(turn.text)) return refused(turn, TEXTS.unlawful[turn.lang]);
  const { found, verdict, order } = mattersIn(kit, turn.text);
  const [first, ...others] = found;
  const another = elsewhere(turn.text);
  const frequent = answerKnown(kit, turn, others.length === 0 && first?.kind !== 'order');
  if (frequent) return frequent;
  if (first !== undefined && others.length > 0) return several(kit, turn, found);
  if (first?.kind === 'order' && !(another !== null && !first.order.explicit))
    return takeOrder(kit, turn, first.order);
  if (first?.kind === 'service') {
    const asked = turn.asked;
    return serve(kit, turn, {
      node: first.node,
      asked,
      confidence: Math.min(1, first.score),
      slots: known(kit, turn, first.node.slots),
      following: false,
    });
  }
  if (another !== null)
    return redirected(
      turn,
      redirectText(another.name, another.numbers[0] ?? '12345', turn.lang),
      another.numbers,
    );
  if (isOutOfScope(turn.text)) return refused(turn, TEXTS.scope[turn.lang]);
  if (verdict.kind === 'unknown' && verdict.outside) {
    const { name, authority } = verdict.outside;
    if (authority.phone !== '12345')
      return redirected(turn, outsideText(name, authority.phone, turn.lang), [authority.phone]);
    return {
      ...refused(turn, outsideText(name, authority.phone, turn.lang)),
      handoff: 'offer',
      cards: kit.topicsCard(turn.lang),
    };
  }
  const before = state.service === null ? null : kit.affairs.service(state.service);
  if (before) {
    const slots = slotsIn(turn.text, before.slots, kit.book, kit.today());
    const close = kit.affairs.residue(turn.text, before.id) <= FOLLOW_UP_RESIDUE;
    if (
      (turn.asked && close) ||
      (Object.keys(slots).length > 0 &&
        (verdict.kind !== 'clarify' || (turn.asked === null && turn.text.length <= 14)))
    ) {
      return serve(kit, turn, {
        node: before,
        asked: turn.asked,
        confidence: 0.8,
        slots: { ...state.slots, ...slots },
        following: turn.asked === null,
      });
    }
  }
  if (talk !== null && state.pending?.kind === 'field')
    return askAgain(turn, talk, state.pending.field, state.pending.tries);
  if (verdict.kind === 'clarify') return askBack(kit, turn, verdict.services, verdict.score);
  if (order !== null) return takeOrder(kit, turn, order);
  const bare = kit.affairs.residue(turn.text, null);
  if (control !== null && ANSWERS.has(control)) return goOn(kit, turn);
  if (!turn.asked && bare === 0 && /\p{L}/u.test(turn.text)) return goOn(kit, turn);
  if (turn.asked && bare <= BARE_RESIDUE) {
    return askBack(
      kit,
      turn,
      kit.affairs
        .services()
        .slice(0, 3)
        .map(({ id }) => id),
      0.3,
    );
  }
  return askedAgain(kit, turn) ?? notMatched(kit, turn);
}

function refused(turn: Turn, say: string): Outcome {
  return {
    understood: { kind: 'unknown', service: null, confidence: 0, action: 'refuse', intents: [] },
    say,
    manner: { face: turn.emotion === 'neutral' ? 'serious' : 'sorry', gesture: 'apologise' },
    pending: turn.state.pending ?? null,
  };
}

function redirected(turn: Turn, say: string, numbers: readonly string[]): Outcome {
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
    handoff: 'none',
    pending: turn.state.pending ?? null,
  };
}

/** Words that answer nothing while a question waits: the question again, closed; after two tries it is let go. */
function askedAgain(kit: Kit, turn: Turn): Outcome | null {
  const { pending, slots = {} } = turn.state;
  if (pending?.kind !== 'slot' || turn.asked !== null) return null;
  const node = kit.affairs.service(pending.service);
  if (!node) return null;
  if (pending.tries >= 1) {
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
  return guided.kind === 'ask' ? again(turn, node, guided.question, pending, slots) : null;
}

/** Not understood: an example, then the choices and a person, then a person. */
function notMatched(kit: Kit, turn: Turn): Outcome {
  const times = turn.state.misses;
  const text = (times === 0 ? TEXTS.noMatch1 : times === 1 ? TEXTS.noMatch2 : TEXTS.noMatch3)[turn.lang];
  if (times >= 2) {
    const outcome = handedOff(turn, 'required', text, { kind: 'unknown', confidence: 0 });
    return { ...outcome, miss: true };
  }
  return {
    understood: { kind: 'unknown', service: null, confidence: 0, action: 'refuse', intents: [] },
    say: text,
    manner: { face: turn.emotion === 'neutral' ? 'serious' : 'sorry', gesture: 'apologise', card: 0 },
    cards: kit.topicsCard(turn.lang),
    miss: true,
    handoff: times === 0 ? 'none' : 'offer',
    pending: times === 0 ? (turn.state.pending ?? null) : { kind: 'offer', of: 'handoff', id: '' },
  };
}

function askBack(kit: Kit, turn: Turn, ids: readonly string[], confidence: number): Outcome {
  const { lang } = turn;
  const nodes = ids.flatMap((id) => kit.affairs.service(id) ?? []).slice(0, 3);
  const names = nodes.map(({ id }) => kit.nameOf(id, lang));
  const texts = { title: TEXTS.choicesTitle[lang], none: TEXTS.noneLabel[lang] };
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
    cards: [choicesCard(nodes, turn.asked, texts, lang)],
    suggestions: [],
    state: turn.asked ? { ask: turn.asked } : {},
    pending: { kind: 'choice', services: nodes.map(({ id }) => id) },
  };
}

const URGENCY: Readonly<Record<string, number>> = { 'wo.help': 0, 'wo.complaint': 1, 'wo.report': 1 };
const intentFor = (kit: Kit, turn: Turn, matter: Matter): Intent =>
  matter.kind === 'order'
    ? orderIntent(matter.order)
    : intentOf(
        matter.node.id,
        null,
        slotsOf(matter.node, slotsIn(turn.text, matter.node.slots, kit.book, kit.today())),
      );

/** Several matters in one sentence: listed back, the urgent one first, the others kept and returned to. */
function several(kit: Kit, turn: Turn, found: readonly Matter[]): Outcome {
  const ordered = [...found].sort((a, b) => (URGENCY[matterId(a)] ?? 2) - (URGENCY[matterId(b)] ?? 2));
  const [first, ...rest] = ordered;
  if (first === undefined) return notMatched(kit, turn);
  const outcome =
    first.kind === 'order'
      ? takeOrder(kit, { ...turn, text: first.text }, first.order)
      : serve(kit, turn, {
          node: first.node,
          asked: turn.asked,
          confidence: Math.min(1, first.score),
          slots: known(kit, turn, first.node.slots),
          following: true,
        });
  const names = ordered.map((matter) => kit.nameOf(matterId(matter), turn.lang));
  const listed = `您说了${names.length === 2 ? '两' : names.length}件事：${names.join('、')}。先说第一件。`;
  const intents = ordered.map((matter) => intentFor(kit, turn, matter));
  const queue = rest.map((matter) => intentFor(kit, turn, matter));
  return {
    ...outcome,
    say: typeof outcome.say === 'string' && turn.lang === 'zh' ? `${listed}${outcome.say}` : outcome.say,
    understood: { ...outcome.understood, intents },
    state: { ...outcome.state, queue },
    comforted: true,
  };
}

/** When a matter is answered and another one waits, it is offered. */
export function offering(kit: Kit, turn: Turn, outcome: Outcome, queue: readonly Intent[]): Outcome {
  const next = queue[0];
  if (next === undefined || outcome.pending || turn.lang !== 'zh' || typeof outcome.say !== 'string')
    return outcome;
  return {
    ...outcome,
    say: `${outcome.say}您刚才还说到${kit.nameOf(next.service, 'zh')}，现在说吗？`,
    pending: { kind: 'offer', of: 'service', id: next.service },
  };
}
