import { EMOTIONS, GAZES, GESTURES } from '../../../protocol/index.ts';

type Gesture = (typeof GESTURES)[number];
type Emotion = (typeof EMOTIONS)[number];
type Gaze = (typeof GAZES)[number];

/** Actions of other products by the words in their names, first match first; documented in docs/markup.md. */
const ACTIONS: readonly (readonly [RegExp, Gesture])[] = [
  [/shake-?head|say-?no|deny|refuse|摇头|否定|拒绝/, 'shake'],
  [/apolog|sorry|道歉|抱歉|致歉/, 'apologise'],
  [/thank|grateful|appreciat|感谢|致谢|谢谢/, 'thank'],
  [/bow|鞠躬|欠身/, 'bow'],
  [/numeric-?1|number-?1|count-?(one|1)|finger-?1|数字?一|比一|第一/, 'count_one'],
  [/numeric-?2|number-?2|count-?(two|2)|finger-?2|数字?二|比二|第二/, 'count_two'],
  [/numeric-?3|number-?3|count-?(three|3)|finger-?3|数字?三|比三|第三/, 'count_three'],
  [/think|ponder|思考|沉思|疑问/, 'think'],
  [/phone|call-?(colleague|agent)|transfer|电话|转接|呼叫/, 'call_colleague'],
  [/wave|hello|greet|bye|\bhi\b|welcome|挥手|招手|打招呼|问候|你好|欢迎|再见/, 'greet'],
  [/nod|agree|\byes\b|点头|同意|肯定/, 'nod'],
  [/invite|please|come-?on|邀请|有请|请进|伸手示意/, 'invite'],
  [/point|screen|look-?at|指向|指示|看屏幕|展示卡片/, 'point_card'],
  [
    /(introduce|show|explain|here|present|介绍|讲解|展示|说明).*(left|左)|(left|左).*(introduce|show|explain|here|present|介绍|讲解|展示|说明)/,
    'explain_left',
  ],
  [/introduce|show|explain|here|present|介绍|讲解|展示|说明/, 'explain_right'],
];

const FEELINGS: readonly (readonly [RegExp, Emotion])[] = [
  [/^(happy|cheerful|joy|joyful|excited|friendly|smile|pleased|高兴|开心|愉快|微笑)$/, 'happy'],
  [/^(neutral|calm-?neutral|none|normal|default|newscast|中性|平静)$/, 'neutral'],
  [/^(calm|relaxed|gentle|hopeful|assistant|chat|customerservice|放松|温和)$/, 'relaxed'],
  // A public counter does not get angry, afraid or disgusted: it gets serious.
  [/^(serious|angry|anger|fear|fearful|disgust|disgusted|disgruntled|严肃|生气|愤怒)$/, 'serious'],
  [/^(sorry|apologetic|empathetic|embarrassed|抱歉|歉意)$/, 'sorry'],
  [/^(thinking|confused|puzzled|doubt|思考|疑惑)$/, 'thinking'],
  [/^(surprise|surprised|amazed|惊讶|吃惊)$/, 'surprised'],
  [/^(sad|sadness|depressed|悲伤|难过|伤心)$/, 'sad'],
];

const GESTURE_NAMES = new Set<string>(GESTURES);
const EMOTION_NAMES = new Set<string>(EMOTIONS);
const GAZE_NAMES = new Set<string>(GAZES);
const isGesture = (name: string): name is Gesture => GESTURE_NAMES.has(name);
const isEmotion = (name: string): name is Emotion => EMOTION_NAMES.has(name);
const isGaze = (name: string): name is Gaze => GAZE_NAMES.has(name);

/** The gesture of our list that a name means, ours or another product's (`gesture.wave-left-1`, 点头); null for none. */
export function gestureNamed(name: string): Gesture | null {
  const own = name.trim().toLowerCase();
  if (isGesture(own)) return own;
  const plain = own.replace(/^gesture\./, '').replaceAll(/[_\s]+/g, '-');
  const dashed = plain.replaceAll('-', '_');
  if (isGesture(dashed)) return dashed;
  return ACTIONS.find(([sign]) => sign.test(plain))?.[1] ?? null;
}

/** The emotion of our list that a name means; null for none. */
export function emotionNamed(name: string): Emotion | null {
  const own = name.trim().toLowerCase();
  return isEmotion(own) ? own : (FEELINGS.find(([sign]) => sign.test(own))?.[1] ?? null);
}

/** Where to look; null for a place that is none of ours. */
export function gazeNamed(name: string): Gaze | null {
  const own = name.trim().toLowerCase();
  return isGaze(own) ? own : null;
}
