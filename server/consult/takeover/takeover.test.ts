import { describe, expect, it } from 'vitest';
import type { Briefing, Service } from '../../../protocol/index.ts';
import type { HandoffListener, HandoffPort, HandoffRequest, StaffGrant } from '../../desk/port.ts';
import type { KeptTakeover } from './machine.ts';
import { Takeover } from './takeover.ts';

const ZHANG: StaffGrant = { staff: 'staff_zhang', agent: { name: '张老师', number: '101' } };
const WISH = { reason: 'asked', priority: 'normal', skills: [] } as const;

/** A takeover with a desk and a clock that stand still until the test moves them. */
function standing({ staffed = true, kept }: { staffed?: boolean; kept?: KeptTakeover } = {}) {
  const wanted: { request: HandoffRequest; listener: HandoffListener; answer: () => void }[] = [];
  const happened: string[] = [];
  const told: Service[] = [];
  const keeps: (KeptTakeover | null)[] = [];
  let timer: (() => void) | null = null;
  const port: HandoffPort = {
    staffed: () => staffed,
    request: (request, listener) =>
      new Promise((resolve) => {
        const id = `wish_${wanted.length + 1}`;
        wanted.push({ request, listener, answer: () => resolve({ id }) });
      }),
    cancel: (entry, why) => void happened.push(`cancel ${entry} ${why}`),
    released: ({ staff, how }) => void happened.push(`release ${staff} ${how}`),
  };
  const takeover = new Takeover(
    {
      consultation: 'con_12345678',
      port: () => port,
      now: () => 1_000,
      after: (_ms, then) => {
        timer = then;
        return () => {
          timer = null;
        };
      },
      briefing: (reason) => ({ reason }) as Briefing,
      tell: (service) => void told.push(service),
      keep: (now) => void keeps.push(now),
      say: (word, agent) => void happened.push(`say ${word} ${agent?.number ?? '-'}`),
      hush: () => void happened.push('hush'),
      admit: async ({ staff }) => ({ token: `token of ${staff}` }),
      dismiss: (staff) => void happened.push(`dismiss ${staff}`),
      log: () => {},
    },
    kept,
  );
  const wish = (count: number) => {
    const found = wanted[count - 1];
    if (found === undefined) throw new Error(`there is no wish ${count}`);
    return found;
  };
  return { takeover, wanted, wish, happened, told, keeps, late: () => timer?.() };
}

describe('a takeover and the desk', () => {
  it('gives the token to the one claim that wins, and to no other', async () => {
    const { takeover, wish, happened } = standing();
    takeover.want(WISH);
    wish(1).answer();
    await expect(wish(1).listener.accepted(ZHANG)).resolves.toEqual({ token: 'token of staff_zhang' });
    await expect(wish(1).listener.accepted(ZHANG)).rejects.toMatchObject({ code: 'state_refused' });
    takeover.joined(ZHANG.staff);
    expect(takeover.service).toMatchObject({ phase: 'human', agent: ZHANG.agent });
    expect(happened).toEqual(['say arrived 101']);
  });

  it('takes a wish back that the desk had not answered yet', async () => {
    const { takeover, wish, happened } = standing();
    takeover.want(WISH);
    takeover.decline('work_order');
    expect(happened).toEqual([]);
    wish(1).answer();
    await Promise.resolve();
    await Promise.resolve();
    expect(happened).toEqual(['cancel wish_1 work_order']);
    await expect(wish(1).listener.accepted(ZHANG)).rejects.toMatchObject({ code: 'state_refused' });
  });

  it('hears nothing more of a wish that is over', async () => {
    const { takeover, wish, told } = standing();
    takeover.want(WISH);
    wish(1).answer();
    takeover.decline('citizen_stays');
    const before = told.length;
    wish(1).listener.moved(3, null);
    wish(1).listener.ringing(true);
    wish(1).listener.nobody('not_taken');
    expect(told).toHaveLength(before);
    expect(takeover.service.phase).toBe('avatar');
  });

  it('names to the citizen only who is there, not who is on the way', async () => {
    const { takeover, wish, told } = standing();
    takeover.want(WISH);
    await wish(1).listener.accepted(ZHANG);
    expect(told.at(-1)).toMatchObject({ phase: 'ringing', agent: null });
    takeover.joined(ZHANG.staff);
    takeover.lost(ZHANG.staff);
    expect(told.at(-1)).toMatchObject({ phase: 'away', agent: ZHANG.agent, until: 31_000 });
  });

  it('asks anew, first in the queue, once the half minute of a broken line is over', async () => {
    const { takeover, wish, wanted, happened, late } = standing();
    takeover.want(WISH);
    await wish(1).listener.accepted(ZHANG);
    takeover.joined(ZHANG.staff);
    takeover.lost(ZHANG.staff);
    late();
    expect(wanted).toHaveLength(2);
    expect(wish(2).request).toMatchObject({ priority: 'returned', since: 1_000 });
    expect(happened).toEqual([
      'say arrived 101',
      'release staff_zhang lost',
      'dismiss staff_zhang',
      'say lost 101',
    ]);
  });

  it('asks for nobody where nobody could ever come', () => {
    const { takeover, wanted, told } = standing({ staffed: false });
    takeover.want(WISH);
    expect(wanted).toEqual([]);
    expect(told).toEqual([]);
  });

  it('takes a kept wish up when the citizen comes, and says so where the desk has gone', () => {
    const kept: KeptTakeover = { wish: { ...WISH, since: 500 }, served: true };
    const there = standing({ kept });
    expect(there.takeover.service.phase).toBe('waiting');
    there.takeover.citizenBack();
    there.takeover.citizenBack();
    expect(there.wanted).toHaveLength(1);
    expect(there.wish(1).request).toMatchObject({ since: 500, priority: 'returned' });
    const gone = standing({ kept, staffed: false });
    gone.takeover.citizenBack();
    expect(gone.takeover.service.phase).toBe('avatar');
    expect(gone.happened).toEqual(['say nobody -']);
    expect(gone.keeps.at(-1)).toBeNull();
  });
});
