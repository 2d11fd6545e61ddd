import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RESUME_WINDOW_MS } from '../../protocol/index.ts';
import { PeerLimits } from './limits.ts';
import { PeerSession, type Wire } from './session.ts';

function wire(): Wire & { sent: { seq: number; data: unknown }[]; closed: number | null } {
  const made = {
    sent: [] as { seq: number; data: unknown }[],
    closed: null as number | null,
    send: (text: string) => void made.sent.push(JSON.parse(text)),
    close: (code: number) => {
      made.closed = code;
    },
  };
  return made;
}

function setUp() {
  const calls = { attached: 0, detached: 0, lost: 0 };
  const invalid: string[] = [];
  const handler = {
    request: async () => ({}),
    attached: () => {
      calls.attached += 1;
    },
    detached: () => {
      calls.detached += 1;
    },
    lost: () => {
      calls.lost += 1;
    },
  };
  const session = new PeerSession('peer_a', 'con_a', handler, (event) => invalid.push(event));
  return { session, calls, invalid };
}

describe('a session that outlives its sockets', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives a socket that comes back what it missed, in order and once', () => {
    const { session } = setUp();
    const first = wire();
    session.attach(first);
    session.send('talk.state', { state: 'listening' });
    session.detach(first);
    session.send('talk.state', { state: 'thinking' });
    session.send('talk.state', { state: 'speaking' });
    const second = wire();
    expect(session.canReplay(1)).toBe(true);
    session.attach(second);
    session.replay(1);
    expect(second.sent.map(({ data }) => data)).toEqual([{ state: 'thinking' }, { state: 'speaking' }]);
    expect(second.sent.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('does not repeat speech: where that stands by now is told anew', () => {
    const { session } = setUp();
    const first = wire();
    session.attach(first);
    session.send('talk.beat', { utterance: 'utt_AAAAAAAAAAAA', sentMs: 1 });
    session.send('talk.state', { state: 'speaking' });
    const second = wire();
    session.attach(second);
    session.replay(0);
    expect(second.sent.map(({ data }) => data)).toEqual([{ state: 'speaking' }]);
  });

  it('lets a socket that was replaced do nothing more', () => {
    const { session } = setUp();
    const first = wire();
    const second = wire();
    session.attach(first);
    session.attach(second);
    expect(session.isAttachedTo(first)).toBe(false);
    expect(session.isAttachedTo(second)).toBe(true);
  });

  it('says that it cannot replay what it no longer keeps, nor what never was', () => {
    const { session } = setUp();
    for (let i = 0; i < 500; i += 1) session.send('talk.state', { state: 'listening' });
    expect(session.canReplay(10)).toBe(false);
    expect(session.canReplay(499)).toBe(true);
    expect(session.canReplay(501)).toBe(false);
  });

  it('gives media up when the socket does not come back in time, and not when it does', () => {
    const { session, calls } = setUp();
    const first = wire();
    session.attach(first);
    session.detach(first);
    vi.advanceTimersByTime(RESUME_WINDOW_MS - 1);
    const second = wire();
    session.attach(second);
    vi.advanceTimersByTime(RESUME_WINDOW_MS);
    expect(calls.lost).toBe(0);
    session.detach(second);
    vi.advanceTimersByTime(RESUME_WINDOW_MS);
    expect(calls).toEqual({ attached: 2, detached: 2, lost: 1 });
  });

  it('ignores the end of a socket that has been replaced', () => {
    const { session, calls } = setUp();
    const first = wire();
    const second = wire();
    session.attach(first);
    session.attach(second);
    session.detach(first);
    expect(calls.detached).toBe(0);
    expect(session.attached).toBe(true);
  });

  it('tells a page that another one has taken over', () => {
    const { session } = setUp();
    const first = wire();
    session.attach(first);
    session.replaceBy('replaced');
    expect(first.sent.at(-1)?.data).toEqual({ reason: 'replaced' });
    expect(first.closed).toBe(4409);
  });

  it('never sends what does not fit the protocol', () => {
    const { session, invalid } = setUp();
    const first = wire();
    session.attach(first);
    session.send('talk.state', { state: 'dancing' } as never);
    expect(first.sent).toEqual([]);
    expect(invalid).toEqual(['talk.state']);
  });
});

describe('limits per peer', () => {
  it('refuse beyond the burst, say how long to wait, and let pass again after that', () => {
    const limits = new PeerLimits(0);
    let allowed = 0;
    while (limits.takeMethod('talk.say', 0) === 0) allowed += 1;
    expect(allowed).toBe(8);
    const wait = limits.takeMethod('talk.say', 0);
    expect(wait).toBe(1_000);
    expect(limits.takeMethod('talk.say', wait)).toBe(0);
  });

  it('count each method by itself', () => {
    const limits = new PeerLimits(0);
    while (limits.takeMethod('talk.say', 0) === 0);
    expect(limits.takeMethod('talk.interrupt', 0)).toBe(0);
  });
});
