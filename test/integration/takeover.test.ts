import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Method, Params, Result, Service } from '../../protocol/index.ts';
import type { StaffGrant } from '../../server/desk/port.ts';
import { HandDesk, LI, ZHANG } from '../support/handoff-desk.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { codeOf, joinNew, messageId, TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let desk: HandDesk;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => dispose(server));
beforeEach(() => {
  desk = new HandDesk();
  server.consultations.joinDesk(desk);
});

const say = (peer: TestPeer, text: string) =>
  peer.request('talk.say', { message: messageId(), text, via: 'text', lang: 'zh' });
const phase = (peer: TestPeer, wanted: Service['phase'], fits: (state: Service) => boolean = () => true) =>
  peer.event('service.state', (state) => state.phase === wanted && fits(state));

/** A citizen who talks and asks for a human. */
async function asking() {
  const { peer, wsUrl, id, welcome } = await joinNew(server.url);
  await peer.request('talk.mode', { mode: 'text' });
  await peer.request('talk.begin', {});
  await say(peer, '公积金租房怎么提取，我的电话是13812345678');
  await say(peer, '转人工');
  await phase(peer, 'waiting');
  return { peer, wsUrl, id, welcome };
}

/** Somebody takes it and comes in with the token. */
async function take(wsUrl: string, wish: number, grant: StaffGrant) {
  const { listener } = await desk.wish(wish);
  const { token } = await listener.accepted(grant);
  const peer = await TestPeer.open(wsUrl);
  const welcome = await peer.request('auth.join', { token });
  return { peer, welcome };
}

async function served() {
  const citizen = await asking();
  const agent = await take(citizen.wsUrl, 1, ZHANG);
  await phase(citizen.peer, 'human');
  return { citizen, agent };
}

/** Asks for what closes the asker's own line: it may close before the answer. */
const leave = <M extends Method>(peer: TestPeer, method: M, params: Params<M>): void =>
  peer.raw(JSON.stringify({ id: 900, method, params }));

const linesOf = ({ snapshot }: Pick<Result<'auth.join'>, 'snapshot'>): string =>
  snapshot.transcript.map(({ role, text }) => `${role}: ${text}`).join('\n');

