import type { Lang, LocalText, PublicAgent, Service } from '../../../protocol/index.ts';
import type { PlannedCard, PlannedSentence } from '../../dialog/types.ts';
import type { Word } from './machine.ts';

/** A number of minutes said as a range; null: nobody can tell yet. */
function minutes({ wait }: Service, lang: Lang): string | null {
  if (wait === null) return null;
  const low = Math.max(1, Math.round(wait.low / 60_000));
  const high = Math.max(low, Math.ceil(wait.high / 60_000));
  if (lang === 'en') return low === high ? `about ${low} min` : `${low} to ${high} min`;
  return low === high ? `大约${low}分钟` : `${low}到${high}分钟`;
}

const QUEUED: LocalText = {
  zh: '正在为您转接人工坐席，您说过的都已经转过去，不用再说一遍。',
  en: 'I am connecting you to a person. They will know what you have told me.',
};
const MEANWHILE: LocalText = {
  zh: '等的时候，您可以接着问我。',
  en: 'While you wait, you can go on asking me.',
};

/** 您前面有两位，预计三到六分钟。 */
function place(service: Service, lang: Lang): string {
  const { position } = service;
  const time = minutes(service, lang);
  const before = position === null ? null : position - 1;
  if (lang === 'en') {
    const people =
      before === null
        ? null
        : before === 0
          ? 'You are next'
          : `There ${before === 1 ? 'is' : 'are'} ${before} before you`;
    const parts = [people, time === null ? null : `it should take ${time}`].filter((part) => part !== null);
    return parts.length === 0 ? '' : `${parts.join(', ')}.`;
  }
  const people = before === null ? null : before === 0 ? '下一位就是您' : `您前面有${before}位`;
  const parts = [people, time === null ? null : `预计${time}`].filter((part) => part !== null);
  return parts.length === 0 ? '' : `${parts.join('，')}。`;
}

/** What the avatar says when somebody has been asked for. */
export function queuedSaid(service: Service, lang: Lang): PlannedSentence[] {
  return [QUEUED[lang], `${place(service, lang)}${MEANWHILE[lang]}`].map((text) => ({
    text,
    lang,
    marks: [],
  }));
}

const HOTLINE: LocalText = { zh: '政务服务便民热线', en: 'Government service hotline' };
const TITLE: LocalText = { zh: '人工服务', en: 'Speak with a person' };
const NOBODY_CARD: LocalText = {
  zh: '现在没有坐席能接您的视频。您可以拨打12345，也可以登记诉求单，由单位联系您。',
  en: 'Nobody can take your video call now. Call 12345, or leave a request and the office will contact you.',
};
const LEAVE: LocalText = { zh: '登记诉求单', en: 'Leave a request' };

/** What can be done instead of waiting, one tap. */
export const leaveSaid = (lang: Lang): string => LEAVE[lang];

function card(text: LocalText, lang: Lang): PlannedCard {
  return {
    kind: 'handoff',
    title: TITLE[lang],
    text: text[lang],
    phone: { number: '12345', name: HOTLINE[lang] },
    choices: [{ label: LEAVE[lang], say: LEAVE[lang] }],
  };
}

/** 101号坐席张老师 */
const named = (agent: PublicAgent | null, lang: Lang): string => {
  if (lang === 'en') return agent === null ? 'my colleague' : `${agent.name} (no. ${agent.number})`;
  return agent === null ? '人工坐席' : `${agent.number}号坐席${agent.name}`;
};

const SAID: Readonly<Record<Word, Readonly<Record<Lang, (agent: PublicAgent | null) => string>>>> = {
  arrived: {
    zh: (agent) => `${named(agent, 'zh')}来了，接下来由人工为您服务。`,
    en: (agent) => `${named(agent, 'en')} is here and will help you from now on.`,
  },
  back: {
    zh: () => '我是AI数字人小政，接下来还由我为您服务。还有什么要办的，请您说。',
    en: () => 'I am the AI digital human again. Tell me if there is anything else.',
  },
  lost: {
    zh: () => '坐席的网络断了，很抱歉。正在为您重新接通，您排在最前面，等的时候可以接着问我。',
    en: () => 'The connection to my colleague broke, I am sorry. You are first in the queue again.',
  },
  never_came: {
    zh: () => '刚才那位坐席没能接上，马上为您转给下一位。',
    en: () => 'That colleague could not be reached. I am asking the next one.',
  },
  nobody: {
    zh: () => '很抱歉，现在没有坐席能接您的视频。您可以拨打12345，也可以让我登记诉求单。',
    en: () =>
      'I am sorry, nobody can take your video call now. Call 12345, or let me take down your request.',
  },
  closed: {
    zh: () => '很抱歉，现在不是视频坐席的上班时间。您可以拨打12345，也可以让我登记诉求单。',
    en: () => 'I am sorry, video agents are not on duty now. Call 12345, or let me take down your request.',
  },
  stays: {
    zh: () => '好的，不转人工了。请您接着说。',
    en: () => 'All right, I will stay with you. Please go on.',
  },
};

/** What the avatar says and shows about the takeover. */
export function wordSaid(
  word: Word,
  agent: PublicAgent | null,
  lang: Lang,
): { sentences: PlannedSentence[]; cards: PlannedCard[] } {
  const sentences = [{ text: SAID[word][lang](agent), lang, marks: [] }];
  const cards = word === 'nobody' || word === 'closed' ? [card(NOBODY_CARD, lang)] : [];
  return { sentences, cards };
}

/** 张老师 101号: how a human is named beside their words. */
export const bylineOf = ({ name, number }: PublicAgent): string => `${name} ${number}`.slice(0, 64);
