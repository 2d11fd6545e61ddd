import type { ConsultationState, EMOTIONS } from '../../protocol/index.ts';
import { sides } from './arkit.ts';
import type { StageState } from './state.ts';
import type { NameFinder } from './tiers.ts';

export type EmotionName = (typeof EMOTIONS)[number];

/** Moods a face can show: VRM's five, and three of a counter's. */
export const MOODS = [
  'happy',
  'sad',
  'relaxed',
  'surprised',
  'angry',
  'serious',
  'sorry',
  'thinking',
] as const;
export type MoodName = (typeof MOODS)[number];
export type Mood = Readonly<Partial<Record<MoodName, number>>>;

const EMOTION_MOOD: Readonly<Record<EmotionName, Mood>> = {
  neutral: {},
  happy: { happy: 0.6 },
  relaxed: { relaxed: 0.55 },
  serious: { serious: 0.65 },
  sorry: { sorry: 0.65 },
  thinking: { thinking: 0.6 },
  surprised: { surprised: 0.45 },
  sad: { sad: 0.5 },
};

/** A hotline's face between words: awake, friendly, never grinning. */
const OCCASION_MOOD: Readonly<Record<ConsultationState | StageState, Mood>> = {
  lobby: { happy: 0.25 },
  greeting: { happy: 0.4 },
  idle: { happy: 0.2 },
  listening: { happy: 0.2 },
  thinking: { thinking: 0.35, happy: 0.05 },
  speaking: { happy: 0.25 },
  presenting: { happy: 0.25 },
  aside: { relaxed: 0.2, happy: 0.1 },
  asleep: { relaxed: 0.3 },
  ended: { happy: 0.3 },
};

/** The mood of a moment: the mark's where there is one, else that of the occasion. */
export function moodOf(occasion: ConsultationState | StageState, emotion: EmotionName | null): Mood {
  return emotion === null ? OCCASION_MOOD[occasion] : EMOTION_MOOD[emotion];
}

/** One expression that shows part of a mood. */
export interface MoodPart {
  name: string;
  share: number;
}

/** Moods of our own avatars, said with VRM's presets where a model has none of them. */
const BLENDS: Readonly<Partial<Record<MoodName, Readonly<Record<string, number>>>>> = {
  serious: { angry: 0.15 },
  sorry: { sad: 0.75 },
  thinking: { relaxed: 0.25, surprised: 0.12 },
};

/** Moods of a model that has ARKit's face shapes and no presets. `*`: left and right. */
const ARKIT_MOODS: Readonly<Record<MoodName, Readonly<Record<string, number>>>> = {
  happy: { 'mouthSmile*': 0.7, 'cheekSquint*': 0.5, 'eyeSquint*': 0.25 },
  sad: { browInnerUp: 0.8, 'mouthFrown*': 0.6, 'eyeSquint*': 0.15 },
  relaxed: { 'mouthSmile*': 0.3, 'eyeSquint*': 0.15 },
  surprised: { browInnerUp: 0.6, 'browOuterUp*': 0.8, 'eyeWide*': 0.6, jawOpen: 0.12 },
  angry: { 'browDown*': 0.9, 'noseSneer*': 0.3, 'mouthPress*': 0.3 },
  serious: { 'browDown*': 0.35, 'mouthPress*': 0.25 },
  sorry: { browInnerUp: 0.8, 'mouthFrown*': 0.3, 'eyeSquint*': 0.1 },
  thinking: { browOuterUpRight: 0.5, browDownLeft: 0.3, 'eyeSquint*': 0.15, mouthLeft: 0.15 },
};

function known(parts: Readonly<Record<string, number>>, find: NameFinder): MoodPart[] {
  return Object.entries(parts).flatMap(([key, share]) =>
    sides(key).flatMap((side) => {
      const name = find(side);
      return name === undefined ? [] : [{ name, share }];
    }),
  );
}

/** How a model shows a mood: by an expression of that name, else ARKit's shapes, else a blend of presets; else not at all. */
export function partsOf(mood: MoodName, find: NameFinder): MoodPart[] {
  const own = find(mood);
  if (own !== undefined) return [{ name: own, share: 1 }];
  const arkit = known(ARKIT_MOODS[mood], find);
  return arkit.length > 0 ? arkit : known(BLENDS[mood] ?? {}, find);
}