describe('a human takes over', () => {
  it('knows everything that was said, with personal numbers masked', async () => {
    const { peer, wsUrl } = await asking();
    const { request } = await desk.wish(1);
    expect(request.briefing.matter?.name).toContain('公积金');
    expect(request.briefing.transcript.some(({ text }) => text.includes('公积金租房'))).toBe(true);
    expect(request.briefing.sources.length).toBeGreaterThan(0);
    expect(JSON.stringify(request)).not.toContain('13812345678');
    const { welcome } = await take(wsUrl, 1, ZHANG);
    expect(welcome.role).toBe('agent');
    expect(linesOf(welcome)).toContain('公积金租房');
    expect(JSON.stringify(welcome)).not.toContain('13812345678');
    peer.close();
  });

  it('tells the citizen place and time while the avatar goes on answering', async () => {
    const { peer } = await asking();
    const { position, wait } = await phase(peer, 'waiting', (state) => state.position !== null);
    expect({ position, wait }).toEqual({ position: 1, wait: { low: 60_000, high: 180_000 } });
    await peer.event('talk.transcript', ({ role, text }) => role === 'avatar' && text.includes('转接'));
    await peer.event('talk.suggestions', ({ suggestions }) => suggestions.includes('登记诉求单'));
    const before = peer.eventsOf('card.show').length;
    await say(peer, '身份证丢了怎么补');
    await peer.until('an answer', () => peer.eventsOf('card.show').length > before);
    expect(desk.wanted).toHaveLength(1);
    peer.close();
  });

  it('has a name and a number, and the avatar takes its leave in one sentence and is silent', async () => {
    const { citizen, agent } = await served();
    const { agent: shown } = await phase(citizen.peer, 'human');
    expect(shown).toEqual(ZHANG.agent);
    await citizen.peer.event('talk.transcript', ({ text }) => text.includes('101号坐席张老师'));
    const said = citizen.peer.eventsOf('talk.transcript').filter(({ role }) => role === 'avatar').length;
    await say(citizen.peer, '你好，我想问提取要几天，电话13812345678');
    const line = await agent.peer.event('talk.transcript', ({ text }) => text.includes('提取要几天'));
    expect(line).toMatchObject({ role: 'citizen' });
    expect(line.text).not.toContain('13812345678');
    await agent.peer.request('staff.say', { message: messageId(), text: '三个工作日' });
    const answer = await citizen.peer.event('talk.transcript', ({ role }) => role === 'agent');
    expect(answer).toMatchObject({ text: '三个工作日', by: '张老师 101' });
    expect(citizen.peer.eventsOf('talk.transcript').filter(({ role }) => role === 'avatar')).toHaveLength(
      said,
    );
    citizen.peer.close();
  });

  it('is helped while they talk, of which the citizen gets nothing without a click', async () => {
    const { citizen, agent } = await served();
    const rules = (data: { suggestions: readonly { rule: string }[] }) =>
      data.suggestions.map(({ rule }) => rule);
    const opening = await agent.peer.event('staff.assist', (data) => rules(data).includes('opening'));
    expect(opening.matter?.name).toContain('公积金');
    await citizen.peer.event('talk.transcript', ({ text }) => text.includes('101号坐席张老师'));
    const begun = citizen.peer.eventsOf('talk.transcript').length;
    await say(citizen.peer, '身份证丢了怎么补办，我的电话是13912345678');
    const help = await agent.peer.event(
      'staff.assist',
      (data) => rules(data).includes('answer') && data.turn !== null,
    );
    const answer = help.suggestions.find(({ rule }) => rule === 'answer');
    expect(help.suggestions.length).toBeLessThanOrEqual(3);
    expect(answer?.sources.length).toBeGreaterThan(0);
    expect(JSON.stringify(help)).not.toContain('13912345678');
    await say(citizen.peer, '我妈晕倒了，叫不醒');
    const danger = await agent.peer.event('staff.assist', (data) => rules(data).includes('danger'));
    expect(danger.suggestions).toHaveLength(1);
    expect(danger.suggestions[0]?.say).toContain('120');
    // Only the citizen's own two lines were told to them.
    expect(
      citizen.peer
        .eventsOf('talk.transcript')
        .slice(begun)
        .map(({ role }) => role),
    ).toEqual(['citizen', 'citizen']);
    expect(citizen.peer.eventsOf('staff.assist')).toEqual([]);
    const rate = { suggestion: danger.suggestions[0]?.id ?? '', useful: true };
    await agent.peer.request('staff.rate', rate);
    expect(await codeOf(agent.peer.request('staff.rate', { ...rate, suggestion: 'sug_00000000' }))).toBe(
      'not_found',
    );
    expect(await codeOf(citizen.peer.request('staff.rate', rate))).toBe('role_refused');
    const { warnings } = await agent.peer.request('staff.check', { text: '这不归我们管，电话13912345678' });
    expect(warnings.map(({ rule }) => rule)).toEqual(['buck_passing', 'personal_number']);
    expect(await codeOf(citizen.peer.request('staff.check', { text: '您好' }))).toBe('role_refused');
    await agent.peer.request('staff.say', { message: messageId(), text: danger.suggestions[0]?.say ?? '' });
    await citizen.peer.event('talk.transcript', ({ role, text }) => role === 'agent' && text.includes('120'));
    citizen.peer.close();
  });

  it('shows what the graph says, and the avatar answers while it is called back for a task', async () => {
    const { citizen, agent } = await served();
    await agent.peer.request('staff.push', { what: { kind: 'service', service: 'hpf.rent' } });
    const shown = await citizen.peer.event(
      'card.show',
      ({ kind }) => kind === 'answer' || kind === 'checklist',
    );
    expect(shown).toMatchObject({ service: 'hpf.rent' });
    const cards = citizen.peer.eventsOf('card.show').length;
    await agent.peer.request('staff.push', { what: { kind: 'form', form: 'f.work_order' } });
    await citizen.peer.until('the form', () => citizen.peer.eventsOf('card.show').length > cards);
    await agent.peer.request('staff.avatar', { on: true });
    await phase(citizen.peer, 'human', ({ avatarHelps }) => avatarHelps);
    await agent.peer.request('staff.avatar', { on: false });
    await agent.peer.event('service.state', ({ avatarHelps, phase: now }) => now === 'human' && !avatarHelps);
    citizen.peer.close();
  });

  it('fills in a form, which counts once the citizen has confirmed what was typed', async () => {
    const { citizen, agent } = await served();
    await agent.peer.request('staff.push', { what: { kind: 'form', form: 'f.work_order' } });
    const form = await agent.peer.event('form.state', ({ kind }) => kind === 'f.work_order');
    const { definition } = await agent.peer.request('form.get', { form: form.form });
    const field = Object.keys(definition.schema.properties).find(
      (name) => definition.hints[name]?.widget === 'long',
    );
    if (field === undefined) throw new Error('the form has no long text');
    await agent.peer.request('staff.setField', { form: form.form, field, value: '小区路灯坏了三天没有人修' });
    const filled = await citizen.peer.event('form.state', ({ authors }) => authors[field] === 'agent');
    const faults = async () => {
      const { state } = await citizen.peer.request('form.get', { form: form.form });
      const { revision } = state;
      return citizen.peer.request('form.confirm', { form: form.form, revision, client: messageId() });
    };
    expect((await faults()).faults.filter((fault) => fault.field === field)).toHaveLength(1);
    const value = filled.values[field] ?? null;
    await citizen.peer.request('form.set', { form: form.form, n: 1, field, value });
    expect((await faults()).faults.filter((fault) => fault.field === field)).toEqual([]);
    // What only the citizen may give, nobody gives for them.
    const own = Object.keys(definition.schema.properties).find(
      (name) => definition.hints[name]?.widget === 'consent',
    );
    if (own !== undefined) {
      const set = agent.peer.request('staff.setField', { form: form.form, field: own, value: true });
      expect(await codeOf(set)).toBe('role_refused');
    }
    citizen.peer.close();
  });

  it('may do nothing before, after, or as somebody else', async () => {
    const { citizen, agent } = await served();
    const asCitizen = citizen.peer.request('staff.say', { message: messageId(), text: '我是坐席' });
    expect(await codeOf(asCitizen)).toBe('role_refused');
    const asAgent = agent.peer.request('talk.say', {
      message: messageId(),
      text: '代市民说',
      via: 'text',
      lang: 'zh',
    });
    expect(await codeOf(asAgent)).toBe('role_refused');
    leave(agent.peer, 'staff.return', { note: '已说明材料，手机13812345678' });
    await phase(citizen.peer, 'avatar');
    await agent.peer.until('the end', ({ closed }) => closed);
    expect(agent.peer.eventsOf('session.ended')).toEqual([{ reason: 'returned' }]);
    expect(desk.released_).toEqual(['staff_zhang returned']);
    const briefing = server.consultations.briefing(citizen.id);
    expect(briefing?.notes[0]).toContain('已说明材料');
    expect(briefing?.notes[0]).not.toContain('13812345678');
    const cards = citizen.peer.eventsOf('card.show').length;
    await say(citizen.peer, '居住证怎么办');
    await citizen.peer.until('the avatar', () => citizen.peer.eventsOf('card.show').length > cards);
    citizen.peer.close();
  });

  it('is passed on while the first human stays', async () => {
    const { citizen, agent } = await served();
    await agent.peer.request('staff.passOn', { skills: ['lang.en'], note: '想找会英语的同事' });
    const { request } = await desk.wish(2);
    expect(request).toMatchObject({ reason: 'transfer', not: 'staff_zhang' });
    expect(request.briefing.notes[0]).toContain('会英语');
    expect((await phase(citizen.peer, 'human', ({ passingOn }) => passingOn)).agent).toEqual(ZHANG.agent);
    const next = await take(citizen.wsUrl, 2, LI);
    const now = await phase(citizen.peer, 'human', (state) => state.agent?.number === '102');
    expect(now.passingOn).toBe(false);
    await agent.peer.until('the first one to leave', ({ closed }) => closed);
    expect(desk.released_).toEqual(['staff_zhang passed_on']);
    leave(next.peer, 'staff.end', {});
    await citizen.peer.until('the end', ({ closed }) => closed);
    expect(citizen.peer.eventsOf('session.ended')).toEqual([{ reason: 'agent' }]);
  });
});

