import type {
  Card,
  FieldFault,
  FormState,
  Lang,
  LocalText,
  Params,
  Result,
  VideoManifest,
} from '../../protocol/index.ts';
import { AppError } from '../../protocol/index.ts';
import type { Forms } from '../affairs/forms.ts';
import type {
  DialogEvent,
  FormAction,
  OpenCase,
  OpenForm,
  PlannedCard,
  Reply,
  StatusLookup,
} from '../dialog/types.ts';
import type { Orders, Receipt, UnansweredInput } from '../orders/types.ts';
import { bookedText, caseCard, dueText, THANKS_SAID, thanksCard } from './case-card.ts';
import { type Applied, FormDesk } from './form-desk.ts';
import { type Material, missingOf, type OptionSources } from './form-options.ts';
import { OwnCases, spoken } from './own-cases.ts';
import { type Videos, videoCard } from './videos.ts';

/** What all consultations share for what stands beside the talk. */
export interface BesideParts {
  orders: Orders;
  forms: Forms;
  sources: Omit<OptionSources, 'orders'>;
  videos: Videos;
  /** Where a phone finds this service: see `card.link`. */
  addresses: () => { publicUrl: string | null; lanUrl: string | null };
  now: () => number;
}

/** What the consultation gives: its page and its voice. */
export interface BesideHost {
  consultation: string;
  /** Where the citizen speaks from; wrong numbers and codes are counted by it. */
  address: () => string;
  lang: () => Lang;
  channel: () => 'video' | 'text';
  tell: (state: FormState) => void;
  /** The avatar speaks of something that happened beside the talk. */
  announce: (event: DialogEvent, cards: readonly PlannedCard[]) => Promise<void>;
  /** The avatar shows something of its own accord, with these words. */
  show: (cards: readonly PlannedCard[], say: LocalText) => Promise<void>;
  /** A change that need not be spoken of. */
  notice: (event: DialogEvent) => void;
  card: (id: string) => Card | null;
  /** The last checklist of a service; null where there is none. */
  checklist: (service: string) => Extract<Card, { kind: 'checklist' }> | null;
  /** The video of the last video card; null where there is none. */
  lastVideo: () => string | null;
  /** A card was changed in place. */
  changeCard: (card: Card) => Promise<void>;
}

/** What a turn's form actions and look-ups add to its reply: cards, and what is to be told to the dialog. */
export interface BesideResult {
  cards: PlannedCard[];
  events: DialogEvent[];
}

/** Forms, receipts, look-ups and ticks of one consultation: everything that is no talk. */
export class Beside {
  readonly #parts: BesideParts;
  readonly #host: BesideHost;
  readonly #desk: FormDesk;
  readonly #cases: OwnCases;
  readonly #sources: Omit<OptionSources, 'orders'>;

  constructor(parts: BesideParts, host: BesideHost) {
    this.#parts = parts;
    this.#host = host;
    const { orders, forms } = parts;
    const sources = {
      ...parts.sources,
      // The citizen's own list, where there is one, goes before the list for everybody.
      materials: (service: string) => this.#ownList(service) ?? parts.sources.materials(service),
    };
    this.#sources = sources;
    const { consultation, address, lang } = host;
    this.#cases = new OwnCases({ orders, consultation, address, lang, now: parts.now });
    this.#desk = new FormDesk({ consultation: host.consultation, orders, forms, sources, tell: host.tell });
  }

  /** What number and code have opened in this talk. */
  get case(): OpenCase | undefined {
    return this.#cases.open;
  }

  /** A new consultation: there is nothing to take up. */
  begin(): void {
    this.#desk.begin();
  }

  /** Takes up what is kept; called before the first turn. */
  load(): Promise<void> {
    return this.#desk.load();
  }

  states(): FormState[] {
    return this.#desk.states();
  }

  open(): OpenForm | undefined {
    return this.#desk.open();
  }

  get #how(): { lang: Lang; channel: 'video' | 'text' } {
    return { lang: this.#host.lang(), channel: this.#host.channel() };
  }

