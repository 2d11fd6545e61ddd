import { AppError, type Method, type Params } from '../../protocol/index.ts';
import type { Room } from '../rooms/room.ts';
import type { SessionHandler } from '../signalling/session.ts';
import type { Consultation } from './consultation.ts';

export interface CitizenHandlerParts {
  consultation: Consultation;
  peer: string;
  end: () => Promise<void>;
  onAttached: () => void;
  onDetached: () => void;
  onLost: () => void;
}

type Answers = { [M in Method]: (params: Params<M>) => Promise<unknown> | unknown };

/** What a citizen may ask of their consultation and room, method by method. */
export function createCitizenHandler(parts: CitizenHandlerParts): SessionHandler {
  const { consultation, peer } = parts;
  const room = (): Room => {
    if (consultation.room === null) throw new AppError('room_gone', 'The room is closed.');
    return consultation.room;
  };
  const alreadyIn = (): never => {
    throw new AppError('state_refused', 'You have proven who you are already.');
  };
  const done = async (work: Promise<unknown> | unknown): Promise<object> => {
    await work;
    return {};
  };

  const answers: Answers = {
    'auth.join': alreadyIn,
    'auth.resume': alreadyIn,
    'media.capabilities': ({ rtpCapabilities }) => done(room().setCapabilities(peer, rtpCapabilities)),
    'media.createTransport': ({ direction, forceTcp }) =>
      room().createTransport(peer, direction, forceTcp ?? false),
    'media.connectTransport': (request) =>
      done(room().connectTransport(peer, request.transport, request.dtlsParameters)),
    'media.restartIce': async ({ transport }) => ({
      iceParameters: await room().restartIce(peer, transport),
    }),
    'media.produce': async (request) => ({ producer: await room().produce(peer, request) }),
    'media.pauseProducer': ({ producer, paused }) => done(room().pauseProducer(peer, producer, paused)),
    'media.closeProducer': ({ producer }) => done(room().closeProducer(peer, producer)),
    'media.consumerReady': async ({ consumer }) => {
      await room().consumerReady(peer, consumer);
      // A reloaded page hears again from here: tell it what is under way.
      consultation.announceRunning();
      return {};
    },
    'voice.turns': ({ turns }) => {
      consultation.listening?.setTurns(turns);
      return { hears: consultation.listening?.hears ?? false };
    },
    'voice.begin': ({ backMs }) => done(consultation.listening?.begin(backMs)),
    'voice.end': () => done(consultation.listening?.end()),
    'voice.cancel': () => done(consultation.listening?.cancel()),
    'talk.begin': () => done(consultation.begin()),
    'talk.say': (params) => consultation.say(params),
    'talk.interrupt': ({ turn }) => done(consultation.interrupt(turn)),
    'talk.continue': () => done(consultation.goOnTalking()),
    'talk.silence': ({ ms }) => done(consultation.silent(ms)),
    'talk.heard': ({ utterance, ms }) => done(consultation.heard(utterance, ms)),
    'talk.mode': ({ mode }) => done(consultation.setMode(mode)),
    'talk.speed': ({ slower }) => done(consultation.setSlower(slower)),
    'talk.language': ({ lang }) => done(consultation.setLang(lang)),
    'form.open': (params) => done(consultation.beside.openForm(params)),
    'form.get': (params) => consultation.beside.getForm(params),
    'form.set': (params) => consultation.beside.setField(params),
    'form.focus': (params) => done(consultation.beside.focus(params)),
    'form.confirm': (params) => consultation.beside.confirm(params),
    'form.cancel': (params) => done(consultation.beside.cancel(params)),
    'card.act': (params) => done(consultation.beside.act(params)),
    'video.report': (params) => done(consultation.videoReport(params)),
    'card.link': (params) => consultation.beside.link(params),
    'session.end': () => done(parts.end()),
  };

  return {
    request: <M extends Method>(method: M, params: Params<M>) =>
      Promise.resolve((answers[method] as (params: Params<M>) => unknown)(params)),
    attached: parts.onAttached,
    detached: parts.onDetached,
    lost: parts.onLost,
  };
}
