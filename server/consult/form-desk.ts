import { faultsOf } from '../../protocol/form-check.ts';
import {
  AppError,
  type FieldAuthor,
  type FieldFault,
  type FieldOption,
  type FieldValue,
  type FormDefinition,
  type FormState,
  type Lang,
  newId,
  type Params,
  type Widget,
} from '../../protocol/index.ts';
import type { Forms } from '../affairs/forms.ts';
import type { FormAction, OpenForm } from '../dialog/types.ts';
import type { Draft, Orders, Receipt } from '../orders/types.ts';
import { HANGING, type OptionSources, optionsOf } from './form-options.ts';

export interface FormDeskParts {
  consultation: string;
  orders: Orders;
  forms: Forms;
  sources: Omit<OptionSources, 'orders'>;
  /** Tells the page how a form stands now. */
  tell: (state: FormState) => void;
}

/** What actions of the dialog have led to. */
export interface Applied {
  /** Forms that stand beside the avatar from now on. */
  opened: { form: string; kind: string }[];
  submitted: { form: string; kind: string; result: Receipt | readonly FieldFault[] } | null;
}

interface Desk {
  draft: Draft;
  definition: FormDefinition;
  options: Record<string, FieldOption[]>;
  /** The field spoken of, and whether all was read back: what passes need not be kept. */
  asking: string | null;
  review: boolean;
}

/**
 * The forms of one consultation. What is said (dialog) and what is tapped (page) end in the same draft, field by field;
 * each is durable before it is told. One form is open at a time; another one that was begun waits.
 */
export class FormDesk {
  readonly #parts: FormDeskParts;
  readonly #desks = new Map<string, Desk>();
  #loading: Promise<void> | null = null;
  /** Changes of one form come one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  /** The form that speech fills. */
  #current: string | null = null;

  constructor(parts: FormDeskParts) {
    this.#parts = parts;
  }

  /** Nothing is kept yet. */
  begin(): void {
    this.#loading = Promise.resolve();
  }