describe('a supervisor', () => {
  it('listens unseen, and takes part only after changing how they are present', async () => {
    const { citizen } = await served();
    const before = citizen.peer.messages.length;
    const { token } = await server.consultations.admitSupervisor(citizen.id, {
      staff: 'staff_wang',
      agent: { name: '王班长', number: '001' },
      mode: 'monitor',
    });
    const peer = await TestPeer.open(citizen.wsUrl);
    expect((await peer.request('auth.join', { token })).role).toBe('supervisor');
    const words = () => peer.request('staff.say', { message: messageId(), text: '我来说' });
    expect(await codeOf(words())).toBe('role_refused');
    expect(citizen.peer.messages).toHaveLength(before);
    expect(
      server.consultations.calls().find(({ consultation }) => consultation === citizen.id),
    ).toMatchObject({
      phase: 'human',
      supervisors: 1,
      staff: 'staff_zhang',
    });
    await peer.request('staff.mode', { mode: 'barge', why: '市民要求找负责人' });
    await words();
    await citizen.peer.event('talk.transcript', ({ by }) => by === '王班长 001');
    expect(server.logged.some((line) => line.includes('市民要求找负责人'))).toBe(true);
    citizen.peer.close();
  });
});

describe('nobody is left alone', () => {
  it('when the human’s line breaks: the screen says so at once, and they go on when they are back', async () => {
    const { citizen, agent } = await served();
    agent.peer.close();
    const away = await phase(citizen.peer, 'away');
    expect(away.until).toBeGreaterThan(Date.now());
    const back = await TestPeer.open(citizen.wsUrl);
    await back.request('auth.resume', {
      consultation: citizen.id,
      secret: agent.welcome.resumeSecret,
      lastSeq: -1,
    });
    await citizen.peer.until('the human', (peer) => peer.eventsOf('service.state').at(-1)?.phase === 'human');
    citizen.peer.close();
  });

  it('when the citizen hangs up while it rings: the wish is gone, and a late claim finds nobody', async () => {
    const { peer } = await asking();
    const { id, listener } = await desk.wish(1);
    listener.ringing(true);
    await phase(peer, 'ringing');
    leave(peer, 'session.end', {});
    await peer.until('the end', ({ closed }) => closed);
    expect(desk.cancelled).toEqual([`${id} citizen_left`]);
    expect(await codeOf(listener.accepted(ZHANG))).toBe('state_refused');
  });

  it('when nobody takes it: the avatar says so and offers telephone and work order', async () => {
    const { peer } = await asking();
    const { listener } = await desk.wish(1);
    const cards = peer.eventsOf('card.show').length;
    listener.nobody('not_taken');
    await phase(peer, 'avatar');
    const card = await peer.until('the other ways', () => peer.eventsOf('card.show')[cards]);
    expect(card).toMatchObject({ kind: 'handoff', phone: { number: '12345' } });
    peer.close();
  });

  it('when the citizen does not want to wait: the avatar goes on, or a work order opens', async () => {
    const first = await asking();
    await first.peer.request('service.choose', { choice: 'avatar' });
    await phase(first.peer, 'avatar');
    const second = await asking();
    await second.peer.request('service.choose', { choice: 'work_order' });
    await second.peer.event('form.state', ({ kind }) => kind === 'f.work_order');
    expect(desk.cancelled).toEqual(['wish_1 citizen_stays', 'wish_2 work_order']);
    first.peer.close();
    second.peer.close();
  });

  it('has a picture stopped that was abused, which is told, audited and holds until it is allowed again', async () => {
    const { citizen, agent } = await served();
    const show = () =>
      citizen.peer.request('media.produce', {
        transport: 'none',
        kind: 'video',
        source: 'camera',
        rtpParameters: { codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }] },
      });
    // With a human there it is only the transport that is missing.
    expect(await codeOf(show())).not.toBe('state_refused');
    expect(await codeOf(citizen.peer.request('staff.picture', { stop: true, why: '画面不雅' }))).toBe(
      'role_refused',
    );
    await agent.peer.request('staff.picture', { stop: true, why: '画面不雅' });
    await phase(citizen.peer, 'human', ({ pictureStopped }) => pictureStopped === true);
    expect(await codeOf(show())).toBe('state_refused');
    expect(server.logged.join('\n')).toContain('画面不雅');
    await agent.peer.request('staff.picture', { stop: false, why: '市民道歉' });
    await phase(citizen.peer, 'human', ({ pictureStopped }) => pictureStopped === undefined);
    expect(await codeOf(show())).not.toBe('state_refused');
    citizen.peer.close();
    agent.peer.close();
  });

  it('may not show a camera while no human is there to see it', async () => {
    const { peer } = await asking();
    const sent = peer.request('media.produce', {
      transport: 'none',
      kind: 'video',
      source: 'camera',
      rtpParameters: { codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }] },
    });
    expect(await codeOf(sent)).toBe('state_refused');
    peer.close();
  });
});

