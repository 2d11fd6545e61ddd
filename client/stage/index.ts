export { createStage } from './stage.ts';
export {
  type CreateStage,
  type FrameReport,
  LIP_LEAD_MS,
  type Stage,
  type StageClock,
  type StageOptions,
} from './types.ts';
