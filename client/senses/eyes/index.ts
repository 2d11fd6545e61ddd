export {
  CUE_KINDS,
  type Cue,
  type CueKind,
  type Distance,
  type Eyes,
  type EyesOptions,
  type EyesPressure,
  type EyesTrouble,
  type FaceAt,
  type FaceMeasures,
  type Look,
  PRESENCE_ONLY,
} from './types.ts';
export { hasFaceModel, watch } from './watch.ts';
