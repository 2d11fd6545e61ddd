export { createEars } from './ears.ts';
export {
  type AvatarVoice,
  type DetectorKind,
  DUCK_DB,
  DUCK_GAIN,
  type Ears,
  type EarsClock,
  type EarsEvent,
  type EarsOptions,
  type EarsProfile,
  type FalseAlarmCause,
  type LipsSeen,
  MAX_DUCK_MS,
  type OpenQuestion,
  type SpeechEndReason,
  type SpeechPlace,
} from './types.ts';
export { isBackchannel } from './words.ts';
