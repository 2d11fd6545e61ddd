import { AppError, type TrackSource } from '../../protocol/index.ts';
import type { SessionHandler } from '../signalling/session.ts';
import type { Consultation } from './consultation.ts';
import { type Answers, alreadyIn, asked, done, mediaAnswers, refuse } from './media-answers.ts';

export interface CitizenHandlerParts {
  consultation: Consultation;
  peer: string;
  end: () => Promise<void>;
  onAttached: () => void;
  onDetached: () => void;
  onLost: () => void;
}

/** What a citizen may ask of their consultation and room, method by method. */
export function createCitizenHandler(parts: CitizenHandlerParts): SessionHandler {
  const { consultation, peer } = parts;
  /** Pictures go to a human alone, who has to be there: nobody else in the room is to see the citizen. */
  const mayProduce = (source: TrackSource): void => {
    if (source !== 'microphone' && consultation.takeover.pictureStopped)
      throw new AppError('state_refused', 'Your picture was stopped.');
    if (source === 'microphone' || consultation.takeover.state.phase === 'human') return;
    throw new AppError('state_refused', 'Nobody is here to see this.');
  };
  const media = mediaAnswers({
    room: () => consultation.room,
    peer,
    mayProduce,
    // A reloaded page hears again from here: tell it what is under way.
    onReady: () => consultation.announceRunning(),
  });

  const answers: Answers = {
    'auth.join': alreadyIn,
    'auth.resume': alreadyIn,
    ...media,
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
    'service.choose': ({ choice }) => done(consultation.choose(choice)),
    'recording.choose': (params) => done(consultation.recording.choose(params)),
    'session.end': () => done(parts.end()),
    'staff.say': refuse,
    'staff.push': refuse,
    'staff.look': refuse,
    'staff.setField': refuse,
    'staff.avatar': refuse,
    'staff.return': refuse,
    'staff.end': refuse,
    'staff.passOn': refuse,
    'staff.picture': refuse,
    'staff.keep': refuse,
    'staff.mode': refuse,
    'staff.check': refuse,
    'staff.rate': refuse,
    'staff.record': refuse,
  };

  return {
    request: asked(answers),
    attached: parts.onAttached,
    detached: parts.onDetached,
    lost: parts.onLost,
  };
}