  /**
   * What a reply asks for beside the talk, done and durable when it resolves.
   * @throws AppError `internal` when the store refuses.
   */
  async perform(reply: Pick<Reply, 'forms' | 'lookup' | 'videos' | 'change'>): Promise<BesideResult> {
    const result: BesideResult = { cards: [], events: [] };
    for (const action of reply.videos) {
      const video = action.kind === 'open' ? this.#parts.videos.video(action.video) : null;
      // One that stands there already is played, not put there again.
      if (video !== null && this.#host.lastVideo() !== video.id)
        result.cards.push(videoCard(video, this.#host.lang()));
    }
    if (reply.forms.length > 0) await this.#actions(reply.forms, result);
    if (reply.lookup?.complete) merge(result, await this.#found(reply.lookup));
    else if (reply.lookup !== null) await this.#askNumber(reply.lookup, result);
    if (reply.change !== undefined) merge(result, await this.#cases.change(reply.change));
    return result;
  }

  async #actions(actions: readonly FormAction[], result: BesideResult): Promise<void> {
    const applied = await this.#desk.apply(actions, this.#how);
    for (const { form, kind } of applied.opened) {
      const title = this.#parts.forms.form(kind)?.title[this.#host.lang()] ?? kind;
      result.cards.push({ kind: 'form', title, form, formKind: kind });
    }
    if (applied.submitted === null) return;
    const outcome = await this.#outcome(applied.submitted);
    result.cards.push(...outcome.cards);
    result.events.push(...outcome.events);
  }

  /** What is shown and said of a confirmation: the receipt, or what still has to be filled in. */
  async #outcome({ form, kind, result }: NonNullable<Applied['submitted']>): Promise<BesideResult> {
    const lang = this.#host.lang();
    if (isFaults(result)) {
      const [first] = result;
      const open = this.#desk.open();
      if (first === undefined || open === undefined) return { cards: [], events: [] };
      return {
        cards: [],
        events: [{ kind: 'form_invalid', form: open, field: first.field, text: first.text[lang] }],
      };
    }
    const { number, queryCode } = result;
    if (result.purpose === 'rating') {
      return { cards: [thanksCard(this.#parts.now(), lang)], events: [] };
    }
    const view = await this.#cases.receipt(number, queryCode);
    const due = dueText(result, lang);
    const missing = result.purpose === 'materials' ? this.#missing(form) : null;
    const told = {
      ...(due === null ? {} : { due: spoken(due) }),
      ...(result.booking === null ? {} : { booked: bookedText(result.booking, lang) }),
      ...(missing === null ? {} : { missing }),
    };
    return {
      cards: [caseCard(view, queryCode, this.#parts.now(), lang, missing)],
      events: [{ kind: 'submitted', form: kind, number, queryCode, ...told }],
    };
  }

  #ownList(service: string): readonly Material[] | null {
    const items = this.#host.checklist(service)?.items;
    return items === undefined
      ? null
      : items.map(({ name, group, anyOf }) => ({ name, group: group ?? null, anyOf: anyOf ?? false }));
  }

  /** What is still missing by a list of papers that was sent. */
  #missing(form: string): string[] {
    const { service, have } = this.#desk.states().find((state) => state.form === form)?.values ?? {};
    return typeof service === 'string'
      ? missingOf(this.#sources.materials(service), Array.isArray(have) ? have : [])
      : [];
  }

  /** What was said of number and code; the form for them has no use any more. */
  async #found(lookup: StatusLookup): Promise<BesideResult> {
    const found = await this.#cases.lookUp(lookup);
    const form = this.#desk.states().find(({ kind, status }) => kind === LOOKUP && status === 'open');
    if (found.cards.length > 0 && form !== undefined) await this.#desk.cancel(form.form);
    return found;
  }

  /** Number and code are better typed than said: a form for them stands beside the question. */
  async #askNumber({ number }: StatusLookup, result: BesideResult): Promise<void> {
    const values = number === null ? {} : { number };
    await this.#actions([{ kind: 'open', form: LOOKUP, values }], result);
  }

  /** @throws AppError `internal` when the store refuses */
  noteUnanswered(input: UnansweredInput): Promise<void> {
    return this.#parts.orders.noteUnanswered(input);
  }

  /** A guidance video as a card; empty where there is none. */
  videoCards(id: string): PlannedCard[] {
    const video = this.#parts.videos.video(id);
    return video === null ? [] : [videoCard(video, this.#host.lang())];
  }

  /**
   * A field that a human of the office fills in: it counts once the citizen has confirmed it.
   * @throws AppError as `setField` does, and `role_refused` for what the citizen alone may give
   */
  async setByStaff(params: Params<'staff.setField'>): Promise<Result<'staff.setField'>> {
    const { form, state } = await this.#desk.setByStaff(params);
    this.#host.notice({ kind: 'field_changed', form, field: params.field });
    return { revision: state.revision };
  }

  video(id: string): VideoManifest | null {
    return this.#parts.videos.video(id);
  }

  /** A form that the citizen opens by a tap. @throws AppError `not_found` */
  async openForm({ kind }: Params<'form.open'>): Promise<void> {
    const result: BesideResult = { cards: [], events: [] };
    await this.#actions([{ kind: 'open', form: kind, values: {} }], result);
    const form = this.#desk.open();
    if (form === undefined || form.id !== kind) throw new AppError('not_found', 'There is no such form.');
    if (result.cards.length > 0)
      await this.#host.announce({ kind: 'form_ready', form, tapped: true }, result.cards);
  }

  getForm(params: Params<'form.get'>): Promise<Result<'form.get'>> {
    return this.#desk.get(params);
  }

  async setField(params: Params<'form.set'>): Promise<Result<'form.set'>> {
    const { form, state } = await this.#desk.set(params);
    this.#host.notice({ kind: 'field_changed', form, field: params.field });
    return { acked: state.acked, revision: state.revision };
  }

  focus(params: Params<'form.focus'>): void {
    this.#desk.focus(params);
  }

  async confirm(params: Params<'form.confirm'>): Promise<Result<'form.confirm'>> {
    const { definition, state } = await this.#desk.get(params);
    if (definition.purpose === 'lookup') return this.#lookUpForm(state);
    const submitted = await this.#desk.confirm(params, this.#how);
    const { cards, events } = await this.#outcome(submitted);
    if (isFaults(submitted.result)) return { faults: [...submitted.result] };
    // A repeated confirmation shows the receipt that stands already.
    if (!submitted.result.again) {
      if (events.length === 0) await this.#host.show(cards, THANKS_SAID);
      for (const event of events) await this.#host.announce(event, cards);
    }
    return { faults: [], number: submitted.result.number };
  }

  /** Number and code that were entered: what they open is shown, and they are kept no longer. */
  async #lookUpForm({ form, values }: FormState): Promise<Result<'form.confirm'>> {
    const { number, code } = values;
    const lookup = { number: String(number ?? ''), queryCode: String(code ?? ''), complete: true };
    const result: BesideResult = { cards: [], events: [] };
    merge(result, await this.#cases.lookUp(lookup));
    const limited = result.events.find((event) => event.kind === 'status_limited');
    if (limited !== undefined)
      return { faults: [{ field: 'number', text: laterText(limited.retryAfterMs) }] };
    if (result.cards.length === 0) return { faults: [{ field: 'number', text: NOT_FOUND }] };
    await this.#desk.cancel(form);
    for (const event of result.events) await this.#host.announce(event, result.cards);
    return { faults: [] };
  }

  async cancel({ form }: Params<'form.cancel'>): Promise<void> {
    const kind = await this.#desk.cancel(form);
    if (kind !== null) await this.#host.announce({ kind: 'form_cancelled', form: kind }, []);
  }

  /** What the citizen does on a card. @throws AppError `not_found` */
  async act({ card: id, act }: Params<'card.act'>): Promise<void> {
    const card = this.#host.card(id);
    if (card?.kind !== 'checklist' || !card.items.some((item) => item.id === act.item))
      throw new AppError('not_found', 'There is no such card.');
    const items = card.items.map((item) => (item.id === act.item ? { ...item, have: act.have } : item));
    await this.#host.changeCard({ ...card, items });
  }

  /** A link to a card for the citizen's phone. @throws AppError `not_found` */
  async link({ card: id }: Params<'card.link'>): Promise<Result<'card.link'>> {
    const card = this.#host.card(id);
    if (card === null) throw new AppError('not_found', 'There is no such card.');
    const { orders } = this.#parts;
    const { consultation } = this.#host;
    const target =
      card.kind === 'status' && card.number !== undefined
        ? ({ kind: card.queryCode === undefined ? 'case' : 'receipt', number: card.number } as const)
        : ({ kind: 'card', lang: this.#host.lang(), card } as const);
    return { ...(await orders.createLink(consultation, target)), ...this.#parts.addresses() };
  }
}

/** The form in which number and code are entered. */
const LOOKUP = 'f.lookup';
const NOT_FOUND: LocalText = {
  zh: '没有查到，请对照回执核对编号和查询码',
  en: 'Nothing was found. Please compare number and code with your receipt',
};

/** In words that fit under a field. */
const laterText = (retryAfterMs: number): LocalText => {
  const minutes = Math.max(1, Math.ceil(retryAfterMs / 60_000));
  return {
    zh: `输错的次数多了，请过${minutes}分钟再试，也可以拨打12345`,
    en: `There were too many wrong tries. Please try again in ${minutes} minutes`,
  };
};

const merge = (into: BesideResult, { cards, events }: BesideResult): void => {
  into.cards.push(...cards);
  into.events.push(...events);
};

const isFaults = (result: Receipt | readonly FieldFault[]): result is readonly FieldFault[] =>
  Array.isArray(result);
