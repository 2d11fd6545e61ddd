import { changesOf, insteadOf, rejudged, standingOf } from '../../affairs/standing.ts';
import { FOLLOW_UP } from '../../affairs/thresholds.ts';
import type { ServiceNode } from '../../affairs/types.ts';
import { ANSWERS, type Control } from '../control.ts';
import { optionsOf, type Question } from '../guide.ts';
import { type Kit, type Outcome, slotsOf, type Turn } from '../outcome.ts';
import { answerTo, isNoIdea, polarityOf } from '../reading/polarity.ts';
import { corrected, readSlot, slotsIn } from '../reading/slots.ts';
import { TEXTS } from '../texts.ts';
import type { Pending, Slots, SlotValue } from '../types.ts';
import { ask, faceOf, questionCard, type Serving, serve } from './serve.ts';

type SlotPending = Extract<Pending, { kind: 'slot' }>;

/** Slots that one question asks together. */
const TWINS: Readonly<Record<string, readonly string[]>> = { self_home: ['spouse_home', 'other_home'] };

/** How often a question is asked again before it is let go. */
const MOST_TRIES = 2;

/** The question that is waited for, as the graph asks it now; null when it has become needless. */
function questionOf(kit: Kit, node: ServiceNode, slots: Slots, slot: string): Question | null {
  const { [slot]: _, ...others } = slots;
  const guided = kit.guide(node, others);
  if (guided.kind === 'ask' && guided.question.slot === slot) return guided.question;
  const own = node.questions.find((question) => question.slot === slot);
  return own === undefined
    ? null
    : {
        slot,
        ask: own.ask,
        why: own.why,
        options: optionsOf(node, slot, own.options, own.values, kit.book),
      };
}

const CHOICES: Partial<Record<Control, number>> = { first: 0, second: 1, third: 2, fourth: 3 };

/** The value that an answer gives to the question: an option by its words or place, or the slot's own words. */
function valueIn(
  kit: Kit,
  turn: Turn,
  node: ServiceNode,
  question: Question,
  control: Control | null,
): SlotValue | null | undefined {
  const place = control === null ? undefined : CHOICES[control];
  if (place !== undefined) return question.options[place]?.value;
  const said = corrected(turn.text).after.replace(/[，,。.！!？?\s]+$/u, '');
  const exact = question.options.find(({ label }) => label === said);
  if (exact) return exact.value;
  const def = kit.book[question.slot];
  const read = def === undefined ? undefined : readSlot(question.slot, def, turn.text, true, kit.today());
  // 个体户, of a company: a value that is none of the choices leads elsewhere, or means something else.
  const leads = read !== undefined && insteadOf(node, { [question.slot]: read }) !== null;
  const fits = def?.type !== 'enum' || leads || question.options.some(({ value }) => value === read);
  if (read !== undefined && fits) return read;
  if (read !== undefined) return undefined;
  if (isNoIdea(turn.text)) return null;
  const held = question.options
    .filter(({ label, value }) => value !== null && label.length > 1 && said.includes(label))
    .sort((a, b) => b.label.length - a.label.length)[0];
  if (held) return held.value;
  const inside =
    said.length >= 2
      ? question.options.filter(({ label, value }) => value !== null && label.includes(said))
      : [];
  if (inside.length === 1) return inside[0]?.value;
  // 满了, 有, 是: the option that says the same.
  const about = [question.ask, def?.label ?? '', ...question.options.map(({ label }) => label)].join('');
  const polarity = answerTo(said, about);
  if ((polarity === 'yes' || polarity === 'no') && said.length <= 10) {
    const same = question.options.filter(({ label }) => polarityOf(label) === polarity);
    if (same.length === 1) return same[0]?.value;
    // A closed question asked as a yes or no, whose options are two.
    if (def?.type === 'bool') return polarity === 'yes';
  }
  return undefined;
}

/** What these words answer to the question of one slot; null: it is not known, undefined: no answer. */
export function answerIn(
  kit: Kit,
  turn: Turn,
  node: ServiceNode,
  slot: string,
): SlotValue | null | undefined {
  const question = questionOf(kit, node, turn.state.slots ?? {}, slot);
  return question === null ? undefined : valueIn(kit, turn, node, question, null);
}