  /** Takes up what is kept of this consultation's forms; once. */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    for (const draft of await this.#parts.orders.draftsOf(this.#parts.consultation)) {
      const definition = this.#parts.forms.form(draft.kind);
      if (definition === null) continue;
      await this.#place(draft, definition);
      if (draft.status === 'open') this.#current = draft.form;
    }
  }

  async #place(draft: Draft, definition: FormDefinition): Promise<Desk> {
    const known = this.#desks.get(draft.form);
    const options = await optionsOf(definition, draft.values, {
      ...this.#parts.sources,
      orders: this.#parts.orders,
    });
    const desk: Desk = { asking: null, review: false, ...known, draft, definition, options };
    this.#desks.set(draft.form, desk);
    return desk;
  }

  /** How the forms stand: those that are open, and the last that were sent. */
  states(): FormState[] {
    return [...this.#desks.values()].slice(-8).map(stateOf);
  }

  /** The open form as the dialog sees it; undefined where there is none. */
  open(): OpenForm | undefined {
    const desk = this.#current === null ? undefined : this.#desks.get(this.#current);
    if (desk === undefined || desk.draft.status !== 'open') return undefined;
    return openForm(desk);
  }

  /** @throws AppError `not_found` */
  #desk(form: string): Desk {
    const desk = this.#desks.get(form);
    if (desk === undefined) throw new AppError('not_found', 'There is no such form.');
    return desk;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(() => this.load()).then(work);
    this.#work = result.catch(() => undefined);
    return result;
  }

  async get({ form }: Params<'form.get'>): Promise<{ definition: FormDefinition; state: FormState }> {
    await this.load();
    const desk = this.#desk(form);
    return { definition: desk.definition, state: stateOf(desk) };
  }

  /**
   * One change of the page. Resolves when it is durable.
   * @throws AppError `not_found`, `message_invalid` for a field that the form has not, `state_refused` when it is over.
   */
  set({ form, n, field, value }: Params<'form.set'>): Promise<{ form: OpenForm; state: FormState }> {
    return this.#inTurn(async () => {
      const desk = this.#desk(form);
      if (desk.definition.schema.properties[field] === undefined)
        throw new AppError('message_invalid', 'The form has no such field.');
      const kept = await this.#keep(desk, [{ field, value }], 'citizen', n);
      return { form: openForm(kept), state: stateOf(kept) };
    });
  }

  /**
   * One field filled in by a human of the office. Consents, signatures and pictures are the citizen's own to give.
   * @throws AppError `not_found`, `message_invalid`, `role_refused`, `state_refused`
   */
  setByStaff({
    form,
    field,
    value,
  }: Params<'staff.setField'>): Promise<{ form: OpenForm; state: FormState }> {
    return this.#inTurn(async () => {
      const desk = this.#desk(form);
      if (desk.definition.schema.properties[field] === undefined)
        throw new AppError('message_invalid', 'The form has no such field.');
      const widget = desk.definition.hints[field]?.widget;
      if (widget !== undefined && OWN_HAND.has(widget))
        throw new AppError('role_refused', 'Only the citizen can give this.');
      const kept = await this.#keep(desk, [{ field, value }], 'agent', null);
      return { form: openForm(kept), state: stateOf(kept) };
    });
  }

  async #keep(
    desk: Desk,
    changes: readonly { field: string; value: FieldValue }[],
    author: FieldAuthor,
    change: number | null,
  ): Promise<Desk> {
    const { form, values, acked } = desk.draft;
    // Kept already: the answer was lost on its way.
    if (change !== null && change <= acked && desk.draft.status === 'open') return desk;
    const emptied = await this.#emptied(desk, changes);
    const draft = await this.#parts.orders.saveFields([
      ...emptied.map((field) => ({ form, field, value: null, author, change: null })),
      ...changes.map(({ field, value }) => ({ form, field, value, author, change })),
    ]);
    const placed = await this.#place(draft, desk.definition);
    // A change after the reading back asks for a new look.
    if (changes.some(({ field, value }) => !sameValue(values[field], value))) placed.review = false;
    this.#parts.tell(stateOf(placed));
    return placed;
  }

  /** The fields whose value hung on one that changes, and that can no longer be had: another hall is closed on that day. */
  async #emptied(
    desk: Desk,
    changes: readonly { field: string; value: FieldValue }[],
  ): Promise<readonly string[]> {
    const { values } = desk.draft;
    const named = new Set(changes.map(({ field }) => field));
    const hanging = new Set(
      changes
        .filter(({ field, value }) => !sameValue(values[field], value))
        .flatMap(({ field }) => HANGING[field] ?? []),
    );
    const stand = [...hanging].filter((field) => !named.has(field) && !sameValue(values[field], null));
    if (stand.length === 0) return [];
    const next = { ...values, ...Object.fromEntries(changes.map(({ field, value }) => [field, value])) };
    const options = await optionsOf(desk.definition, next, {
      ...this.#parts.sources,
      orders: this.#parts.orders,
    });
    return stand.filter((field) => {
      const offered = new Set(
        (options[field] ?? []).filter(({ disabled }) => !disabled).map(({ value }) => value),
      );
      return [values[field]].flat().some((value) => !offered.has(value as FieldOption['value']));
    });
  }

  /** Where the citizen's finger or cursor is. */
  focus({ form, field }: Params<'form.focus'>): void {
    const desk = this.#desk(form);
    if (desk.draft.status !== 'open' || desk.asking === field) return;
    if (field !== null && desk.definition.schema.properties[field] === undefined)
      throw new AppError('message_invalid', 'The form has no such field.');
    this.#current = form;
    desk.asking = field;
    this.#parts.tell(stateOf(desk));
  }

  /**
   * The citizen's explicit yes. The same `client` again is the same receipt.
   * @throws AppError `state_refused` when the form is not what was seen any more.
   */
  confirm(
    { form, revision, client }: Params<'form.confirm'>,
    how: { lang: Lang; channel: 'video' | 'text' },
  ): Promise<NonNullable<Applied['submitted']>> {
    return this.#inTurn(() => this.#submit(this.#desk(form), revision, client, how));
  }

  async #submit(
    desk: Desk,
    revision: number,
    clientId: string,
    how: { lang: Lang; channel: 'video' | 'text' },
  ): Promise<NonNullable<Applied['submitted']>> {
    const { orders } = this.#parts;
    const { definition } = desk;
    const { form, kind } = desk.draft;
    const faults =
      desk.draft.status === 'open'
        ? [...faultsOf(definition, desk.draft.values), ...unconfirmed(desk.draft)]
        : [];
    if (faults.length > 0) return this.#refused(desk, faults);
    const result = await orders.submit({ form, revision, clientId, definition, ...how });
    if (result.kind === 'faults') {
      // Such as a time that somebody else has just taken: the choices are read anew.
      return this.#refused(await this.#place(desk.draft, definition), result.faults);
    }
    const draft = await orders.loadDraft(form);
    const placed = await this.#place(draft ?? { ...desk.draft, status: 'submitted' }, definition);
    placed.asking = null;
    placed.review = false;
    if (this.#current === form) this.#current = this.#waiting();
    this.#parts.tell(stateOf(placed));
    return { form, kind, result: result.receipt };
  }

  #refused(desk: Desk, faults: readonly FieldFault[]): NonNullable<Applied['submitted']> {
    desk.review = false;
    desk.asking = faults[0]?.field ?? null;
    this.#parts.tell(stateOf(desk));
    return { form: desk.draft.form, kind: desk.draft.kind, result: faults };
  }

  /** Gives a form up: what was filled in is removed. @returns its kind; null when it was over already. */
  cancel(form: string): Promise<string | null> {
    return this.#inTurn(async () => {
      const desk = this.#desk(form);
      if (desk.draft.status !== 'open') return null;
      await this.#cancel(desk);
      return desk.draft.kind;
    });
  }

  async #cancel(desk: Desk): Promise<void> {
    const { form } = desk.draft;
    await this.#parts.orders.cancelDraft(form);
    const draft: Draft = { ...desk.draft, status: 'cancelled', values: {}, authors: {}, savedAts: {} };
    const placed = await this.#place(draft, desk.definition);
    placed.asking = null;
    placed.review = false;
    if (this.#current === form) this.#current = this.#waiting();
    this.#parts.tell(stateOf(placed));
  }

  #waiting(): string | null {
    return [...this.#desks.values()].findLast(({ draft }) => draft.status === 'open')?.draft.form ?? null;
  }

  /**
   * Does what the dialog asks, in its order. A form of a kind that is open already is not opened twice, and a
   * confirmation that is repeated is the same one: a turn that is taken again after a crash changes nothing.
   */
  apply(actions: readonly FormAction[], how: { lang: Lang; channel: 'video' | 'text' }): Promise<Applied> {
    return this.#inTurn(async () => {
      const applied: Applied = { opened: [], submitted: null };
      for (const action of actions) await this.#apply(action, how, applied);
      return applied;
    });
  }

  async #apply(
    action: FormAction,
    how: { lang: Lang; channel: 'video' | 'text' },
    applied: Applied,
  ): Promise<void> {
    const desk = this.#openOf(action.form);
    if (action.kind === 'open') {
      const opened = desk ?? (await this.#openNew(action.form, applied));
      if (opened === null) return;
      this.#current = opened.draft.form;
      await this.#fill(opened, Object.entries(action.values));
      return;
    }
    if (desk === null) return;
    this.#current = desk.draft.form;
    switch (action.kind) {
      case 'set':
        await this.#fill(desk, [[action.field, action.value]]);
        return;
      case 'clear':
        await this.#keep(desk, [{ field: action.field, value: null }], 'avatar', null);
        return;
      case 'ask':
        desk.asking = action.field;
        desk.review = false;
        break;
      case 'read_back':
        desk.asking = null;
        desk.review = true;
        break;
      case 'resume':
        break;
      case 'cancel':
        await this.#cancel(desk);
        return;
      case 'confirm': {
        const { form, revision } = desk.draft;
        applied.submitted = await this.#submit(desk, revision, `said_${form.slice(4)}`.slice(0, 40), how);
        return;
      }
    }
    this.#parts.tell(stateOf(desk));
  }

  #openOf(kind: string): Desk | null {
    const open = [...this.#desks.values()].filter(
      ({ draft }) => draft.kind === kind && draft.status === 'open',
    );
    return open.find(({ draft }) => draft.form === this.#current) ?? open.at(-1) ?? null;
  }

  async #openNew(kind: string, applied: Applied): Promise<Desk | null> {
    const definition = this.#parts.forms.form(kind);
    if (definition === null) return null;
    const form = newId('frm');
    const draft = await this.#parts.orders.openDraft({ form, consultation: this.#parts.consultation, kind });
    const values = definition.service === undefined ? {} : { service: definition.service };
    const desk = await this.#place(draft, definition);
    applied.opened.push({ form, kind });
    this.#parts.tell(stateOf(desk));
    return 'service' in definition.schema.properties && Object.keys(values).length > 0
      ? this.#fill(desk, Object.entries(values))
      : desk;
  }

  async #fill(
    desk: Desk,
    values: readonly (readonly [string, string | number | boolean | readonly string[]])[],
  ): Promise<Desk> {
    const changes = values
      .filter(([field]) => desk.definition.schema.properties[field] !== undefined)
      .map(([field, value]) => ({
        field,
        value: typeof value === 'object' ? [...value] : value,
      }));
    return changes.length === 0 ? desk : this.#keep(desk, changes, 'avatar', null);
  }
}

/** What nobody but the citizen may give. */
const OWN_HAND: ReadonlySet<Widget> = new Set<Widget>(['consent', 'signature', 'photos', 'stars']);

/** What a human of the office has filled in and the citizen has not looked at yet. */
const unconfirmed = ({ values, authors }: Draft): FieldFault[] =>
  Object.entries(authors).flatMap(([field, author]) =>
    author === 'agent' && !sameValue(values[field], null)
      ? [
          {
            field,
            text: {
              zh: '这一项是坐席代填的，请您看一看，对的话点“对”',
              en: 'Filled in for you: please confirm it',
            },
          },
        ]
      : [],
  );

function stateOf({ draft, asking, review, options }: Desk): FormState {
  const { form, kind, status, revision, acked, values, authors, savedAt } = draft;
  return { form, kind, status, revision, acked, values, authors, asking, review, options, savedAt };
}

function openForm({ draft, options }: Desk): OpenForm {
  const values = Object.fromEntries(
    Object.entries(draft.values).flatMap(([field, value]) =>
      value === null || value === undefined ? [] : [[field, value] as const],
    ),
  );
  return { id: draft.kind, values, options };
}

const sameValue = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
