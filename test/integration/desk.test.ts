import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditPage, Service } from '../../protocol/index.ts';
import { DeskPeer } from '../support/desk-peer.ts';
import { codeOf, joinNew, messageId, TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';
import { firstAdministrator, newStaff, type StaffBrowser } from '../support/staff.ts';

let server: TestServer;
let admin: StaffBrowser;
let zhang: { id: string; browser: StaffBrowser };
let li: { id: string; browser: StaffBrowser };
let boss: { id: string; browser: StaffBrowser };
beforeAll(async () => {
  server = await startTestServer({ flags: ['--trust-proxy', '1'] });
  admin = await firstAdministrator(server);
  const agent = { roles: ['agent' as const] };
  zhang = await newStaff(server, admin, { name: 'zhang', publicName: '张老师', number: '101', ...agent });
  li = await newStaff(server, admin, { name: 'li', publicName: '李老师', number: '102', ...agent });
  boss = await newStaff(server, admin, {
    ...{ name: 'wang', publicName: '王主任', number: '100', roles: ['supervisor'] },
  });
});
afterAll(() => dispose(server));

const say = (peer: TestPeer, text: string) =>
  peer.request('talk.say', { message: messageId(), text, via: 'text', lang: 'zh' });
const phase = (peer: TestPeer, wanted: Service['phase']) =>
  peer.event('service.state', (state) => state.phase === wanted);

async function asking() {
  const { peer, wsUrl, id } = await joinNew(server.url);
  await peer.request('talk.mode', { mode: 'text' });
  await peer.request('talk.begin', {});
  await say(peer, '公积金租房怎么提取');
  await say(peer, '转人工');
  return { peer, wsUrl, id };
}

async function atDesk(who: { browser: StaffBrowser }) {
  const { peer } = await DeskPeer.enter(server.url, who.browser);
  await peer.request('desk.presence', { presence: 'ready' });
  return peer;
}

describe('from the citizen’s word to the human in the room', () => {
  it('without anybody at the desk, telephone and work order are offered', async () => {
    const { peer } = await asking();
    await peer.event('card.show', ({ kind }) => kind === 'handoff');
    expect(peer.eventsOf('service.state')).toEqual([]);
    peer.close();
  });

  it('offers, is taken, serves, goes back to the avatar, and leaves its work done', async () => {
    const desk = await atDesk(zhang);
    const citizen = await asking();
    const offer = await desk.event('desk.offer');
    expect(offer.briefing.matter?.name).toContain('公积金');
    expect(offer.until).toBeGreaterThan(offer.since);
    await phase(citizen.peer, 'ringing');
    const { token, consultation } = await desk.request('desk.accept', { entry: offer.entry });
    expect(consultation).toBe(citizen.id);
    const room = await TestPeer.open(citizen.wsUrl);
    await room.request('auth.join', { token });
    const { agent } = await phase(citizen.peer, 'human');
    expect(agent).toEqual({ name: '张老师', number: '101' });
    expect((await desk.event('desk.own', ({ presence }) => presence === 'busy')).call).toBe(citizen.id);
    room.raw(JSON.stringify({ id: 77, method: 'staff.return', params: {} }));
    await phase(citizen.peer, 'avatar');
    const work = await desk.event('desk.wrapUp', (open) => open !== null);
    expect(work?.summary).toContain('公积金');
    await desk.request('desk.wrapUp', {
      consultation,
      disposition: 'answered',
      summary: '已告知租房提取办法',
    });
    await desk.event('desk.own', ({ presence, call }) => presence === 'ready' && call === null);
    desk.close();
    citizen.peer.close();
  });

  it('tells place and time to whoever waits, and takes the offer back when they hang up', async () => {
    const desk = await atDesk(zhang);
    const first = await asking();
    const offer = await desk.event('desk.offer');
    const second = await asking();
    const { position, wait } = await second.peer.event('service.state', (state) => state.position !== null);
    expect(position).toBe(2);
    expect(wait?.high).toBeGreaterThan(0);
    await first.peer.request('service.choose', { choice: 'avatar' });
    expect(await desk.event('desk.offerGone')).toEqual({ entry: offer.entry, why: 'left' });
    const next = await desk.event('desk.offer', ({ entry }) => entry !== offer.entry);
    expect(next.briefing.consultation).toBe(second.id);
    await second.peer.request('service.choose', { choice: 'avatar' });
    desk.close();
    first.peer.close();
    second.peer.close();
  });

  it('passes a citizen on to a colleague, who knows what was said', async () => {
    const [one, two] = [await atDesk(zhang), await DeskPeer.enter(server.url, li.browser)];
    const citizen = await asking();
    const offer = await one.event('desk.offer');
    const { token } = await one.request('desk.accept', { entry: offer.entry });
    const room = await TestPeer.open(citizen.wsUrl);
    await room.request('auth.join', { token });
    await phase(citizen.peer, 'human');
    await two.peer.request('desk.presence', { presence: 'ready' });
    await room.request('staff.passOn', { skills: [], to: li.id, note: '市民想要书面答复' });
    const passed = await two.peer.event('desk.offer');
    expect(passed.briefing.notes.join()).toContain('书面答复');
    const taken = await two.peer.request('desk.accept', { entry: passed.entry });
    const colleague = await TestPeer.open(citizen.wsUrl);
    await colleague.request('auth.join', { token: taken.token });
    await citizen.peer.event('service.state', ({ agent }) => agent?.number === '102');
    await one.event('desk.own', ({ presence }) => presence === 'wrap_up');
    citizen.peer.raw(JSON.stringify({ id: 900, method: 'session.end', params: {} }));
    await two.peer.event('desk.own', ({ presence }) => presence === 'wrap_up');
    const own = { disposition: 'answered', summary: '' } as const;
    await one.request('desk.wrapUp', { consultation: citizen.id, ...own });
    await two.peer.request('desk.wrapUp', { consultation: citizen.id, ...own });
    one.close();
    two.peer.close();
  });
});

describe('a supervisor at the desk', () => {
  it('sees the calls, enters with a reason that stands in the audit, and takes over', async () => {
    const { peer: desk } = await DeskPeer.enter(server.url, boss.browser);
    const { peer, wsUrl, id } = await joinNew(server.url);
    await peer.request('talk.begin', {});
    await desk.event('desk.calls', ({ calls }) => calls.some(({ consultation }) => consultation === id));
    const { token } = await desk.request('desk.enter', {
      consultation: id,
      mode: 'monitor',
      why: '抽查服务质量',
    });
    const silent = await TestPeer.open(wsUrl);
    expect((await silent.request('auth.join', { token })).role).toBe('supervisor');
    expect(peer.eventsOf('service.state')).toEqual([]);
    const taken = await desk.request('desk.takeOver', { consultation: id, why: '市民情绪激动' });
    const agent = await TestPeer.open(wsUrl);
    await agent.request('auth.join', { token: taken.token });
    expect((await phase(peer, 'human')).agent).toEqual({ name: '王主任', number: '100' });
    const { body } = await boss.browser.get<AuditPage>('/audit');
    const { body: all } = await admin.get<AuditPage>('/audit');
    expect(body.rows).toBeUndefined();
    const acts = all.rows.filter(({ on }) => on === id).map(({ act, why }) => `${act} ${why}`);
    expect(acts.sort()).toEqual(['call.monitor 抽查服务质量', 'call.takeover 市民情绪激动']);
    peer.close();
    desk.close();
  });
});

describe('the desk’s socket', () => {
  it('opens with a ticket, once, and from our own pages alone', async () => {
    const ticket = await zhang.browser.ticket();
    const one = await DeskPeer.open(server.url);
    await one.request('desk.join', { ticket });
    const two = await DeskPeer.open(server.url);
    expect(await codeOf(two.request('desk.join', { ticket }))).toBe('token_invalid');
    await two.until('the close', ({ closed }) => closed !== null);
    await expect(DeskPeer.open(server.url, 'https://elsewhere.example')).rejects.toThrow('403');
    const three = await DeskPeer.open(server.url);
    expect(await codeOf(three.request('desk.presence', { presence: 'ready' }))).toBe('token_missing');
    one.close();
    three.close();
  });

  it('refuses what does not fit, what is too large, and what the role may not', async () => {
    const { peer } = await DeskPeer.enter(server.url, zhang.browser);
    expect(await codeOf(peer.request('desk.presence', { presence: 'lunch' } as never))).toBe(
      'message_invalid',
    );
    expect(await codeOf(peer.request('desk.presence', { presence: 'break' }))).toBe('message_invalid');
    const why = 'x'.repeat(70_000);
    const entry = 'hand_0000000000000000000000';
    peer.raw(JSON.stringify({ id: 9, method: 'desk.assign', params: { entry, staff: zhang.id, why } }));
    await peer.until('a refusal', ({ refusals }) => refusals.includes('message_too_large'));
    expect(await codeOf(peer.request('desk.accept', { entry }))).toBe('state_refused');
    expect(
      await codeOf(
        peer.request('desk.enter', { consultation: 'con_00000000', mode: 'monitor', why: '看看' }),
      ),
    ).toBe('role_refused');
    peer.close();
  });

  it('is one per person: a second window takes over and the first is told', async () => {
    const first = await DeskPeer.enter(server.url, zhang.browser);
    const second = await DeskPeer.enter(server.url, zhang.browser);
    expect(await first.peer.event('desk.ended')).toEqual({ reason: 'replaced' });
    await first.peer.until('the close', ({ closed }) => closed !== null);
    await second.peer.request('desk.presence', { presence: 'break', reason: 'meal' });
    second.peer.close();
  });

  it('is closed at once for whoever may not be here any more', async () => {
    const { id, browser } = await newStaff(server, admin, {
      ...{ name: 'zhao', publicName: '赵老师', number: '103', roles: ['agent'] },
    });
    const { peer } = await DeskPeer.enter(server.url, browser);
    expect((await admin.patch(`/accounts/${id}`, { disabled: true, why: '离职' })).code).toBeNull();
    expect(await peer.event('desk.ended')).toEqual({ reason: 'signed_out' });
    await peer.until('the close', ({ closed }) => closed !== null);
  });
});
