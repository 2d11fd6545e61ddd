import type { LiveCall } from '../../desk/port.ts';
import type { Live } from '../live.ts';

/** A consultation as supervisors see it in their list: nothing personal. */
export function liveCallOf({ consultation, seats }: Live): LiveCall {
  const { state } = consultation.takeover;
  const { matter, feeling } = consultation.service.briefing(state.wish?.reason ?? 'asked');
  return {
    consultation: consultation.id,
    since: consultation.createdAt,
    phase: state.phase,
    matter: matter?.name ?? null,
    feeling,
    agent: state.staff?.agent ?? null,
    staff: state.staff?.staff ?? null,
    supervisors: seats?.supervisors ?? 0,
  };
}
