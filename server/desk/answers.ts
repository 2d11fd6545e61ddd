import { AppError, type DeskMethod, type DeskParams, type DeskResult } from '../../protocol/index.ts';
import type { Desk } from './desk.ts';

type Answers = {
  [M in Exclude<DeskMethod, 'desk.join'>]: (
    staff: string,
    params: DeskParams<M>,
  ) => Promise<DeskResult<M>> | DeskResult<M>;
};

/** What a console may ask, method by method. */
export function deskAnswers(desk: () => Desk): Answers {
  return {
    'desk.presence': (staff, { presence, reason }) => {
      if (presence === 'break' && reason === undefined)
        throw new AppError('message_invalid', 'A break has a reason.');
      desk().setPresence(staff, presence, reason ?? null);
      return {};
    },
    'desk.accept': (staff, { entry }) => desk().accept(staff, entry),
    'desk.decline': (staff, { entry, reason }) => {
      desk().decline(staff, entry, reason);
      return {};
    },
    'desk.wrapUp': async (staff, params) => {
      await desk().wrapUp(staff, params);
      return {};
    },
    'desk.ratings': async (staff) => ({ ratings: await desk().ratings(staff) }),
    'desk.wrapUpLonger': (staff) => desk().wrapUpLonger(staff),
    'desk.enter': (staff, params) => desk().enter(staff, params),
    'desk.takeOver': (staff, params) => desk().takeOver(staff, params),
    'desk.assign': async (staff, params) => {
      await desk().assign(staff, params);
      return {};
    },
    'desk.setPresence': async (staff, params) => {
      await desk().setPresenceOf(staff, params);
      return {};
    },
  };
}