describe('voices in the room', () => {
  it('carries the human’s voice to the citizen and back, and ends it with their part', async () => {
    const { citizen, agent } = await served();
    const ears = await MediaPeer.create(citizen.peer, citizen.welcome.routerRtpCapabilities);
    await ears.receive();
    const hands = await MediaPeer.create(agent.peer, agent.welcome.routerRtpCapabilities);
    await hands.receive();
    const sent = await hands.sendTone();
    const heard = await citizen.peer.event('media.newConsumer', ({ peerRole }) => peerRole === 'agent');
    expect(heard).toMatchObject({ kind: 'audio', source: 'microphone' });
    const answer = await ears.sendTone();
    await agent.peer.event(
      'media.newConsumer',
      ({ peerRole, source }) => peerRole === 'citizen' && source === 'microphone',
    );
    sent.stop();
    answer.stop();
    leave(agent.peer, 'staff.return', {});
    await citizen.peer.event('media.consumerClosed', ({ consumer }) => consumer === heard.consumer);
    ears.close();
    hands.close();
    citizen.peer.close();
  });

  it('keeps a whisper from the citizen, and lets a supervisor be heard who takes part', async () => {
    const { citizen } = await served();
    const ears = await MediaPeer.create(citizen.peer, citizen.welcome.routerRtpCapabilities);
    await ears.receive();
    const { token } = await server.consultations.admitSupervisor(citizen.id, {
      staff: 'staff_wang',
      agent: { name: '王班长', number: '001' },
      mode: 'whisper',
    });
    const peer = await TestPeer.open(citizen.wsUrl);
    const welcome = await peer.request('auth.join', { token });
    const voice = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
    await voice.receive();
    const sent = await voice.sendTone();
    const ofSupervisor = () =>
      citizen.peer.eventsOf('media.newConsumer').filter(({ peerRole }) => peerRole === 'supervisor');
    // A round through the room: whatever was to be told of the whisper has been told by then.
    await say(citizen.peer, '您好');
    expect(ofSupervisor()).toEqual([]);
    await peer.request('staff.mode', { mode: 'barge', why: '接过来处理' });
    await citizen.peer.until('the supervisor’s voice', () => ofSupervisor()[0]);
    await peer.request('staff.mode', { mode: 'monitor', why: '处理完了' });
    const [heard] = ofSupervisor();
    await citizen.peer.event('media.consumerClosed', ({ consumer }) => consumer === heard?.consumer);
    sent.stop();
    ears.close();
    voice.close();
    citizen.peer.close();
  });
});

