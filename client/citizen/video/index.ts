export { GuidanceVideo, type GuidanceVideoProps } from './guidance-video.tsx';
export type { VideoController, VideoEvent, VideoPhase, VideoSnapshot } from './types.ts';
