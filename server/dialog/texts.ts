import type { Lang } from '../../protocol/index.ts';

type Bilingual = Readonly<Record<Lang, string>>;

/** Fixed sentences that state no policy; those that need a number or a name take it as an argument. */
export const TEXTS = {
  greeting: {
    zh: '您好，我是12345的AI数字人小政，由人工智能为您服务。请问您要办什么事？',
    en: 'Hello, I am the AI digital human of the 12345 hotline. What can I do for you?',
  },
  hello: { zh: '您好，请说您要办的事。', en: 'Hello. Please tell me what you need.' },
  goOn: { zh: '请说您要办的事。', en: 'Please tell me what you need.' },
  thanks: { zh: '不客气，还有需要请您说。', en: 'You are welcome. Just ask if you need anything else.' },
  bye: { zh: '感谢您的来访，再见。', en: 'Thank you for your visit. Goodbye.' },
  stop: { zh: '好的。', en: 'All right.' },
  nothingToRepeat: {
    zh: '我还没有说什么，请说您要办的事。',
    en: 'I have not said anything yet. Please tell me what you need.',
  },
  handoff: {
    zh: '<gesture name="apologise"/>很抱歉，本版本还不能用视频转接人工坐席。您可以<gesture name="call_colleague"/>用电话拨打12345，由人工为您服务。',
    en: '<gesture name="apologise"/>I am sorry, human agents cannot be reached by video in this version. You can <gesture name="call_colleague"/>call 12345 by telephone.',
  },
  noneOfThese: {
    zh: '好的，请您换个说法，或者说出事项的名称。',
    en: 'All right. Please say it another way, or name the service.',
  },
  empty: { zh: '我没听清，请您再说一次。', en: 'I did not catch that. Please say it again.' },
  unknown: {
    zh: '这个问题我没有查到权威依据，不能随意答复您。您可以拨打12345，或者换一个问题。',
    en: 'I found no authoritative source for this, so I cannot answer it. You can call 12345, or ask something else.',
  },
  unknownAgain: {
    zh: '很抱歉，我还是没有查到权威依据，不能随意答复您。您可以拨打12345，由人工为您解答。',
    en: 'I am sorry, I still found no authoritative source. Please call 12345 to speak with a person.',
  },
  ungrounded: {
    zh: '这个问题我没有查到权威依据，不能随意答复您。您可以拨打12345咨询。',
    en: 'I found no authoritative source for this, so I cannot answer it. You can call 12345.',
  },
  whichService: { zh: '您想问的是哪件事？', en: 'Which service do you mean?' },
  choicesTitle: { zh: '您想问的是', en: 'Do you mean' },
  topicsTitle: { zh: '您可以这样问我', en: 'You can ask me' },
  noneLabel: { zh: '都不是', en: 'None of these' },
} as const satisfies Record<string, Bilingual>;

/** Said before the answer when feelings run high; the facts stay the same. */
export const COMFORT = {
  neutral: { zh: '', en: '' },
  anxious: { zh: '您别着急。', en: 'Please do not worry. ' },
  angry: { zh: '抱歉让您费心了。', en: 'I am sorry for the trouble. ' },
  sad: { zh: '我理解您的心情。', en: 'I understand. ' },
  urgent: { zh: '您别着急。', en: 'Please do not worry. ' },
  happy: { zh: '', en: '' },
} as const;

export const outsideText = (name: string, phone: string, lang: Lang): string =>
  lang === 'zh'
    ? `这个问题我没有查到权威依据，不能随意答复您。${name}可以拨打${phone}咨询。`
    : `I found no authoritative source for this, so I cannot answer it. Please call ${phone}.`;

export const clarifyText = (names: readonly string[], lang: Lang): string => {
  if (lang === 'en') return `Do you mean ${names.join(' or ')}? You can also say: none of these.`;
  return names.length === 1
    ? `您是想问${names[0]}吗？也可以说，都不是。`
    : `您是想问${names.slice(0, -1).join('、')}，还是${names[names.length - 1]}？也可以说，都不是。`;
};

export const abilitiesText = (names: readonly string[], lang: Lang): string =>
  lang === 'zh'
    ? `我能解答这些事：${names.join('、')}。您直接问就可以。`
    : `I can answer questions about these: ${names.join('; ')}.`;

export const englishAnswer = (node: { name: string; english: string }, phone: string): string =>
  `I found this service: ${node.english}. The details on the card are in Chinese: ${node.name}. You can also call ${phone}.`;

export const whoText = (city: string, lang: Lang): string =>
  lang === 'zh'
    ? `我不是真人，我是${city}12345的AI数字人小政，由人工智能为您服务。`
    : 'I am not a person. I am an AI digital human of the 12345 hotline.';
