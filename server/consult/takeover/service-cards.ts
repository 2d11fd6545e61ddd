import type { Lang, LocalText } from '../../../protocol/index.ts';
import type { Dialog, PlannedCard } from '../../dialog/types.ts';

/** Questions about the citizen's situation that may come before a service's general guidance. */
const MOST_ASKED = 8;
const UNKNOWN: LocalText = { zh: '不清楚', en: 'I do not know' };

/**
 * What the avatar would show of a service to somebody of whom nothing is known: the same words and sources, whoever asks.
 * Empty where there is nothing.
 */
export function serviceCards(
  dialog: Pick<Dialog, 'turn' | 'begin'>,
  service: string,
  name: LocalText,
  lang: Lang,
): PlannedCard[] {
  const asked = { zh: `${name.zh}要带哪些材料`, en: `What do I need to bring for ${name.en}?` };
  let reply = dialog.turn({ text: asked[lang], lang, via: 'tap', keeps: false }, dialog.begin());
  if (reply.understood.service !== service) return [];
  for (let count = 0; count < MOST_ASKED; count += 1) {
    const told = reply.cards.filter((card) => 'service' in card && card.service === service);
    if (told.length > 0) return told;
    if (reply.state.pending?.kind !== 'slot') return reply.cards;
    reply = dialog.turn({ text: UNKNOWN[lang], lang, via: 'tap', keeps: false }, reply.state);
  }
  return [];
}
