import type { Control } from '../control.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { isNoIdea, polarityOf } from '../reading/polarity.ts';
import { readSlot } from '../reading/slots.ts';
import { steered } from '../steer.ts';
import { TEXTS } from '../texts.ts';
import { wayThrough } from './faq.ts';
import { goOnFilling, type OpenTalk } from './formtalk.ts';
import { known } from './known.ts';
import { lookUp } from './orders.ts';
import { answerSlot, chosenService, meantService } from './pending.ts';
import { takeNext } from './queue.ts';
import { goOn } from './refusals.ts';
import { serve } from './serve.ts';
import { openForm } from './wishes.ts';

/** 取消, 算了: a form is put aside after one question; a question of ours is let go at once. */
export function cancelled(
  kit: Kit,
  turn: Turn,
  talk: OpenTalk | null,
  control: Control | null,
): Outcome | null {
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
      const cancel = { kind: 'cancel', form: state.pending.form } as const;
      const before = state.laidAside?.id === state.pending.form ? null : resumed(kit, turn);
      if (before !== null)
        return {
          ...before,
          understood,
          say: lang === 'zh' ? `这张先放着。${before.say}` : before.say,
          forms: [cancel, ...(before.forms ?? [])],
          state: { ...before.state, laidAside: talk?.state ?? null },
        };
      return {
        understood,
        say: TEXTS.formAside[lang],
        manner: { face: 'relaxed', gesture: 'nod' },
        forms: [cancel],
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
export function resumed(kit: Kit, turn: Turn): Outcome | null {
  const { laidAside } = turn.state;
  if (!laidAside) return null;
  const form = kit.forms.form(laidAside.id);
  if (!form) return null;
  // What was given up by word stands here alone: it opens anew with what was in it.
  const outcome = goOnFilling(kit, turn, { form, state: laidAside }, '好的，接着填。', [
    { kind: 'open', form: form.id, values: laidAside.values },
  ]);
  return { ...outcome, state: { ...outcome.state, laidAside: null } };
}

/** An answer to what was asked last; null when the words mean something else. */
export function waitedFor(kit: Kit, turn: Turn, control: Control | null): Outcome | null {
  const { pending, queue = [] } = turn.state;
  const place = control === null ? -1 : ['first', 'second', 'third', 'fourth'].indexOf(control);
  const waiting = place > 0 && pending?.kind !== 'choice' ? queue[place - 1] : undefined;
  if (waiting) return takeNext(kit, turn, waiting.service);
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
      const event = pending.event === undefined ? null : wholeEvent(kit, turn, pending.event);
      if (event) return event;
      const id = chosenService(kit, turn, control) ?? (no ? null : meantService(kit, turn));
      const node = id === null ? null : kit.affairs.service(id);
      if (node && pending.form !== undefined) return openForm(kit, turn, null, pending.form, node.id);
      if (node) {
        return serve(kit, turn, {
          node,
          asked: turn.asked ?? turn.state.ask ?? null,
          confidence: 1,
          slots: known(kit, turn, node),
          following: false,
        });
      }
      return no ? steered(kit, turn, 'none_of_these') : null;
    }
    case 'offer': {
      if (pending.of === 'service') {
        if (yes) return takeNext(kit, turn, pending.id);
        return no ? { ...goOn(kit, turn), state: { queue: [] } } : null;
      }
      if (pending.of === 'form') {
        const wants = yes || /登记|诉求单|工单|下单|leave a request/u.test(turn.text);
        if (wants) return openOffered(kit, turn, pending.id);
        return no || /继续在这|go on here/u.test(turn.text) ? goOn(kit, turn) : null;
      }
      if (pending.of === 'resume') return yes ? resumed(kit, turn) : no ? goOn(kit, turn) : null;
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

/** All that an event of a life brings with it, where that was offered beside one service. */
function wholeEvent(kit: Kit, turn: Turn, id: string): Outcome | null {
  if (!/全套|全部|所有|都要|都办|一件事|一起办|要办的事|都想/u.test(turn.text)) return null;
  const node = kit.affairs.lifeEvents().find((event) => event.id === id);
  return node === undefined ? null : wayThrough(kit, turn, node, 1);
}

const bare = (text: string): string => text.replace(/[\p{P}\s]+/gu, '');

/** While a question waits, another service named for sure goes before it. */
function otherMatter(kit: Kit, turn: Turn, { service, slot }: { service: string; slot: string }): boolean {
  const question = kit.affairs.service(service)?.questions.find((other) => other.slot === slot);
  // An option's own words are the answer, whatever else they name (公积金贷款).
  if (question?.options.some((label) => bare(label) === bare(turn.text))) return false;
  if (turn.text.length < 5 || isNoIdea(turn.text)) return false;
  // 要许可，卖吃的: told as the answer, though it is also the name of another matter.
  const def = kit.book[slot];
  if (turn.asked === null && def && readSlot(slot, def, turn.text, false, kit.today()) !== undefined)
    return false;
  const verdict = kit.affairs.decide(turn.text);
  return verdict.kind === 'answer' && verdict.service !== service;
}

function openOffered(kit: Kit, turn: Turn, id: string): Outcome | null {
  const form = kit.forms.form(id);
  if (!form) return null;
  const state = { id, values: {}, skipped: [], readBack: false };
  const opening = turn.lang === 'zh' ? '好的，我来登记。' : 'All right. ';
  return goOnFilling(kit, turn, { form, state }, opening, [{ kind: 'open', form: id, values: {} }]);
}
