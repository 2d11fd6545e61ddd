import { randomBytes } from 'node:crypto';
import {
  AppError,
  type FormDefinition,
  type LocalText,
  MAX_FIELD_CHARS,
  MAX_PHOTOS,
} from '../../protocol/index.ts';
import type { CaseRecord } from '../store/case-types.ts';
import type { CaseStores } from '../store/types.ts';
import { createGate } from './access.ts';
import type { Calendar, TimeLimits } from './calendar.ts';
import { type RandomInt, secureInt } from './codes.ts';
import { maskText } from './mask.ts';
import { cleanPicture } from './pictures.ts';
import { createPlaces } from './places.ts';
import { mayChange, STATE_LABELS, stagesOf, withdrawnAs } from './states.ts';
import { bookingView, type SubmitParts, submitForm } from './submit.ts';
import type { CaseView, Hall, LinkTarget, OpenedLink, Orders } from './types.ts';
import { shownFields } from './view.ts';

/** How long a link lives: one with a query code as long as it takes to scan it, another until the evening. */
const RECEIPT_LINK_MS = 30 * 60_000;
const LINK_MS = 12 * 3_600_000;
/** Pictures of a consultation that belong to no case yet: those of one form, and some that are taken again. */
const LOOSE_PHOTOS = MAX_PHOTOS * 2;
/** Most words added at once, and to one case. */
const MAX_SUPPLEMENTS = 20;

export interface OrdersOptions {
  store: CaseStores;
  /** The form's content by its id; null when it is no more. */
  definition: (kind: string) => FormDefinition | null;
  halls: () => readonly Hall[];
  /** The name of a service. */
  service: (id: string) => LocalText | null;
  calendar: Calendar;
  limits: TimeLimits;
  /** Whether an outbox delivers to the city's own system. */
  tellsCity: boolean;
  now: () => number;
  random?: RandomInt;
}

