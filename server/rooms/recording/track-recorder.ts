import { type ChildProcess, spawn } from 'node:child_process';
import type { types } from 'mediasoup';
import { freePort, sayBye, taken } from './ports.ts';
import { sdpOf } from './sdp.ts';
import type { Piece, PieceClock, SenderReport } from './types.ts';

/** A key frame is asked for so often until one has come, ms. */
const KEY_FRAME_EVERY_MS = 500;
/** ffmpeg has this long to take its port, and to write what it holds, ms. */
const STARTS_WITHIN_MS = 5_000;
const ENDS_WITHIN_MS = 3_000;
const SIGNAL_AFTER_MS = 1_500;
/** Reports that are kept: some of the beginning and some of the end tell offset and drift. */
const FIRST_REPORTS = 4;
const LAST_REPORTS = 8;
/** Seconds from 1900 (NTP) to 1970 (Unix), RFC 5905. */
const NTP_TO_UNIX_S = 2_208_988_800;

export interface TrackRecorderParts {
  router: types.Router;
  producer: types.Producer;
  piece: Piece;
  /** The program. */
  ffmpeg: string;
  now: () => number;
  log: (event: string, fields: Record<string, unknown>) => void;
}

/** What the packets of a recorder may be: the room's codecs, without what asks for packets again. */
function receivable(router: types.Router): types.RtpCapabilities {
  const { codecs = [] } = router.rtpCapabilities;
  return {
    codecs: codecs
      .filter(({ mimeType }) => !/\/rtx$/i.test(mimeType))
      .map((codec) => ({
        ...codec,
        rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => type === 'nack' || type === 'ccm'),
      })),
    headerExtensions: [],
  };
}

/**
 * Records one producer: its packets go by a plain transport to an ffmpeg of its own, which only packs them into Matroska and
 * writes that to its standard output. Nothing is decoded, and nothing is put on a disk here.
 *
 * The times within the piece are those of the RTP clock, from the first packet on; `PieceClock` says where that first
 * packet lies. It is over with `stop()`, with the producer, with the media worker, or when ffmpeg ends.
 */
export class TrackRecorder {
  readonly #parts: TrackRecorderParts;
  readonly #reports: { first: SenderReport[]; last: SenderReport[] } = { first: [], last: [] };
  #clock: Omit<PieceClock, 'reports'> | null = null;
  #transport: types.PlainTransport | null = null;
  #process: ChildProcess | null = null;
  #asking: NodeJS.Timeout | null = null;
  #port = 0;
  #stopped = false;
  readonly #ended = Promise.withResolvers<void>();

  constructor(parts: TrackRecorderParts) {
    this.#parts = parts;
  }

