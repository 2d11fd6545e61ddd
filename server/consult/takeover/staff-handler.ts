import { AppError, type SupervisorMode } from '../../../protocol/index.ts';
import type { StaffGrant } from '../../desk/port.ts';
import type { Party } from '../../rooms/who-hears-whom.ts';
import type { SessionHandler } from '../../signalling/session.ts';
import type { Consultation } from '../consultation.ts';
import { type Answers, alreadyIn, asked, done, mediaAnswers, refuse } from '../media-answers.ts';
import { formForStaff } from './staff-view.ts';
import { bylineOf } from './texts.ts';

export interface StaffHandlerParts {
  consultation: Consultation;
  peer: string;
  grant: StaffGrant;
  party: () => Party;
  setMode: (mode: SupervisorMode, why: string) => Promise<void>;
  end: () => Promise<void>;
  /** Acts that need a reason go to the audit. */
  audit: (what: string, why: string) => void;
  onAttached: () => void;
  onDetached: () => void;
  onLost: () => void;
}

/**
 * What an agent or a supervisor may ask of a citizen's consultation. An agent acts while they are in charge; a supervisor
 * while they take part (`barge`): one who only listens or whispers changes nothing.
 */
export function createStaffHandler(parts: StaffHandlerParts): SessionHandler {
  const { consultation, peer, grant } = parts;
  const { takeover } = consultation;
  const inCharge = (): void => {
    const { role, mode } = parts.party();
    if (role === 'supervisor' && mode !== 'barge') refuse();
    const { staff, phase } = takeover.state;
    if (role === 'agent' && (phase !== 'human' || staff?.staff !== grant.staff))
      throw new AppError('state_refused', 'You are not in charge of this call.');
  };
  const isAgent = (): void => {
    if (parts.party().role !== 'agent') refuse();
    inCharge();
  };
  const acting =
    <P, R>(work: (params: P) => R) =>
    (params: P): R => {
      inCharge();
      return work(params);
    };
  const asAgent =
    <P, R>(work: (params: P) => R) =>
    (params: P): R => {
      isAgent();
      return work(params);
    };
  const by = bylineOf(grant.agent);

  const answers: Answers = {
    'auth.join': alreadyIn,
    'auth.resume': alreadyIn,
    ...mediaAnswers({
      room: () => consultation.room,
      peer,
      onReady: () => consultation.announceRunning(),
    }),
    'voice.turns': refuse,
    'voice.begin': refuse,
    'voice.end': refuse,
    'voice.cancel': refuse,
    'talk.begin': refuse,
    'talk.say': refuse,
    'talk.interrupt': acting(() => done(consultation.interrupt())),
    'talk.continue': refuse,
    'talk.silence': refuse,
    'talk.heard': () => ({}),
    'talk.mode': refuse,
    'talk.speed': refuse,
    'talk.language': refuse,
    'form.open': refuse,
    'form.get': async (params) => {
      const { definition, state } = await consultation.beside.getForm(params);
      return { definition, state: formForStaff(state, () => definition) };
    },
    'form.set': refuse,
    'form.focus': refuse,
    'form.confirm': refuse,
    'form.cancel': refuse,
    'card.act': refuse,
    'video.report': refuse,
    'card.link': refuse,
    'service.choose': refuse,
    'recording.choose': refuse,
    'session.end': refuse,
    'staff.say': acting(({ message, text }) => consultation.staffSays({ message, text, by })),
    'staff.push': acting(({ what }) => done(consultation.push(what))),
    // Whoever only listens may look something up too: nobody is shown it.
    'staff.look': ({ text }) => ({ found: consultation.service.lookUp(text) }),
    // Nobody is shown it, and it tells nothing that the asker could not look up.
    'staff.check': ({ text }) => ({ warnings: consultation.service.check(text) }),
    'staff.rate': acting(({ suggestion, useful }) =>
      done(consultation.service.rate(grant.staff, suggestion, useful)),
    ),
    'staff.setField': acting((params) => consultation.beside.setByStaff(params)),
    'staff.avatar': asAgent(({ on }) => done(takeover.helps(on))),
    'staff.return': asAgent(async ({ note }) => {
      if (note !== undefined) consultation.service.note(note, by);
      takeover.returned(grant.staff);
      return {};
    }),
    'staff.end': asAgent(() => done(parts.end())),
    'staff.passOn': asAgent(async ({ skills, to, note }) => {
      if (note !== undefined) consultation.service.note(note, by);
      takeover.passOn({ skills, ...(to === undefined ? {} : { to }) });
      return {};
    }),
    'staff.picture': acting(({ stop, why }) => {
      parts.audit(stop ? "the citizen's picture is stopped" : "the citizen's picture is allowed again", why);
      return done(takeover.stopPicture(stop));
    }),
    'staff.keep': asAgent(() => done(takeover.keepCitizen())),
    'staff.record': acting((params) => {
      if (params.act === 'ask') return done(consultation.recording.ask(by, params.why));
      return done(consultation.recording.rest('staff', params.act === 'rest'));
    }),
    'staff.mode': async ({ mode, why }) => {
      if (parts.party().role !== 'supervisor') refuse();
      await parts.setMode(mode, why);
      return {};
    },
  };

  return {
    request: asked(answers),
    attached: parts.onAttached,
    detached: parts.onDetached,
    lost: parts.onLost,
  };
}
