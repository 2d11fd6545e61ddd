import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type FormState, type Method, type Params } from '../../protocol/index.ts';
import { createFieldBox, type FieldBox, type FieldsState } from './fields.ts';

const FORM = 'frm_0123456789';
const stateOf = (change: Partial<FormState> = {}): FormState => ({
  ...{ form: FORM, kind: 'f.work_order', status: 'open', revision: 3, acked: 0 },
  ...{ values: {}, authors: {}, asking: null, review: false, options: {}, savedAt: 0 },
  ...change,
});

/** A line that answers when the test says so. */
function line() {
  const sent: { method: Method; params: Params<'form.set'>; done: (error?: unknown) => Promise<void> }[] = [];
  const request = (method: Method, params: unknown) =>
    new Promise<never>((resolve, reject) => {
      sent.push({
        method,
        params: params as Params<'form.set'>,
        done: async (error) => {
          if (error === undefined) resolve({ acked: 1, revision: 4, faults: [] } as never);
          else reject(error);
          // What follows an answer happens in the promises behind it.
          await vi.advanceTimersByTimeAsync(0);
        },
      });
    });
  return { sent, request: request as Parameters<typeof createFieldBox>[0] };
}

/** The tab's storage, which outlives the page. */
function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage;
}

let wire: ReturnType<typeof line>;
let shown: FieldsState;
let refused: unknown[];
const open = (): FieldBox => {
  shown = {};
  refused = [];
  return createFieldBox(
    wire.request,
    (state) => {
      shown = state;
    },
    (error) => void refused.push(error),
  );
};
const of = (at: number) => {
  const one = wire.sent[at];
  if (one === undefined) throw new Error(`nothing was sent as number ${at}`);
  return one;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('sessionStorage', storage());
  wire = line();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what the citizen fills in', () => {
  it('is shown at once, sent, and forgotten when the server has it', async () => {
    const box = open();
    box.set(FORM, 'address', '建设路8号', false);
    expect(shown[FORM]).toEqual({ values: { address: '建设路8号' }, saving: true });
    expect(of(0).params).toEqual({ form: FORM, n: 1, field: 'address', value: '建设路8号' });
    await of(0).done();
    expect(shown[FORM]).toEqual({ values: {}, saving: false });
  });

  it('is sent once while somebody types, and at once when typing ends', async () => {
    const box = open();
    for (const value of ['建', '建设', '建设路']) box.set(FORM, 'address', value, true);
    expect(wire.sent).toEqual([]);
    box.settle(FORM);
    expect(of(0).params.value).toBe('建设路');
    box.set(FORM, 'name', '张', true);
    await of(0).done();
    expect(of(1).params).toMatchObject({ n: 2, field: 'name' });
  });

  it('goes one change after the other, counted on from what the server has', async () => {
    const box = open();
    box.know(stateOf({ acked: 7 }));
    box.set(FORM, 'address', '建设路8号', false);
    box.set(FORM, 'name', '张三', false);
    expect(wire.sent).toHaveLength(1);
    expect(of(0).params.n).toBe(8);
    await of(0).done();
    expect(of(1).params).toMatchObject({ n: 9, field: 'name' });
  });

  it('is overtaken by a later value of the field while it waits, never while it is under way', async () => {
    const box = open();
    box.set(FORM, 'address', '一', false);
    box.set(FORM, 'address', '二', false);
    box.set(FORM, 'address', '三', false);
    await of(0).done();
    expect(of(1).params.value).toBe('三');
    await of(1).done();
    expect(wire.sent).toHaveLength(2);
  });
});

describe('a loss', () => {
  it('of the line leaves the change with its number, to be sent again when the line is back', async () => {
    const box = open();
    box.set(FORM, 'address', '建设路8号', false);
    await of(0).done(new AppError('timeout', 'No line.'));
    expect(shown[FORM]?.values).toEqual({ address: '建设路8号' });
    box.flush();
    expect(of(1).params).toEqual(of(0).params);
  });

  it('that passes is tried again after the time that the server names', async () => {
    const box = open();
    box.set(FORM, 'address', '建设路8号', false);
    await of(0).done(new AppError('rate_limited', 'Slower.', { retryAfterMs: 3_000 }));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(wire.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(of(1).params.n).toBe(1);
  });

  it('of the page brings the change back with the next one', () => {
    open().set(FORM, 'address', '建设路8号', false);
    const next = open();
    expect(next.state()[FORM]?.values).toEqual({ address: '建设路8号' });
    next.flush();
    expect(of(1).params).toEqual(of(0).params);
  });

  it('of the answer alone is made good by how the form stands', () => {
    const box = open();
    box.set(FORM, 'address', '建设路8号', false);
    box.know(stateOf({ acked: 1 }));
    expect(shown[FORM]?.saving).toBe(false);
  });

  it('says what the server will not have, and drops it', async () => {
    const box = open();
    const error = new AppError('state_refused', 'It is over.');
    box.set(FORM, 'address', '建设路8号', false);
    await of(0).done(error);
    expect(refused).toEqual([error]);
    expect(shown[FORM]?.values).toEqual({});
  });

  it('does not trust what lies in the storage', () => {
    sessionStorage.setItem('govatar.fields', '{"frm_x":7}');
    expect(open().state()).toEqual({});
  });
});

describe('the confirmation', () => {
  it('waits until every field is kept, and is for the form as it is then', async () => {
    const box = open();
    box.know(stateOf({ revision: 3 }));
    box.set(FORM, 'address', '建设路8号', false);
    const confirming = box.confirm(FORM);
    expect(wire.sent.map(({ method }) => method)).toEqual(['form.set']);
    box.know(stateOf({ revision: 4 }));
    await of(0).done();
    expect(of(1)).toMatchObject({ method: 'form.confirm', params: { form: FORM, revision: 4 } });
    await of(1).done();
    expect(await confirming).toMatchObject({ faults: [] });
  });

  it('is the same one when it is repeated, after a reload too', async () => {
    const first = open();
    void first.confirm(FORM);
    await vi.advanceTimersByTimeAsync(0);
    const second = open();
    void second.confirm(FORM);
    await vi.advanceTimersByTimeAsync(0);
    const [one, two] = wire.sent.map(({ params }) => params as unknown as Params<'form.confirm'>);
    expect(two?.client).toBe(one?.client);
  });

  it('gives up when the last fields cannot be kept', async () => {
    const box = open();
    box.set(FORM, 'address', '建设路8号', false);
    const confirming = box.confirm(FORM).catch((error: unknown) => error);
    await of(0).done(new AppError('timeout', 'No line.'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await confirming).toMatchObject({ code: 'timeout' });
  });
});

describe('the end', () => {
  it('of a form drops what waited for it', () => {
    const box = open();
    box.set(FORM, 'address', '建设路8号', true);
    box.know(stateOf({ status: 'submitted' }));
    expect(shown[FORM]?.values).toEqual({});
  });

  it('of the consultation leaves nothing in the tab for the next person', async () => {
    const box = open();
    box.set(FORM, 'address', '建设路8号', true);
    box.clear();
    expect(sessionStorage.getItem('govatar.fields')).toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(wire.sent).toEqual([]);
  });
});
