import { Device, type types } from 'mediasoup-client';
import { LINE_CHECK_API, type LineCheckOffer } from '../../protocol/index.ts';

/** How one part of the way stands. `none`: this office has none, and none is needed. */
export type LineVerdict = 'ok' | 'slow' | 'failed' | 'none';

/** What is known so far; null: not yet. */
export interface LineReport {
  /** The quick way of sound and picture. */
  udp: LineVerdict | null;
  /** The way around, where the quick one is blocked. */
  tcp: LineVerdict | null;
  /** The way over a relay. */
  turn: LineVerdict | null;
  /** How fast the line brings, Mbit/s; and whether that is enough for a picture. */
  down: { verdict: LineVerdict; mbit: number | null } | null;
  /** There and back, ms, over the best way. */
  rttMs: number | null;
}

const NOTHING_YET: LineReport = { udp: null, tcp: null, turn: null, down: null, rttMs: null };
/** A way that does not stand by then does not stand. */
const WITHIN_MS = 6_000;
/** A human's picture and voice need this much, Mbit/s. */
const ENOUGH_MBIT = 1;
/** A megabyte cannot tell faster lines apart. */
const MOST_MBIT = 500;

/** Tries every way to the media server and measures the line; tells what it knows as it comes. Never rejects. */
export async function checkLine(onReport: (report: LineReport) => void, base = ''): Promise<LineReport> {
  let report = NOTHING_YET;
  const tell = (part: Partial<LineReport>): void => {
    report = { ...report, ...part };
    onReport(report);
  };
  onReport(report);
  const api = `${base}${LINE_CHECK_API}`;
  const [udp, tcp] = [await tryWay(api, 'udp'), await tryWay(api, 'tcp')];
  tell({ udp: udp.verdict, tcp: tcp.verdict, rttMs: udp.rttMs ?? tcp.rttMs });
  tell({ turn: await tryRelay(udp.iceServers.length > 0 ? udp.iceServers : tcp.iceServers) });
  tell({ down: await measure(api) });
  return report;
}

interface Way {
  verdict: LineVerdict;
  rttMs: number | null;
  iceServers: RTCIceServer[];
}

async function tryWay(api: string, protocol: 'udp' | 'tcp'): Promise<Way> {
  let transport: types.Transport | null = null;
  let iceServers: RTCIceServer[] = [];
  try {
    const offer = (await post(`${api}/line`, { protocol })) as LineCheckOffer;
    iceServers = offer.iceServers as RTCIceServer[];
    const device = await Device.factory();
    await device.load({ routerRtpCapabilities: offer.routerRtpCapabilities as types.RtpCapabilities });
    // Without the relay: it has an answer of its own.
    const way = device.createSendTransport({
      ...(offer.transport as unknown as types.TransportOptions),
      sctpParameters: offer.sctpParameters as types.SctpParameters,
    });
    transport = way;
    way.on('connect', ({ dtlsParameters }, done, failed) => {
      post(`${api}/line/${way.id}`, { dtlsParameters }).then(() => done(), failed);
    });
    way.on('producedata', (_, done) => done({ id: 'check' }));
    const stands = new Promise<void>((resolve, reject) => {
      way.on('connectionstatechange', (state) => {
        if (state === 'connected') resolve();
        if (state === 'failed') reject(new Error(state));
      });
    });
    stands.catch(() => undefined);
    void way.produceData({ label: 'check' }).catch(() => undefined);
    await within(stands);
    return { verdict: 'ok', rttMs: await roundTrip(way), iceServers };
  } catch {
    return { verdict: 'failed', rttMs: null, iceServers };
  } finally {
    transport?.close();
  }
}

async function roundTrip(way: types.Transport): Promise<number | null> {
  const stats = await way.getStats();
  for (const one of stats.values()) {
    const pair = one as { type: string; state?: string; currentRoundTripTime?: number };
    if (
      pair.type === 'candidate-pair' &&
      pair.state === 'succeeded' &&
      pair.currentRoundTripTime !== undefined
    )
      return Math.round(pair.currentRoundTripTime * 1000);
  }
  return null;
}

/** Whether the relay gives this page an address. */
async function tryRelay(iceServers: RTCIceServer[]): Promise<LineVerdict> {
  if (iceServers.length === 0) return 'none';
  const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
  try {
    const found = new Promise<void>((resolve, reject) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null) reject(new Error('none'));
        else if (candidate.type === 'relay') resolve();
      };
    });
    found.catch(() => undefined);
    connection.createDataChannel('check');
    await connection.setLocalDescription(await connection.createOffer());
    await within(found);
    return 'ok';
  } catch {
    return 'failed';
  } finally {
    connection.close();
  }
}

async function measure(api: string): Promise<NonNullable<LineReport['down']>> {
  try {
    const answer = await fetch(`${api}/bytes`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(WITHIN_MS * 2),
    });
    if (!answer.ok) return { verdict: 'failed', mbit: null };
    // From the head on: what came before it is the way there, not the width of the line.
    const began = performance.now();
    const { byteLength } = await answer.arrayBuffer();
    const seconds = Math.max(performance.now() - began, 1) / 1000;
    const mbit = Math.min(MOST_MBIT, Math.round(((byteLength * 8) / 1e6 / seconds) * 10) / 10);
    return { verdict: mbit >= ENOUGH_MBIT ? 'ok' : 'slow', mbit };
  } catch {
    return { verdict: 'failed', mbit: null };
  }
}

function within<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('timeout')), WITHIN_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function post(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