/** An answer to a question of the situation; null when the words are none, and mean something else. */
export function answerSlot(
  kit: Kit,
  turn: Turn,
  pending: SlotPending,
  control: Control | null,
): Outcome | null {
  const node = kit.affairs.service(pending.service);
  if (!node) return null;
  const slots = turn.state.slots ?? {};
  const question = questionOf(kit, node, slots, pending.slot);
  if (question === null) return null;
  const serving = {
    node,
    asked: turn.state.ask ?? null,
    confidence: 1,
    following: true,
  };
  const goOn = (changed: Slots, opening: string, set: string[]): Outcome => {
    const outcome = serve(kit, turn, { ...serving, slots: changed, opening });
    return { ...outcome, state: { ...outcome.state, lastSet: set } };
  };
  if (control === 'why') {
    const outcome = ask(turn, { ...serving, slots, opening: '' }, question);
    return {
      ...outcome,
      understood: { ...outcome.understood, control, action: 'control', intents: [] },
      say: `${TEXTS.whyLead[turn.lang]}${question.why.replace(/[。.]$/u, '')}。${question.ask}`,
      pending,
    };
  }
  if (control === 'skip')
    return goOn({ ...slots, [pending.slot]: null }, TEXTS.slotUnknown[turn.lang], [pending.slot]);
  if (
    polarityOf(turn.text) === 'sound' ||
    (control === 'yes' && /^[嗯恩]/u.test(turn.text) && turn.text.length <= 2)
  ) {
    return again(turn, node, question, pending, slots);
  }
  const told = slotsIn(turn.text, node.slots, kit.book, kit.today());
  // One answer to a question about two (您和配偶有房吗) is one value.
  const twins = TWINS[pending.slot] ?? [];
  const more = Object.fromEntries(Object.entries(told).filter(([name]) => !twins.includes(name)));
  const another = Object.keys(more).some((name) => name !== pending.slot) && !(pending.slot in more);
  // 没有单位 answers another question than the one that waits: its 没有 is no answer to this one.
  const value = another && turn.text.length > 3 ? undefined : valueIn(kit, turn, node, question, control);
  if (value === undefined) {
    if (Object.keys(more).length > 0) return goOn({ ...slots, ...more }, '', Object.keys(more));
    if (control === 'none_of_these')
      return goOn({ ...slots, [pending.slot]: null }, TEXTS.slotUnknown[turn.lang], [pending.slot]);
    return null;
  }
  const opening = value === null ? TEXTS.slotUnknown[turn.lang] : '';
  return goOn({ ...slots, ...more, [pending.slot]: value }, opening, [pending.slot, ...Object.keys(more)]);
}

/** The same question in closed form: a sound decides nothing. */
export function again(
  turn: Turn,
  node: ServiceNode,
  question: Question,
  pending: SlotPending,
  slots: Slots,
  /** What was said was talk, and no answer that was not understood. */
  chat = false,
): Outcome {
  const labels = question.options.map(({ label }) => label);
  const tries = pending.tries + (chat ? 0 : 1);
  const closed = tries >= MOST_TRIES ? `您可以说：${labels.join('，')}。` : question.ask;
  return {
    understood: {
      kind: 'service',
      service: node.id,
      confidence: 1,
      action: 'guide',
      intents: [{ service: node.id, slots: slotsOf(node, slots) }],
      asks: question.slot,
    },
    say: `${TEXTS[chat ? 'goingOn' : 'slotAgain'][turn.lang]}${closed}`,
    manner: { face: faceOf(turn), gesture: 'invite', card: 0 },
    cards: [questionCard(question, node)],
    suggestions: labels,
    pending: { ...pending, tries },
  };
}

/**
 * A changed answer: only what hangs on it is judged again. Where that leaves everything as it was, it is said, so that
 * nobody looks for a difference.
 */
function changedTo(
  kit: Kit,
  node: ServiceNode,
  before: Slots,
  changed: Slots,
): Pick<Serving, 'opening' | 'standing'> {
  const after = { ...before, ...changed };
  const stood = standingOf(node, before);
  const standing = rejudged(node, stood, after, Object.keys(changed));
  const same =
    changesOf(stood, standing).length === 0 &&
    kit.guide(node, before, { standing: stood }).kind === 'result' &&
    kit.guide(node, after, { standing }).kind === 'result';
  return { opening: same ? '好的，改过来了，结果不变。' : '好的，改过来了。', standing };
}

/** 有 alone may be said to anything. */
const LEAST_BARE = 2;