  /** Resolves when the piece is written to its end. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Begins. Never rejects: what cannot be recorded is logged, and its piece ends empty. */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      if (!this.#stopped) this.#parts.log('a track cannot be recorded', { error: String(error) });
      await this.stop();
    }
  }

  async #start(): Promise<void> {
    const { router, producer } = this.#parts;
    const port = await freePort();
    this.#port = port;
    const transport = await router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: true,
      comedia: false,
    });
    this.#transport = transport;
    if (this.#stopped) return this.#release();
    await transport.connect({ ip: '127.0.0.1', port });
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities: receivable(router),
      paused: true,
    });
    const over = (): void => void this.stop();
    consumer.observer.once('close', over);
    const kind = producer.kind;
    consumer.on('trace', ({ type, info }) => {
      if (type !== 'rtp' && type !== 'keyframe') return;
      this.#firstPacket(consumer, info);
    });
    producer.on('trace', this.#onReport);
    await producer.enableTraceEvent(['sr']);
    await consumer.enableTraceEvent(['rtp', 'keyframe']);
    const sdp = sdpOf({ port, rtpParameters: consumer.rtpParameters });
    this.#run(sdp, /h264/i.test(consumer.rtpParameters.codecs[0]?.mimeType ?? '') ? 'matroska' : 'webm');
    await taken(port, STARTS_WITHIN_MS);
    if (this.#stopped) return;
    await consumer.resume();
    if (kind !== 'video') return;
    const ask = (): void => void consumer.requestKeyFrame().catch(() => {});
    ask();
    this.#asking = setInterval(ask, KEY_FRAME_EVERY_MS);
  }

  #firstPacket(consumer: types.Consumer, info: Record<string, unknown>): void {
    if (this.#clock !== null) return;
    const packet = info.rtpPacket as { timestamp?: unknown } | undefined;
    if (typeof packet?.timestamp !== 'number') return;
    const clockRate = consumer.rtpParameters.codecs[0]?.clockRate ?? 90_000;
    this.#clock = { rtpStart: packet.timestamp, clockRate, at: this.#parts.now() };
    this.#parts.piece.placed({ ...this.#clock, reports: [] });
    // Only the first one is of use; a message for each packet would cost more than the recording.
    consumer.enableTraceEvent([]).catch(() => {});
  }

  readonly #onReport = ({ type, info }: types.ProducerTraceEventData): void => {
    if (type !== 'sr') return;
    const { ntpSec, ntpFrac, rtpTs } = info as Record<string, unknown>;
    if (typeof ntpSec !== 'number' || typeof ntpFrac !== 'number' || typeof rtpTs !== 'number') return;
    const ntp = (ntpSec - NTP_TO_UNIX_S) * 1_000 + (ntpFrac / 2 ** 32) * 1_000;
    const report = { ntp, rtp: rtpTs, at: this.#parts.now() };
    const { first, last } = this.#reports;
    if (first.length < FIRST_REPORTS) first.push(report);
    else {
      last.push(report);
      if (last.length > LAST_REPORTS) last.shift();
    }
  };

  #run(sdp: string, format: 'webm' | 'matroska'): void {
    const { ffmpeg, piece, log } = this.#parts;
    // The first key frame tells the size; waiting to tell the frames a second would hold everything back for seconds.
    const probing = ['-fpsprobesize', '0', '-analyzeduration', '2000000'];
    const input = [...probing, '-protocol_whitelist', 'pipe,udp,rtp', '-f', 'sdp', '-i', 'pipe:0'];
    // Times stay those of the RTP clock (`copyts`): a stream that would be shifted to begin at 0 could not be placed.
    const copied = ['-map', '0', '-c', 'copy', '-copyts', '-avoid_negative_ts', 'disabled'];
    const output = ['-flush_packets', '1', '-cluster_time_limit', '1000', '-f', format, 'pipe:1'];
    const child = spawn(
      ffmpeg,
      ['-hide_banner', '-loglevel', 'error', '-nostats', ...input, ...copied, ...output],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    this.#process = child;
    child.stdin.on('error', () => {});
    child.stdin.end(sdp);
    child.stdout.on('data', (bytes: Buffer) => {
      this.#asked();
      piece.write(bytes);
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      if (said.length < 2_000) said += bytes.toString('utf8');
    });
    child.once('error', (error) => log('the recorder of a track did not start', { error: String(error) }));
    child.once('close', (code) => {
      // 255 is how it ends when it is told to.
      if (!this.#stopped || (code !== 0 && code !== 255 && this.#clock !== null))
        log('the recorder of a track has ended', { code, said: said.slice(0, 400) });
      this.#process = null;
      void this.stop();
      this.#finish();
    });
  }

  /** Ends the piece; what has come is written. */
  stop(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true;
      this.#release();
      const child = this.#process;
      if (child === null) this.#finish();
      else {
        sayBye(this.#port);
        const again = setTimeout(() => child.kill('SIGINT'), SIGNAL_AFTER_MS);
        const killing = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
        child.once('close', () => {
          clearTimeout(again);
          clearTimeout(killing);
        });
      }
    }
    return this.#ended.promise;
  }

  /** A picture has come: no more key frames are asked for. */
  #asked(): void {
    if (this.#asking !== null) clearInterval(this.#asking);
    this.#asking = null;
  }

  #release(): void {
    this.#asked();
    const { producer } = this.#parts;
    producer.off('trace', this.#onReport);
    if (!producer.closed) producer.enableTraceEvent([]).catch(() => {});
    this.#transport?.close();
  }

  #finish(): void {
    const { first, last } = this.#reports;
    const clock = this.#clock === null ? null : { ...this.#clock, reports: [...first, ...last] };
    this.#parts.piece.end(clock).then(this.#ended.resolve, (error: unknown) => {
      this.#parts.log('a recorded piece could not be kept', { pii: String(error) });
      this.#ended.resolve();
    });
  }
}
