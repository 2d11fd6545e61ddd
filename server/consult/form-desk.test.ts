import { resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FormState } from '../../protocol/index.ts';
import { loadForms } from '../affairs/forms.ts';
import { createMemoryOrders, type MemoryOrders } from './fixtures/memory-orders.ts';
import { FormDesk } from './form-desk.ts';

const forms = loadForms(resolve(import.meta.dirname, '../../affairs'));
const HOW = { lang: 'zh', channel: 'video' } as const;
const COMPLETE = {
  category: 'complaint',
  content: '楼下烧烤店油烟很大，开窗都呛人',
  demand: '请督促装油烟净化设备',
  address: '建设路8号',
  anonymous: true,
} as const;

let orders: MemoryOrders;
let told: FormState[];
let desk: FormDesk;
const newDesk = (): FormDesk =>
  new FormDesk({
    consultation: 'con_0123456789',
    orders,
    forms,
    sources: { services: () => [], materials: () => [] },
    tell: (state) => void told.push(state),
  });

beforeEach(() => {
  orders = createMemoryOrders();
  told = [];
  desk = newDesk();
  desk.begin();
});

async function opened(kind = 'f.work_order', values: Record<string, string | boolean> = {}): Promise<string> {
  const { opened } = await desk.apply([{ kind: 'open', form: kind, values }], HOW);
  return opened[0]?.form ?? '';
}

describe('a form that is filled by talk and by touch', () => {
  it('opens with what was said, once, however often it is asked for', async () => {
    const form = await opened('f.work_order', { category: 'complaint' });
    expect(await opened('f.work_order', { address: '建设路8号' })).toBe('');
    expect(desk.states()).toHaveLength(1);
    expect(desk.states()[0]).toMatchObject({ form, values: { category: 'complaint', address: '建设路8号' } });
    expect(desk.open()?.values).toEqual({ category: 'complaint', address: '建设路8号' });
  });

  it('keeps who filled in what, and tells the page of each change', async () => {
    const form = await opened('f.work_order', { category: 'complaint' });
    await desk.set({ form, n: 1, field: 'address', value: '建设路8号' });
    expect(told.at(-1)).toMatchObject({
      acked: 1,
      authors: { category: 'avatar', address: 'citizen' },
      values: { address: '建设路8号' },
    });
  });

  it('takes a change once: repeated after a loss, it does not undo a later one', async () => {
    const form = await opened();
    await desk.set({ form, n: 1, field: 'address', value: '建设路8号' });
    await desk.set({ form, n: 2, field: 'address', value: '建设路18号' });
    await desk.set({ form, n: 1, field: 'address', value: '建设路8号' });
    expect(desk.states()[0]?.values.address).toBe('建设路18号');
  });

  it('refuses a field that the form has not, and a form that is another’s', async () => {
    const form = await opened();
    await expect(desk.set({ form, n: 1, field: 'salary', value: 1 })).rejects.toMatchObject({
      code: 'message_invalid',
    });
    await expect(
      desk.set({ form: 'frm_another000', n: 1, field: 'address', value: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lights the field that is asked for, and shows what was read back', async () => {
    await opened();
    await desk.apply([{ kind: 'ask', form: 'f.work_order', field: 'address' }], HOW);
    expect(desk.states()[0]?.asking).toBe('address');
    await desk.apply([{ kind: 'read_back', form: 'f.work_order', fields: ['address'] }], HOW);
    expect(desk.states()[0]).toMatchObject({ asking: null, review: true });
    await desk.apply([{ kind: 'set', form: 'f.work_order', field: 'address', value: '建设路18号' }], HOW);
    expect(desk.states()[0]?.review).toBe(false);
  });

  it('finds its forms again after a restart', async () => {
    const form = await opened('f.work_order', COMPLETE);
    desk = newDesk();
    await desk.load();
    expect(desk.states()[0]).toMatchObject({ form, values: COMPLETE });
    expect(desk.open()?.id).toBe('f.work_order');
  });

  it('changes nothing where the store refuses', async () => {
    const form = await opened();
    orders.breakNext('saveFields');
    await expect(desk.set({ form, n: 1, field: 'address', value: '建设路8号' })).rejects.toMatchObject({
      code: 'internal',
    });
    expect(desk.states()[0]).toMatchObject({ acked: 0, values: {} });
    await desk.set({ form, n: 1, field: 'address', value: '建设路8号' });
    expect(desk.states()[0]).toMatchObject({ acked: 1, values: { address: '建设路8号' } });
  });
});

describe('sending a form', () => {
  const client = 'client-0001';

  it('needs everything that is required: the first that is missing is shown', async () => {
    const form = await opened('f.work_order', COMPLETE);
    const revision = desk.states()[0]?.revision ?? -1;
    const { result } = await desk.confirm({ form, revision, client }, HOW);
    expect(result).toEqual([expect.objectContaining({ field: 'consent' })]);
    expect(desk.states()[0]).toMatchObject({ status: 'open', asking: 'consent' });
    expect(orders.receipts).toEqual([]);
  });

  it('is refused when it is not what was seen any more', async () => {
    const form = await opened('f.work_order', { ...COMPLETE, consent: true });
    const revision = desk.states()[0]?.revision ?? -1;
    await desk.set({ form, n: 1, field: 'address', value: '建设路18号' });
    await expect(desk.confirm({ form, revision, client }, HOW)).rejects.toMatchObject({
      code: 'state_refused',
    });
  });

  it('gives one receipt, however often it is confirmed, by touch or by word', async () => {
    const form = await opened('f.work_order', { ...COMPLETE, consent: true });
    const revision = desk.states()[0]?.revision ?? -1;
    const first = await desk.confirm({ form, revision, client }, HOW);
    const again = await desk.confirm({ form, revision, client }, HOW);
    expect(first.result).toMatchObject({ number: '20261123001', again: false });
    expect(again.result).toMatchObject({ number: '20261123001', again: true });
    expect(desk.states()[0]?.status).toBe('submitted');
    await desk.apply([{ kind: 'confirm', form: 'f.work_order' }], HOW);
    expect(orders.receipts).toHaveLength(1);
  });

  it('is given up with everything in it', async () => {
    const form = await opened('f.work_order', COMPLETE);
    expect(await desk.cancel(form)).toBe('f.work_order');
    expect(desk.states()[0]).toMatchObject({ status: 'cancelled', values: {} });
    expect(desk.open()).toBeUndefined();
    expect(await desk.cancel(form)).toBeNull();
  });
});

describe('choices that are made while the form is open', () => {
  it('come with what they hang on, and fall with it', async () => {
    const form = await opened('f.appointment');
    const options = () => desk.states()[0]?.options;
    expect(options()?.hall?.map(({ value }) => value)).toEqual(['hall.center']);
    expect(options()?.date).toEqual([]);
    await desk.set({ form, n: 1, field: 'hall', value: 'hall.center' });
    expect(options()?.date).toHaveLength(2);
    await desk.set({ form, n: 2, field: 'date', value: '2026-11-24' });
    await desk.set({ form, n: 3, field: 'slot', value: '09:00' });
    await desk.set({ form, n: 4, field: 'date', value: '2026-11-25' });
    // The same time is free on the other day: it stays.
    expect(desk.states()[0]?.values).toMatchObject({ date: '2026-11-25', slot: '09:00' });
    await desk.set({ form, n: 5, field: 'date', value: '2026-11-26' });
    expect(desk.states()[0]?.values).toMatchObject({ date: '2026-11-26', slot: null });
  });
});
