import type { types } from 'mediasoup';
import { AppError, type DtlsParameters, type LineCheckOffer } from '../../protocol/index.ts';
import { MEDIA_CODECS } from './codecs.ts';
import type { MediaWorker } from './workers.ts';

/** A check takes a second or two; what is left open then is closed. */
const LIVES_MS = 15_000;
/** More at once than this is no help to anybody. */
const MAX_OPEN = 40;

/** Ways from pages to the media server that carry nothing: whether they can be opened is the answer. */
export class LineChecks {
  readonly #pick: () => MediaWorker;
  readonly #open = new Map<string, { transport: types.WebRtcTransport; timer: NodeJS.Timeout }>();
  #router: Promise<{ router: types.Router; media: MediaWorker }> | null = null;

  /** `pick`: a worker with room left. @throws AppError `server_busy` from it */
  constructor(pick: () => MediaWorker) {
    this.#pick = pick;
  }

  /** @throws AppError `server_busy` */
  async open(protocol: 'udp' | 'tcp'): Promise<Omit<LineCheckOffer, 'iceServers'>> {
    if (this.#open.size >= MAX_OPEN)
      throw new AppError('server_busy', 'Too many check their line.', { retryAfterMs: LIVES_MS });
    const { router, media } = await this.#standing();
    const transport = await router.createWebRtcTransport({
      webRtcServer: media.webRtcServer,
      enableUdp: protocol === 'udp',
      enableTcp: protocol === 'tcp',
      enableSctp: true,
    });
    const { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters } = transport;
    const timer = setTimeout(() => this.#close(id), LIVES_MS);
    timer.unref();
    this.#open.set(id, { transport, timer });
    transport.observer.once('close', () => this.#close(id));
    if (sctpParameters === undefined) throw new AppError('internal', 'The check has no data channel.');
    const { port, OS, MIS, maxMessageSize } = sctpParameters;
    return {
      transport: {
        id,
        iceParameters,
        iceCandidates: iceCandidates.map((one) => ({ ...one, ip: one.ip ?? one.address })),
        dtlsParameters,
      } as LineCheckOffer['transport'],
      sctpParameters: { port, OS, MIS, maxMessageSize },
      routerRtpCapabilities: router.rtpCapabilities as LineCheckOffer['routerRtpCapabilities'],
    };
  }

  /** @throws AppError `not_found` */
  async connect(id: string, dtlsParameters: DtlsParameters): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined) throw new AppError('not_found', 'This check is over.');
    await open.transport.connect({ dtlsParameters: dtlsParameters as types.DtlsParameters });
  }

  /** One router for all of them; a new one after its worker died. */
  #standing(): Promise<{ router: types.Router; media: MediaWorker }> {
    this.#router ??= this.#stand().catch((error: unknown) => {
      this.#router = null;
      throw error;
    });
    return this.#router;
  }

  async #stand(): Promise<{ router: types.Router; media: MediaWorker }> {
    const media = this.#pick();
    const router = await media.worker.createRouter({ mediaCodecs: MEDIA_CODECS });
    router.observer.once('close', () => {
      this.#router = null;
    });
    return { router, media };
  }

  #close(id: string): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    clearTimeout(open.timer);
    this.#open.delete(id);
    open.transport.close();
  }

  close(): void {
    for (const id of [...this.#open.keys()]) this.#close(id);
  }
}
