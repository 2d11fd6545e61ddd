import type { ConsultationState } from '../../protocol/index.ts';

/** What the avatar is doing, as its body and eyes show it. `aside`: a human serves the citizen; `asleep`: nobody is there. */
export const STAGE_STATES = [
  'idle',
  'listening',
  'thinking',
  'speaking',
  'presenting',
  'aside',
  'asleep',
] as const;
export type StageState = (typeof STAGE_STATES)[number];

const FROM_CONSULTATION: Readonly<Record<ConsultationState, StageState>> = {
  lobby: 'idle',
  greeting: 'speaking',
  listening: 'listening',
  thinking: 'thinking',
  speaking: 'speaking',
  ended: 'idle',
};

function isStageState(state: ConsultationState | StageState): state is StageState {
  return (STAGE_STATES as readonly string[]).includes(state);
}

/** The stage's state for a state of the consultation; its own pass unchanged. */
export function stageStateOf(state: ConsultationState | StageState): StageState {
  return isStageState(state) ? state : FROM_CONSULTATION[state];
}
