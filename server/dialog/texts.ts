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
  anythingElse: { zh: '好的，还有什么要办的，请您说。', en: 'All right. Tell me if there is anything else.' },
  helloAgain: { zh: '您好。', en: 'Hello. ' },
  welcome: { zh: '不客气。', en: 'You are welcome. ' },
  thanks: { zh: '不客气，还有需要请您说。', en: 'You are welcome. Just ask if you need anything else.' },
  bye: { zh: '感谢您的来访，再见。', en: 'Thank you for your visit. Goodbye.' },
  stop: { zh: '好的。', en: 'All right.' },
  nothingToRepeat: {
    zh: '我还没有说什么，请说您要办的事。',
    en: 'I have not said anything yet. Please tell me what you need.',
  },
  handoff: {
    zh: '<gesture name="apologise"/>很抱歉，现在还不能用视频转接人工坐席。您可以<gesture name="call_colleague"/>拨打12345由人工服务，也可以让我登记诉求单。',
    en: '<gesture name="apologise"/>I am sorry, human agents cannot be reached by video yet. You can <gesture name="call_colleague"/>call 12345 by telephone, or I can take down your request.',
  },
  handoffRequired: {
    zh: '<gesture name="apologise"/>这件事需要人工来办。请您<gesture name="call_colleague"/>拨打12345，或者让我登记诉求单，请人联系您。',
    en: '<gesture name="apologise"/>A person has to see to this. Please <gesture name="call_colleague"/>call 12345, or let me take down your request.',
  },
  handoffTitle: { zh: '人工服务', en: 'Speak with a person' },
  handoffCard: {
    zh: '现在还不能用视频转接人工坐席。您可以拨打12345，由人工为您服务；也可以登记诉求单，由单位联系您。',
    en: 'Human agents cannot be reached by video yet. Call 12345, or leave a request and the office will contact you.',
  },
  hotlineName: { zh: '政务服务便民热线', en: 'Government service hotline' },
  leaveRequest: { zh: '登记诉求单', en: 'Leave a request' },
  stayHere: { zh: '继续在这里问', en: 'Go on here' },
  scope: {
    zh: '抱歉，我只能解答政务服务方面的问题。您要办证、社保、公积金这样的事，可以问我。',
    en: 'I am sorry, I can only answer questions about government services.',
  },
  noMatch1: {
    zh: '抱歉，我没听明白。您可以说事项名，比如公积金租房提取。',
    en: 'I am sorry, I did not understand. You can name a service, for example: housing fund for rent.',
  },
  noMatch2: {
    zh: '抱歉，我还是没听明白。您可以点屏幕上的事项，或者说转人工。需要我转人工吗？',
    en: 'I am sorry, I still did not understand. You can tap one of the services, or ask for a person. Shall I?',
  },
  noMatch3: {
    zh: '<gesture name="apologise"/>抱歉没能帮到您。请您<gesture name="call_colleague"/>拨打12345，由人工为您服务，或者让我登记诉求单。',
    en: '<gesture name="apologise"/>I am sorry I could not help. Please <gesture name="call_colleague"/>call 12345, or let me take down your request.',
  },
  wait: { zh: '好的，不着急，您慢慢来。', en: 'Take your time.' },
  goneBack: { zh: '好的，回到上一步。', en: 'All right, one step back. ' },
  nothingBefore: {
    zh: '已经是第一步了。请说您要办的事。',
    en: 'This is the first step. Please tell me what you need.',
  },
  cancelled: { zh: '好的，先不办了。还有别的事吗？', en: 'All right, never mind. Is there anything else?' },
  nothingToCancel: { zh: '好的。还有别的事，您请说。', en: 'All right. Tell me if there is anything else.' },
  cancelForm: {
    zh: '这张表先不填了，对吗？填好的内容会给您留着。',
    en: 'Shall I put this form aside? What you filled in is kept.',
  },
  formAside: {
    zh: '好的，这张表先放着。想接着填，就说继续填。还有别的事吗？',
    en: 'All right, the form is put aside. Say continue to go on with it. Anything else?',
  },
  slower: { zh: '好的，我说慢一点。', en: 'All right, I will speak more slowly. ' },
  normal: { zh: '好的，恢复正常的速度。', en: 'All right, back to normal speed.' },
  louder: {
    zh: '好的，声音调大一点。您也可以调一下设备的音量。',
    en: 'All right, a little louder. You can also turn up your device.',
  },
  largeType: { zh: '好的，字已经放大了。', en: 'All right, the text is larger now.' },
  normalType: { zh: '好的，字已经调回来了。', en: 'All right, the text is back to normal.' },
  captionsOn: { zh: '好的，字幕打开了。', en: 'All right, captions are on.' },
  captionsOff: { zh: '好的，字幕关掉了。', en: 'All right, captions are off.' },
  textMode: {
    zh: '好的，改成文字办理。您打字就行，内容都还在。',
    en: 'All right, we go on in text. Nothing is lost.',
  },
  videoMode: { zh: '好的，回到视频。', en: 'All right, back to video.' },
  audioCheck: {
    zh: '我在的。您能听到这句话，声音就是好的。听不到的话，屏幕上有办法，也可以改用文字。',
    en: 'I am here. If you can hear this, the sound is fine. If not, the screen tells what to do; you can also go on in text.',
  },
  printCard: { zh: '好的，打印窗口打开了。', en: 'All right, the print window is open.' },
  sendCard: {
    zh: '好的，二维码在屏幕上，请用手机扫一扫。',
    en: 'All right, please scan the code on the screen with your phone.',
  },
  nothingToTake: {
    zh: '屏幕上还没有可以带走的内容。您先问一件事，我给您列清单。',
    en: 'There is nothing to take along yet. Ask about a service first, and I will list what you need.',
  },
  whyAsked: {
    zh: '问的都是办事条件里要看的情况，只用来给您说准材料和结果，您可以不答。还要问什么，请说。',
    en: 'I ask only what the conditions turn on, to tell you the right papers. You need not answer. What else?',
  },
  noVideo: {
    zh: '这件事还没有视频。我可以一步一步说给您听。',
    en: 'There is no video for this. I can tell you step by step.',
  },
  whichVideo: { zh: '您想看哪件事的视频？', en: 'Which video would you like to see?' },
  videoOpen: {
    zh: '好的，给您放视频。可以说暂停、后退、继续。',
    en: 'Here is the video. You can say pause, back, or continue.',
  },
  videoNone: { zh: '现在没有在放视频。', en: 'No video is playing now.' },
  videoDone: { zh: '好的。', en: 'All right.' },
  correctWhat: { zh: '好的，您重新说。', en: 'All right, please say it again. ' },
  slotUnknown: { zh: '没关系，不清楚也能往下走。', en: 'That is fine, we can go on. ' },
  goingOn: { zh: '好的，咱们接着说。', en: 'All right, let us go on. ' },
  slotAgain: { zh: '这一项会影响结果，请您说清楚一点。', en: 'This decides the result, so please tell me. ' },
  whyLead: { zh: '问这个，是因为', en: 'I ask because: ' },
  abuse: {
    zh: '请您别生气，也请文明用语，我会尽力帮您。',
    en: 'Please stay calm and polite. I will do my best to help.',
  },
  onlySources: {
    zh: '抱歉，我只按有权威依据的政务信息答复您，别的要求我做不到。请说您要办的事。',
    en: 'I am sorry, I only answer from official sources. Please tell me what you need.',
  },
  unlawful: { zh: '抱歉，这个我不能帮您。', en: 'I am sorry, I cannot help with that.' },
  noneOfThese: {
    zh: '好的，请您换个说法，或者说出事项的名称。',
    en: 'All right. Please say it another way, or name the service.',
  },
  empty: { zh: '我没听清，请您再说一次。', en: 'I did not catch that. Please say it again.' },
  ungrounded: {
    zh: '这个问题我没有查到权威依据，不能随意答复您。您可以拨打12345，或者让我登记工单，由部门答复您。',
    en: 'I found no authoritative source for this, so I cannot answer it. You can call 12345, or leave a request.',
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

export const redirectText = (name: string, phone: string, lang: Lang): string =>
  lang === 'zh'
    ? `这件事由${name}处理，请您拨打${phone}。需要的话，我也可以帮您登记诉求。`
    : `This is dealt with by another office. Please call ${phone}.`;

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
