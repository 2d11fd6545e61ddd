import { AppError, type Method, type Params, type TrackSource } from '../../protocol/index.ts';
import type { Room } from '../rooms/room.ts';

/** An answer for every method: a new method that nobody thought of does not compile. */
export type Answers = { [M in Method]: (params: Params<M>) => Promise<unknown> | unknown };
export type MediaMethod = Extract<Method, `media.${string}`>;

export interface MediaHost {
  /** Null when it is closed. */
  room: () => Room | null;
  peer: string;
  /** Whether this may be sent now, beside what the role may send at all. @throws AppError where not */
  mayProduce?: (source: TrackSource) => void;
  /** A consumer flows: the peer hears or sees from here. */
  onReady: () => void;
}

export const done = async (work: Promise<unknown> | unknown): Promise<object> => {
  await work;
  return {};
};

/** What anybody in a room may ask of its media: the same for citizens and staff; the room knows who may what. */
export function mediaAnswers(host: MediaHost): Pick<Answers, MediaMethod> {
  const { peer } = host;
  const room = (): Room => {
    const standing = host.room();
    if (standing === null) throw new AppError('room_gone', 'The room is closed.');
    return standing;
  };
  return {
    'media.capabilities': ({ rtpCapabilities }) => done(room().setCapabilities(peer, rtpCapabilities)),
    'media.createTransport': ({ direction, forceTcp }) =>
      room().createTransport(peer, direction, forceTcp ?? false),
    'media.connectTransport': (request) =>
      done(room().connectTransport(peer, request.transport, request.dtlsParameters)),
    'media.restartIce': async ({ transport }) => ({
      iceParameters: await room().restartIce(peer, transport),
    }),
    'media.produce': async (request) => {
      host.mayProduce?.(request.source);
      return { producer: await room().produce(peer, request) };
    },
    'media.pauseProducer': ({ producer, paused }) => done(room().pauseProducer(peer, producer, paused)),
    'media.closeProducer': ({ producer }) => done(room().closeProducer(peer, producer)),
    'media.consumerReady': async ({ consumer }) => {
      await room().consumerReady(peer, consumer);
      host.onReady();
      return {};
    },
  };
}

/** For methods that somebody in this role has no business with. */
export const refuse = (): never => {
  throw new AppError('role_refused', 'This is not for you to do.');
};

export const alreadyIn = (): never => {
  throw new AppError('state_refused', 'You have proven who you are already.');
};

/** Calls the answer of a method. */
export const asked =
  (answers: Answers) =>
  <M extends Method>(method: M, params: Params<M>): Promise<unknown> =>
    Promise.resolve((answers[method] as (params: Params<M>) => unknown)(params));
