import type { ServiceNode } from '../../affairs/types.ts';
import type { Kit, Turn } from '../outcome.ts';
import type { SlotBook } from '../reading/slots.ts';
import { slotsIn } from '../reading/slots.ts';
import type { DialogState, Slots } from '../types.ts';

/** The slots that mean another thing in each service (办哪一种, 缴了几年): told of one, they say nothing of another. */
export const ownSlots = (slots: Slots, book: SlotBook): Slots =>
  Object.fromEntries(Object.entries(slots).filter(([name]) => book[name]?.own === true));

/** What is known of the citizen when a service is taken up: what was told of it before, and what holds for every service. */
export function carried({ book }: Pick<Kit, 'book'>, state: DialogState, service: string): Slots {
  const slots = state.slots ?? {};
  if (state.service === service) return slots;
  const shared = Object.fromEntries(Object.entries(slots).filter(([name]) => book[name]?.own !== true));
  return { ...shared, ...state.own?.[service] };
}

/** The same with what these words add. */
export const known = (kit: Kit, turn: Turn, node: Pick<ServiceNode, 'id' | 'slots'>): Slots => ({
  ...carried(kit, turn.state, node.id),
  ...slotsIn(turn.text, node.slots, kit.book, kit.today()),
});

/** What is kept of the service that is left, so that whoever comes back to it need not tell it again. */
export function leftBehind(
  { book }: Pick<Kit, 'book'>,
  state: DialogState,
  next: string | null,
): NonNullable<DialogState['own']> {
  const { service, slots = {}, own = {} } = state;
  if (service === null || next === service) return own;
  return { ...own, [service]: ownSlots(slots, book) };
}
