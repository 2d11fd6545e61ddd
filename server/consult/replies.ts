import type { Lang } from '../../protocol/index.ts';
import type { Dialog, DialogEvent, DialogState, Reply } from '../dialog/types.ts';
import type { Beside } from './beside.ts';
import { pointing } from './placed-cards.ts';

export interface RepliesParts {
  dialog: Pick<Dialog, 'event'>;
  beside: Pick<Beside, 'open' | 'perform'> | null;
  lang: () => Lang;
}

/** What the dialog says of an event. */
export type EventReply = Omit<Reply, 'masked' | 'understood'>;
type Said = Pick<Reply, 'sentences' | 'suggestions' | 'state' | 'cards'>;

/** Values of a form that may follow one from the other before something is asked. */
const MOST_SETTLED = 6;

/** What the avatar says, made whole: the forms, receipts and questions that follow from it are done and added. */
export class Replies {
  readonly #parts: RepliesParts;

  constructor(parts: RepliesParts) {
    this.#parts = parts;
  }

  /** Does what a reply asks for beside the talk, and adds what came of it: cards, and words about them. */
  async complete(planned: Reply): Promise<Reply> {
    const { beside, dialog, lang } = this.#parts;
    const { cards, events } = (await beside?.perform(planned)) ?? { cards: [], events: [] };
    let reply = planned;
    if (cards.length > 0) {
      const first = planned.cards.length;
      reply = { ...reply, cards: [...reply.cards, ...cards], sentences: pointing(reply.sentences, first) };
    }
    for (const event of events) {
      const said = dialog.event(event, lang(), reply.state);
      const { state, suggestions } = said;
      reply = { ...reply, state, suggestions, sentences: [...reply.sentences, ...said.sentences] };
      reply = await this.#followed(reply, said);
    }
    return planned.awaitsForm ? this.#askedOn(reply, false) : reply;
  }

  /** What is said of something that happened beside the talk, with what it leads to. */
  async ofEvent(event: DialogEvent, state: DialogState): Promise<Said> {
    if (event.kind === 'form_ready') {
      const nothing: Said = { sentences: [], suggestions: [], cards: [], state };
      return this.#askedOn(nothing, event.tapped ?? false);
    }
    const said: EventReply = this.#parts.dialog.event(event, this.#parts.lang(), state);
    return this.#followed(said, said);
  }

  /** Does what an event of its own leads to: a field is asked again, a form opens for the new time. */
  async #followed<R extends Said>(
    reply: R,
    { forms, awaitsForm }: Pick<Reply, 'forms' | 'awaitsForm'>,
  ): Promise<R> {
    if (forms.length === 0) return reply;
    const more = await this.#parts.beside?.perform({ forms, lookup: null, videos: [] });
    const shown = { ...reply, cards: [...reply.cards, ...(more?.cards ?? [])] };
    return awaitsForm ? this.#askedOn(shown, false) : shown;
  }

  /**
   * The question that hangs on choices of the form (halls, days, times), now that it stands: what was told already is
   * taken from them, one field after the other, until something has to be asked.
   */
  async #askedOn<R extends Said>(reply: R, tapped: boolean): Promise<R> {
    const { dialog, beside, lang } = this.#parts;
    let asked = reply;
    for (let step = 0; step < MOST_SETTLED; step += 1) {
      const form = beside?.open();
      if (form === undefined) return asked;
      const event = { kind: 'form_ready', form, tapped: tapped && step === 0 } as const;
      const { state, suggestions, forms, sentences } = dialog.event(event, lang(), asked.state);
      asked = { ...asked, state, suggestions, sentences: [...asked.sentences, ...sentences] };
      await beside?.perform({ forms, lookup: null, videos: [] });
      if (!forms.some(({ kind }) => kind === 'set')) break;
    }
    return asked;
  }
}

/** A question for which there was no answer, masked, and why. */
export interface Unanswered {
  text: string;
  reason: 'no_source' | 'no_match';
}

/** What is to be kept of a reply for those who write answers; null where it answered. */
export function unanswered({ masked, understood, state }: Reply, before: DialogState): Unanswered | null {
  const { kind, action, redirect, confidence } = understood;
  if (kind !== 'unknown') return null;
  if (action === 'refuse' && redirect?.includes('12345') === true)
    return { text: masked, reason: 'no_source' };
  const missed = confidence === 0 && state.misses > before.misses && /\p{L}/u.test(masked);
  return missed ? { text: masked, reason: 'no_match' } : null;
}
