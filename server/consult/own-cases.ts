import { createHash } from 'node:crypto';
import { AppError, type Lang, type LocalText } from '../../protocol/index.ts';
import type { CaseChange, OpenCase, PlannedCard, StatusLookup } from '../dialog/types.ts';
import type { CaseView, Orders } from '../orders/types.ts';
import type { BesideResult } from './beside.ts';
import { bookedText, caseCard, dueText } from './case-card.ts';

export interface OwnCasesParts {
  orders: Pick<Orders, 'status' | 'supplement' | 'withdraw'>;
  consultation: string;
  lang: () => Lang;
  /** The address of whoever is talking: wrong tries are counted by it. */
  address: () => string;
  now: () => number;
}

/** Wrong number and wrong code look alike. */
const MISSING: ReadonlySet<string> = new Set(['not_found', 'message_invalid']);
/** Said where the limit names no time. */
const LATER_MS = 600_000;

/**
 * What a citizen has with a number: looked up, added to, taken back. The last one that number and code have opened stays
 * open for this talk, in memory alone; after a restart it is asked for again.
 */
export class OwnCases {
  readonly #parts: OwnCasesParts;
  #opened: { view: CaseView; queryCode: string } | null = null;

  constructor(parts: OwnCasesParts) {
    this.#parts = parts;
  }

  /** The case that stands open, as the dialog sees it. */
  get open(): OpenCase | undefined {
    return this.#opened === null ? undefined : openCase(this.#opened.view, this.#parts.lang());
  }

  /** Number and code were issued here: the receipt opens its case. @throws AppError as `Orders.status` does */
  async receipt(number: string, queryCode: string): Promise<CaseView> {
    const view = await this.#parts.orders.status({ number, queryCode, address: this.#parts.address() });
    this.#opened = { view, queryCode };
    return view;
  }

  /** What number and code open, as a card and what is said of it; wrong ones and too many are told calmly. */
  async lookUp({ number, queryCode }: StatusLookup): Promise<BesideResult> {
    if (number === null || queryCode === null) return { cards: [], events: [] };
    const lang = this.#parts.lang();
    try {
      const view = await this.receipt(number, queryCode);
      const due = dueText(view, lang);
      const text = [view.stateLabel[lang], due === null ? '' : PROMISE(due)[lang]].filter(Boolean);
      return {
        cards: [this.#card(view)],
        events: [
          {
            kind: 'status_found',
            number: view.number,
            text: text.join(lang === 'zh' ? '，' : ', '),
            case: openCase(view, lang),
          },
        ],
      };
    } catch (error) {
      return this.#refused(error);
    }
  }

  /** Does what the citizen has said yes to; the same again changes nothing more. */
  async change(change: CaseChange): Promise<BesideResult> {
    const { orders, address, consultation } = this.#parts;
    const opened = this.#opened;
    if (opened === null || opened.view.number !== change.number)
      return { cards: [], events: [{ kind: 'status_missing' }] };
    const access = { number: change.number, queryCode: opened.queryCode, address: address() };
    const before = openCase(opened.view, this.#parts.lang());
    try {
      const view =
        change.act === 'supplement'
          ? await orders.supplement(access, {
              clientId: once(consultation, change),
              text: change.text ?? '',
            })
          : await orders.withdraw(access);
      this.#opened = { view, queryCode: opened.queryCode };
      return { cards: [this.#card(view)], events: [{ kind: 'case_changed', change, case: before }] };
    } catch (error) {
      if (error instanceof AppError && error.code === 'state_refused')
        return { cards: [], events: [{ kind: 'case_refused', change }] };
      return this.#refused(error);
    }
  }

  #card(view: CaseView): PlannedCard {
    return caseCard(view, null, this.#parts.now(), this.#parts.lang());
  }

  #refused(error: unknown): BesideResult {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'rate_limited')
      return {
        cards: [],
        events: [{ kind: 'status_limited', retryAfterMs: error.retryAfterMs ?? LATER_MS }],
      };
    if (!MISSING.has(error.code)) throw error;
    return { cards: [], events: [{ kind: 'status_missing' }] };
  }
}

/** The same words added to the same case in one talk are one supplement, however often they arrive. */
const once = (consultation: string, { number, text }: CaseChange): string =>
  `say_${createHash('sha256').update(`${consultation}\n${number}\n${text}`).digest('hex').slice(0, 32)}`;

function openCase(view: CaseView, lang: Lang): OpenCase {
  const { number, title, booking, can } = view;
  return {
    number,
    title: title[lang],
    booked: booking === null ? null : bookedText(booking, lang),
    service: booking?.service ?? null,
    hall: booking?.hall ?? null,
    can: { supplement: can.supplement, withdraw: can.withdraw },
  };
}

/** Brackets are for the eye. */
export const spoken = (text: string): string => text.replace(/（.*?）/g, '');

const PROMISE = (due: string): LocalText => ({
  zh: `${spoken(due)}答复`,
  en: `an answer comes ${due}`,
});
