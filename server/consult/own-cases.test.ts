import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../protocol/index.ts';
import type { Access, CaseView } from '../orders/types.ts';
import { OwnCases } from './own-cases.ts';

const NUMBER = '12611230000001';
const CODE = 'NAJJY38MFA';
let view: CaseView;
let tries: Access[];
/** What was added, by the id that makes it one. */
let added: Map<string, string>;
let trouble: AppError | null;

const newView = (change: Partial<CaseView> = {}): CaseView => ({
  ...{ number: NUMBER, purpose: 'work_order', kind: 'f.work_order', category: 'complaint' },
  ...{ title: { zh: '诉求单', en: 'Request' }, state: 'submitted' },
  ...{ stateLabel: { zh: '待受理', en: 'Received' }, submittedAt: 0, updatedAt: 0, dueAt: null },
  ...{ dueDays: null, stages: [], events: [], fields: [], supplements: [], photos: [], booking: null },
  ...{ can: { supplement: true, withdraw: true, erase: true }, erased: false },
  ...change,
});

const open = async (access: Access): Promise<CaseView> => {
  tries.push(access);
  if (trouble !== null) throw trouble;
  if (access.number !== NUMBER || access.queryCode !== CODE) throw new AppError('not_found', 'Nothing.');
  return view;
};
const cases = (): OwnCases =>
  new OwnCases({
    orders: {
      status: open,
      supplement: async (access, { clientId, text }) => {
        await open(access);
        added.set(clientId, text);
        return view;
      },
      withdraw: async (access) => {
        await open(access);
        view = newView({ state: 'withdrawn', stateLabel: { zh: '已撤回', en: 'Withdrawn' } });
        return view;
      },
    },
    consultation: 'con_0123456789',
    lang: () => 'zh',
    address: () => '10.0.0.7',
    now: () => 0,
  });
const whole = { number: NUMBER, queryCode: CODE, complete: true };

beforeEach(() => {
  view = newView();
  tries = [];
  added = new Map();
  trouble = null;
});

describe('what a citizen has with a number', () => {
  it('opens by number and code, counted by the address of whoever speaks', async () => {
    const own = cases();
    const { cards, events } = await own.lookUp(whole);
    expect(cards[0]).toMatchObject({ kind: 'status', number: NUMBER });
    expect(cards[0]).not.toHaveProperty('queryCode');
    expect(events[0]).toMatchObject({ kind: 'status_found', case: { number: NUMBER, booked: null } });
    expect(tries[0]?.address).toBe('10.0.0.7');
    expect(own.open?.number).toBe(NUMBER);
  });

  it('tells wrong number and wrong code alike, and opens nothing', async () => {
    const own = cases();
    expect(await own.lookUp({ ...whole, queryCode: 'WRONGCODE1' })).toEqual({
      cards: [],
      events: [{ kind: 'status_missing' }],
    });
    expect(own.open).toBeUndefined();
  });

  it('tells calmly when there were too many tries, and until when', async () => {
    trouble = new AppError('rate_limited', 'Too many.', { retryAfterMs: 240_000 });
    expect(await cases().lookUp(whole)).toEqual({
      cards: [],
      events: [{ kind: 'status_limited', retryAfterMs: 240_000 }],
    });
  });

  it('lets a broken store break the turn: nothing may look as if it had been done', async () => {
    trouble = new AppError('internal', 'The store refuses.');
    await expect(cases().lookUp(whole)).rejects.toMatchObject({ code: 'internal' });
  });

  it('adds words once, however often the same yes arrives', async () => {
    const own = cases();
    await own.lookUp(whole);
    const change = { act: 'supplement', number: NUMBER, text: '周末更吵' } as const;
    await own.change(change);
    const { events } = await own.change(change);
    expect([...added.values()]).toEqual(['周末更吵']);
    expect(events[0]).toMatchObject({ kind: 'case_changed', change });
  });

  it('withdraws, and shows how it stands then', async () => {
    const own = cases();
    await own.lookUp(whole);
    const { cards } = await own.change({ act: 'withdraw', number: NUMBER, text: null });
    expect(cards[0]).toMatchObject({ state: '已撤回' });
  });

  it('changes nothing that number and code have not opened', async () => {
    const change = { act: 'withdraw', number: NUMBER, text: null } as const;
    expect((await cases().change(change)).events).toEqual([{ kind: 'status_missing' }]);
    expect(tries).toEqual([]);
  });

  it('says so when it is too late', async () => {
    const own = cases();
    await own.lookUp(whole);
    trouble = new AppError('state_refused', 'Too late.');
    const change = { act: 'withdraw', number: NUMBER, text: null } as const;
    expect((await own.change(change)).events).toEqual([{ kind: 'case_refused', change }]);
  });
});