/** Everything the house keeps of forms, work orders and appointments, over a store. */
export function createOrders(options: OrdersOptions): Orders {
  const { store, now, definition } = options;
  const places = createPlaces({ ...options, bookings: store.bookings });
  const gate = createGate(store, now);
  const parts: SubmitParts = { ...options, places, random: options.random ?? secureInt };

  const view = async (record: CaseRecord): Promise<CaseView> => {
    const { number, purpose, kind, category, state, submittedAt, updatedAt, dueAt } = record;
    const known = definition(kind);
    const booking = await bookingView(parts, number);
    return {
      ...{ number, purpose, kind, category, state, submittedAt, updatedAt, dueAt, booking },
      dueDays: category === null ? null : options.limits[category],
      title: known?.title ?? { zh: kind, en: kind },
      stateLabel: STATE_LABELS[state],
      stages: stagesOf(purpose, state, submittedAt, updatedAt),
      events: await store.cases.eventsOf(number),
      fields:
        known === null
          ? []
          : shownFields(known, record.content, { halls: options.halls(), service: options.service }),
      supplements: record.supplements.map(({ at, text }) => ({ at, text: maskText(text) })),
      photos: await store.photos.ofCase(number),
      can: {
        supplement: maySupplement(record),
        withdraw: mayWithdraw(record) && (booking === null || now() <= booking.cancelUntil),
        erase: mayErase(record),
      },
      erased: record.erasedAt !== null,
    };
  };

  const cityHears = (record: CaseRecord): boolean => options.tellsCity && record.purpose === 'work_order';

  return {
    openDraft: (input) => store.drafts.open({ ...input, at: now() }),
    saveField: (change) => store.drafts.save([{ ...change, at: now() }]),
    saveFields: (changes) => store.drafts.save(changes.map((change) => ({ ...change, at: now() }))),
    loadDraft: (form) => store.drafts.find(form),
    draftsOf: (consultation) => store.drafts.ofConsultation(consultation),
    cancelDraft: (form) => store.drafts.cancel(form, now()),
    submit: (input) => submitForm(parts, input),

    status: async (access) => view(await gate.open(access, 'see')),
    async exportOwn(access) {
      const record = await gate.open(access, 'export');
      const { clientId: _client, form: _form, consultation: _talk, ...own } = record;
      return {
        ...own,
        exportedAt: now(),
        booking: await bookingView(parts, record.number),
        events: await store.cases.eventsOf(record.number),
        photos: (await store.photos.ofCase(record.number)).map(
          ({ consultation: _, form: __, ...info }) => info,
        ),
      };
    },
    async supplement(access, { clientId, text }) {
      const record = await gate.open(access, 'supplement');
      const words = text.trim();
      if (words === '') throw new AppError('message_invalid', 'There are no words.');
      if (words.length > MAX_FIELD_CHARS)
        throw new AppError('message_too_large', 'These are too many words.');
      if (!maySupplement(record)) throw refused();
      const to = record.state === 'need_info' ? 'submitted' : record.state;
      const at = now();
      const changed = await store.cases.change(record.number, record.state, {
        ...{ to, at, role: 'citizen', reason: 'supplemented', closes: false },
        supplement: { clientId, text: words },
        outbox: cityHears(record)
          ? [
              {
                ...{ id: `${record.number}.supplemented.${clientId}`, event: 'supplemented', at },
                payload: { number: record.number, text: words, at },
              },
            ]
          : [],
      });
      if (!changed) throw refused();
      return view(await again(record.number));
    },
    async withdraw(access) {
      const record = await gate.open(access, 'withdraw');
      const to = withdrawnAs(record.purpose);
      // Withdrawn before: the answer was lost, not the wish.
      if (to !== null && record.state === to) return view(record);
      const booking = await bookingView(parts, record.number);
      const late = booking !== null && now() > booking.cancelUntil;
      if (to === null || late || !mayWithdraw(record)) throw refused();
      const at = now();
      const changed = await store.cases.change(record.number, record.state, {
        ...{ to, at, role: 'citizen', reason: 'by_citizen', closes: true, supplement: null },
        outbox: cityHears(record)
          ? [
              {
                ...{ id: `${record.number}.withdrawn`, event: 'withdrawn', at },
                payload: { number: record.number, at },
              },
            ]
          : [],
      });
      if (!changed) throw refused();
      return view(await again(record.number));
    },
    async erase(access) {
      const record = await gate.open(access, 'erase');
      if (!mayErase(record)) throw refused();
      await store.erasure.erase(record.number, now(), 'citizen');
    },

    halls: places.halls,
    slots: places.slots,
    dateOptions: places.dateOptions,
    slotOptions: places.slotOptions,

    async addPhoto({ consultation, form, purpose, bytes }) {
      const { bytes: clean, ...picture } = await cleanPicture(bytes, purpose);
      const photo = `pho_${randomBytes(16).toString('base64url')}`;
      const info = { photo, consultation, form, purpose, at: now(), ...picture };
      const kept = await store.photos.add(info, clean, LOOSE_PHOTOS);
      if (kept === null) throw new AppError('state_refused', 'There are too many pictures.');
      return kept;
    },
    async readPhoto(consultation, photo) {
      const found = await store.photos.read(consultation, photo);
      if (found === null) throw new AppError('not_found', 'There is no such picture.');
      return found;
    },
    async removePhoto(consultation, photo) {
      if (!(await store.photos.remove(consultation, photo))) {
        throw new AppError('not_found', 'There is no such picture.');
      }
    },

    rate: (input) => store.notes.rate({ ...input, at: now() }),
    noteUnanswered: (input) =>
      store.notes.noteUnanswered({ ...input, text: maskText(input.text), at: now() }),

    async createLink(consultation, target) {
      if (target.kind !== 'card') {
        // A link shows a case to whoever holds it: only the talk that made or looked up the case gives one.
        const record = await store.cases.find(target.number);
        if (record === null || record.erasedAt !== null) throw notThere();
        if (target.kind === 'receipt' && record.consultation !== consultation) throw notThere();
      }
      const at = now();
      const expiresAt = at + (target.kind === 'receipt' ? RECEIPT_LINK_MS : LINK_MS);
      const token = randomBytes(24).toString('base64url');
      const number = target.kind === 'card' ? null : target.number;
      await store.notes.addLink({ token, consultation, number, target, at, expiresAt });
      return { path: `/l/${token}`, expiresAt };
    },
    async openLink(token, address): Promise<OpenedLink | null> {
      const found = await store.notes.openLink(token, now());
      if (found === null) return null;
      const { expiresAt } = found;
      const target = found.target as LinkTarget;
      if (target.kind === 'card') return { ...target, expiresAt };
      const record = await store.cases.find(target.number);
      if (record === null || record.erasedAt !== null) return null;
      const { number } = record;
      await store.notes.audit({ at: now(), role: 'citizen', action: 'link', number, allowed: true, address });
      const shown = await view(record);
      return target.kind === 'receipt'
        ? { kind: 'receipt', view: shown, queryCode: record.queryCode, expiresAt }
        : { kind: 'case', view: shown, expiresAt };
    },
  };

  async function again(number: string): Promise<CaseRecord> {
    const record = await store.cases.find(number);
    if (record === null) throw notThere();
    return record;
  }
}

function maySupplement({ purpose, state, supplements }: CaseRecord): boolean {
  const to = state === 'need_info' ? 'submitted' : state;
  return purpose === 'work_order' && supplements.length < MAX_SUPPLEMENTS && mayChange(state, to, 'citizen');
}

function mayWithdraw({ purpose, state, category }: CaseRecord): boolean {
  const to = withdrawnAs(purpose);
  return to !== null && mayChange(state, to, 'citizen', category);
}

/** What a unit is at work on is withdrawn before it is erased; what is only kept here goes at once. */
function mayErase({ state }: CaseRecord): boolean {
  return state !== 'to_dispatch';
}

const refused = (): AppError => new AppError('state_refused', 'This cannot be done any more.');
const notThere = (): AppError => new AppError('not_found', 'There is nothing with this number.');
