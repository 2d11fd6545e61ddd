export type { FacePlace } from './gaze.ts';
export { createStage } from './stage.ts';
export type { StageState } from './state.ts';
export {
  type CreateStage,
  type FrameReport,
  LIP_LEAD_MS,
  type Pressure,
  type Stage,
  type StageClock,
  type StageOptions,
  type StageStats,
  type Tier,
} from './types.ts';