/** Words that put right what was said before (刚才说错了, 不对，是公租房); null when nothing is put right. */
export function correctSlots(kit: Kit, turn: Turn, control: Control | null): Outcome | null {
  const { service, slots = {}, lastSet = [], pending } = turn.state;
  const node = service === null ? null : kit.affairs.service(service);
  if (!node || Object.keys(slots).length === 0) return null;
  // The one in 改一下 is no number.
  const text = turn.text.replace(/一下/gu, '');
  const { before, after } = corrected(text);
  const marked =
    before !== '' || after !== text || control === 'correct_slot' || /改成|改为|换成|应该是/u.test(turn.text);
  const last = lastSet.find((name) => name in slots);
  const def = last === undefined ? undefined : kit.book[last];
  const reading = (words: string) =>
    last === undefined || def === undefined ? undefined : readSlot(last, def, words, true, kit.today());
  // After the answer a bare 满了 puts 没满 right; 好的 and 有 do not, they may answer anything.
  const bare =
    !pending && last !== undefined && control === null && turn.text.length >= LEAST_BARE
      ? questionOf(kit, node, slots, last)?.options.find(({ label }) => label === turn.text)?.value
      : undefined;
  const otherwise = bare != null && last !== undefined && bare !== slots[last] ? { [last]: bare } : null;
  if (!marked && otherwise === null) return null;
  // 不对，是个体户: another service is named, not another value of this one.
  const verdict = kit.affairs.decide(after);
  if (verdict.kind === 'answer' && verdict.service !== service) return null;
  const told = slotsIn(text, node.slots, kit.book, kit.today());
  const read = last !== undefined && !(last in told) ? reading(after) : undefined;
  const changed = otherwise ?? {
    ...told,
    ...(read === undefined || last === undefined ? {} : { [last]: read }),
  };
  if (Object.keys(changed).length > 0) {
    const outcome = serve(kit, turn, {
      node,
      asked: turn.state.ask ?? null,
      confidence: 1,
      slots: { ...slots, ...changed },
      following: true,
      ...changedTo(kit, node, slots, changed),
    });
    return {
      ...outcome,
      understood: { ...outcome.understood, control: 'correct_slot' },
      state: { ...outcome.state, lastSet: Object.keys(changed) },
    };
  }
  if (control !== 'correct_slot' || last === undefined) return null;
  const question = questionOf(kit, node, slots, last);
  if (question === null) return null;
  const { [last]: _, ...others } = slots;
  const outcome = ask(
    turn,
    {
      node,
      asked: turn.state.ask ?? null,
      confidence: 1,
      slots: others,
      following: true,
      opening: TEXTS.correctWhat[turn.lang],
    },
    question,
  );
  return {
    ...outcome,
    understood: { ...outcome.understood, control: 'correct_slot', action: 'control' },
    pending: pending?.kind === 'slot' && pending.slot === last ? pending : (outcome.pending ?? null),
  };
}

/**
 * The one of several services offered that the next words are about: they tell a piece of its situation (跟爸爸, for a
 * newborn's household), or ask something of the only one. Null where they are about another matter, or about two.
 */
export function meantService(kit: Kit, turn: Turn): string | null {
  const { pending } = turn.state;
  if (pending?.kind !== 'choice' || turn.text.length > MEANT_CHARS) return null;
  const { services } = pending;
  const verdict = kit.affairs.decide(turn.text);
  if (verdict.kind === 'answer') return services.includes(verdict.service) ? verdict.service : null;
  const told = services.filter((id) => {
    const node = kit.affairs.service(id);
    return node !== null && Object.keys(slotsIn(turn.text, node.slots, kit.book, kit.today())).length > 0;
  });
  if (told.length === 1) return told[0] ?? null;
  const [only, more] = services;
  if (only === undefined || more !== undefined || turn.asked === null) return null;
  return kit.affairs.residue(turn.text, only) <= FOLLOW_UP.residue ? only : null;
}

/** Longer words tell a matter of their own. */
const MEANT_CHARS = 24;

/** The service chosen by 对, 第二个 or its name after a question back; null when none was. */
export function chosenService(kit: Kit, turn: Turn, control: Control | null): string | null {
  const { pending } = turn.state;
  if (pending?.kind !== 'choice') return null;
  const { services } = pending;
  if (control === 'yes') return services.length === 1 ? (services[0] ?? null) : null;
  const place = control === null ? undefined : CHOICES[control];
  if (place !== undefined) return services[place] ?? null;
  if (control !== null && ANSWERS.has(control)) return null;
  const named = services.filter((id) => {
    const node = kit.affairs.service(id);
    return node !== null && [node.short, node.name, ...node.aliases].some((name) => turn.text.includes(name));
  });
  if (named.length === 1) return named[0] ?? null;
  // 租房取公积金: what the content takes the words for, where it was one of those offered.
  const verdict = pending.form === undefined ? null : kit.affairs.decide(turn.text);
  const ids =
    verdict?.kind === 'answer' ? [verdict.service] : verdict?.kind === 'clarify' ? verdict.services : [];
  const offered = ids.filter((id) => services.includes(id));
  return offered.length === 1 ? (offered[0] ?? null) : null;
}