describe('a citizen on the page without a socket', () => {
  it('writes with a human as with the avatar', async () => {
    const { consultations, url } = server;
    const proof = await consultations
      .createText('zh')
      .then(({ id, secret }) => ({ consultation: id, secret }));
    const write = (text: string) =>
      consultations.sayText({ ...proof, message: messageId(), text, lang: 'zh' }, '127.0.0.1');
    await write('转人工');
    const agent = await take(`${url.replace('http', 'ws')}/ws`, 1, ZHANG);
    await write('在吗');
    await agent.peer.event('talk.transcript', ({ text }) => text === '在吗');
    await agent.peer.request('staff.say', { message: messageId(), text: '在，请讲' });
    const { transcript, service } = await consultations.readText(proof);
    expect(service.phase).toBe('human');
    expect(transcript.at(-1)).toMatchObject({ role: 'agent', text: '在，请讲', by: '张老师 101' });
    leave(agent.peer, 'staff.return', {});
    await agent.peer.until('the end', ({ closed }) => closed);
    const answered = await write('身份证丢了怎么补');
    expect(answered.transcript.at(-1)).toMatchObject({ role: 'avatar' });
    expect(answered.transcript.at(-1)?.text).not.toBe('');
  });
});

describe('a server that was killed', () => {
  it('has the citizen first in the queue again when they come back, with the avatar beside them', async () => {
    const own = await startTestServer();
    own.consultations.joinDesk(desk);
    const { peer, wsUrl, id, welcome } = await joinNew(own.url);
    await peer.request('talk.mode', { mode: 'text' });
    await peer.request('talk.begin', {});
    await say(peer, '转人工');
    const agent = await take(wsUrl, 1, ZHANG);
    await phase(peer, 'human');
    agent.peer.close();
    await own.close();
    const again = await startTestServer({ dataDir: own.dataDir, port: own.port });
    again.consultations.joinDesk(desk);
    const back = await TestPeer.open(wsUrl);
    const proof = { consultation: id, secret: welcome.resumeSecret, lastSeq: -1 };
    const { snapshot } = await back.request('auth.resume', proof);
    expect(snapshot.service.phase).toBe('waiting');
    const { request } = await desk.wish(2);
    expect(request).toMatchObject({ consultation: id, priority: 'returned' });
    const next = await take(wsUrl, 2, LI);
    await phase(back, 'human', (state) => state.agent?.number === '102');
    next.peer.close();
    back.close();
    await dispose(again);
  });
});

it('offers the telephone and a work order, as before, where there is no desk', async () => {
  server.consultations.joinDesk({ ...noDesk, staffed: () => false });
  const { peer } = await joinNew(server.url);
  await peer.request('talk.mode', { mode: 'text' });
  await peer.request('talk.begin', {});
  await say(peer, '转人工');
  await peer.event('card.show', ({ kind }) => kind === 'handoff');
  expect(peer.eventsOf('service.state')).toEqual([]);
  peer.close();
});
const noDesk = { request: () => Promise.reject(new Error('asked')), cancel: () => {}, released: () => {} };
