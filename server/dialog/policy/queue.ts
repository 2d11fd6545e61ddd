import { type Matter, matterId } from '../matters.ts';
import { intentOf, type Kit, type Outcome, slotsOf, type Turn } from '../outcome.ts';
import { slotsIn } from '../reading/slots.ts';
import type { Intent } from '../types.ts';
import { carried, known } from './known.ts';
import { orderIntent, takeOrder } from './orders.ts';
import { notMatched } from './refusals.ts';
import { serve } from './serve.ts';

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
export function several(kit: Kit, turn: Turn, found: readonly Matter[]): Outcome {
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
          slots: known(kit, turn, first.node),
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

/** Goes on with a matter that waits; the one that is left waits in its place while it is not finished. */
export function takeNext(kit: Kit, turn: Turn, id: string): Outcome | null {
  const { queue = [], service, pending } = turn.state;
  const intent = queue.find((other) => other.service === id) ?? { service: id, slots: {} };
  const node = kit.affairs.service(id);
  if (!node) return null;
  const left = service !== null && service !== id && pending?.kind === 'slot' ? [{ service, slots: {} }] : [];
  const rest = [...queue.filter((other) => other.service !== id && other.service !== service), ...left];
  const outcome = serve(kit, turn, {
    node,
    asked: turn.asked ?? intent.ask ?? null,
    confidence: 1,
    slots: { ...carried(kit, turn.state, id), ...intent.slots },
    following: false,
  });
  return { ...outcome, state: { ...outcome.state, queue: rest } };
}

/** The matter that the citizen wants to go on with by naming it (先说驾驶证, 回到医保); null when none is named. */
export function namedInQueue(kit: Kit, turn: Turn): string | null {
  const { queue = [], service, history = [] } = turn.state;
  if (turn.text.length > 14 || !/先|说|问|办|回到|回|那个|继续|接着/u.test(turn.text)) return null;
  const waiting = [
    ...new Set([...queue.map((intent) => intent.service), ...history.flatMap((step) => step.service ?? [])]),
  ];
  const near = kit.affairs
    .search(turn.text)
    .find((candidate) => candidate.id !== service && candidate.anchored && waiting.includes(candidate.id));
  return near?.id ?? null;
}

/** When a matter is answered and another one waits, it is offered. */
export function offering(kit: Kit, turn: Turn, outcome: Outcome): Outcome {
  const queue = outcome.state?.queue ?? turn.state.queue ?? [];
  const next = queue.find(({ service }) => service !== outcome.understood.service);
  const closed = ['answer', 'redirect', 'refuse'].includes(outcome.understood.action ?? '');
  if (next === undefined || outcome.pending || !closed || turn.lang !== 'zh') return outcome;
  if (typeof outcome.say !== 'string' || kit.affairs.service(next.service) === null) return outcome;
  return {
    ...outcome,
    say: `${outcome.say}您刚才还说到${kit.nameOf(next.service, 'zh')}，现在说吗？`,
    pending: { kind: 'offer', of: 'service', id: next.service },
  };
}
