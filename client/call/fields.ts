import { z } from 'zod';
import {
  AppError,
  FieldName,
  FieldValue,
  type FieldValues,
  FormId,
  type FormState,
  newId,
  type Params,
  type Result,
} from '../../protocol/index.ts';
import type { Line } from './line.ts';
import { codeOf } from './socket.ts';

/** A change that the server has not confirmed. `n` is given when it is first sent, and stays. */
const Change = z.strictObject({ field: FieldName, value: FieldValue, n: z.number().int().nullable() });
type Change = z.infer<typeof Change>;
const Kept = z.record(
  FormId,
  z.strictObject({ n: z.number().int(), client: z.string(), changes: z.array(Change) }),
);
type Kept = z.infer<typeof Kept>;
type Box = Kept[string];

/** Kept with the tab, not with the machine: in a service hall the next person must not find it. */
const KEY = 'govatar.fields';
/** A person who types is not sent at every stroke. */
const TYPING_MS = 500;
/** Wait before a change is sent again when the server names none. */
const RETRY_MS = 1_500;
/** Errors that pass. */
const TRY_AGAIN: ReadonlySet<string> = new Set(['rate_limited', 'server_busy', 'internal']);
/** A confirmation waits this long for the last fields to be kept. */
const SETTLE_MS = 10_000;

export type FieldsState = Readonly<Record<string, { values: FieldValues; saving: boolean }>>;

export interface FieldBox {
  /** What is not confirmed yet, by form. */
  state(): FieldsState;
  /** `typing`: more is about to come. */
  set(form: string, field: string, value: FieldValue, typing: boolean): void;
  /** Typing has ended: what waits is sent now. */
  settle(form: string): void;
  /** The line is back. */
  flush(): void;
  /** How the server says that a form stands. */
  know(state: FormState): void;
  /** Sends the form once every field of it is kept. @throws AppError with the server's code, or `timeout` */
  confirm(form: string): Promise<Result<'form.confirm'>>;
  /** Forgets everything: the consultation is over. */
  clear(): void;
  close(): void;
}

/** What the citizen has filled in and the server has not confirmed: kept in the tab and sent, one change after the other. */
export function createFieldBox(
  request: <M extends 'form.set' | 'form.confirm'>(
    method: M,
    params: Params<M>,
  ) => ReturnType<Line['request']>,
  onChange: (state: FieldsState) => void,
  onRefused: (error: unknown) => void,
): FieldBox {
  let kept = recall();
  let shown = picture(kept);
  const known = new Map<string, FormState>();
  const busy = new Set<string>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const waiting = new Set<() => void>();

  const boxOf = (form: string): Box => {
    const box = kept[form] ?? { n: 0, client: newId('frm').slice(4), changes: [] };
    kept[form] = box;
    return box;
  };
  const changed = (): void => {
    remember(kept);
    shown = picture(kept);
    onChange(shown);
    for (const wake of [...waiting]) wake();
  };
  const later = (form: string, ms: number): void => {
    clearTimeout(timers.get(form));
    timers.set(
      form,
      setTimeout(() => void send(form), ms),
    );
  };

  async function send(form: string): Promise<void> {
    clearTimeout(timers.get(form));
    const box = boxOf(form);
    const [change] = box.changes;
    if (busy.has(form) || change === undefined) return;
    if (change.n === null) {
      box.n = Math.max(box.n, known.get(form)?.acked ?? 0) + 1;
      change.n = box.n;
      remember(kept);
    }
    busy.add(form);
    try {
      await request('form.set', { form, n: change.n, field: change.field, value: change.value });
      drop(form, change);
    } catch (error) {
      const code = codeOf(error);
      // Without a line it stays, and is sent again when the line is back.
      if (code === 'timeout') return;
      if (TRY_AGAIN.has(code)) {
        later(form, (error instanceof AppError ? error.retryAfterMs : undefined) ?? RETRY_MS);
        return;
      }
      onRefused(error);
      drop(form, change);
    } finally {
      busy.delete(form);
    }
    void send(form);
  }

  function drop(form: string, change: Change): void {
    const box = boxOf(form);
    box.changes = box.changes.filter((one) => one !== change);
    changed();
  }

  return {
    state: () => shown,
    set: (form, field, value, typing) => {
      const box = boxOf(form);
      // What is under way stays as it was sent; what waits is overtaken.
      box.changes = [
        ...box.changes.filter((change) => change.n !== null || change.field !== field),
        { field, value, n: null },
      ];
      changed();
      if (typing) later(form, TYPING_MS);
      else void send(form);
    },
    settle: (form) => void send(form),
    flush: () => {
      for (const form of Object.keys(kept)) void send(form);
    },
    know: (state) => {
      known.set(state.form, state);
      const box = kept[state.form];
      if (box === undefined) return;
      const over = state.status !== 'open';
      const left = box.changes.filter((change) => !over && (change.n === null || change.n > state.acked));
      if (left.length === box.changes.length) return;
      box.changes = left;
      changed();
    },
    confirm: async (form) => {
      void send(form);
      await new Promise<void>((resolve, reject) => {
        const limit = setTimeout(() => {
          waiting.delete(check);
          reject(new AppError('timeout', 'The last fields could not be kept.'));
        }, SETTLE_MS);
        const check = (): void => {
          if (boxOf(form).changes.length > 0) return;
          clearTimeout(limit);
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
      remember(kept);
      const revision = known.get(form)?.revision ?? 0;
      const answer = await request('form.confirm', { form, revision, client: boxOf(form).client });
      return answer as Result<'form.confirm'>;
    },
    clear: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      kept = {};
      known.clear();
      changed();
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function picture(kept: Kept): FieldsState {
  return Object.fromEntries(
    Object.entries(kept).map(([form, { changes }]) => [
      form,
      {
        values: Object.fromEntries(changes.map(({ field, value }) => [field, value])),
        saving: changes.length > 0,
      },
    ]),
  );
}

function recall(): Kept {
  try {
    const parsed = Kept.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? '{}'));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

function remember(kept: Kept): void {
  try {
    if (Object.keys(kept).length === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Storage that is full or forbidden: the fields then live with the page alone.
  }
}
