import type { Lang } from '../../protocol/index.ts';
import type { Alarm, Danger } from './emergency.ts';
import type { PlannedCard } from './types.ts';

type EmergencyCard = Extract<PlannedCard, { kind: 'emergency' }>;
type Bilingual = Readonly<Record<Lang, string>>;

const NAMES: Readonly<Record<string, Bilingual>> = {
  '119': { zh: '火警', en: 'Fire' },
  '120': { zh: '急救', en: 'Ambulance' },
  '110': { zh: '报警', en: 'Police' },
  '122': { zh: '交通事故', en: 'Traffic accident' },
  '12356': { zh: '心理援助', en: 'Mental health support' },
  '12355': { zh: '青少年服务台', en: 'Youth helpline' },
  '12338': { zh: '妇女维权', en: "Women's rights" },
  '96110': { zh: '反诈', en: 'Anti-fraud' },
};

/** Poison or pills were taken: minutes count, and the calm words stay. */
const POISONED: Bilingual = {
  zh: '我在听，您很重要。请现在就拨打120，门打开等他们来。12356和110也会帮您。',
  en: 'I am here, and you matter. Call 120 now and open the door for them. 12356 and 110 will help you too.',
};

interface Advice {
  numbers: readonly string[];
  say: Bilingual;
  text: Bilingual;
}

/** What is said and shown for each danger (domain: emergency redirect): no questions, no papers, numbers at once. */
const ADVICE: Readonly<Record<Danger, Advice>> = {
  fire: {
    numbers: ['119'],
    say: { zh: '请先确保安全，马上拨打119！', en: 'Get to safety and call 119 now!' },
    text: {
      zh: '请马上离开危险的地方，不要返回，拨打119。',
      en: 'Leave the danger at once, do not go back, call 119.',
    },
  },
  gas: {
    numbers: ['119', '120'],
    say: {
      zh: '请马上离开，不要开关电器，不要用明火。到安全的地方拨打119，有人头晕拨打120。',
      en: 'Leave now. Touch no switches and light no flame. Call 119 from a safe place, and 120 if anyone is dizzy.',
    },
    text: {
      zh: '马上离开，不要开关电器，不要用明火；到安全的地方再打电话。有人头晕，拨打120。',
      en: 'Leave at once, touch no switches, light no flame; call from a safe place. If anyone is dizzy, call 120.',
    },
  },
  injury: {
    numbers: ['120'],
    say: { zh: '请马上拨打120！', en: 'Call 120 now!' },
    text: {
      zh: '请马上拨打120，听从急救人员的指导。',
      en: 'Call 120 at once and follow their instructions.',
    },
  },
  crash: {
    numbers: ['120', '122'],
    say: {
      zh: '请先确保安全，马上拨打120，同时拨打122！',
      en: 'Get to safety. Call 120 now, and 122 as well!',
    },
    text: { zh: '有人受伤拨打120，交通事故拨打122。', en: 'Injuries: 120. Traffic accident: 122.' },
  },
  violence: {
    numbers: ['110'],
    say: { zh: '请先确保安全，马上拨打110！', en: 'Get to safety and call 110 now!' },
    text: { zh: '请到安全的地方，拨打110。', en: 'Get to a safe place and call 110.' },
  },
  domestic: {
    numbers: ['110', '12338'],
    say: {
      zh: '请先确保安全，马上拨打110。安全之后，可以拨打12338。',
      en: 'Get to safety and call 110 now. Once safe, you can call 12338.',
    },
    text: {
      zh: '请到安全的地方，拨打110。安全之后，妇女维权热线12338可以帮助您。',
      en: 'Get to a safe place and call 110. Once safe, 12338 can help you.',
    },
  },
  trapped: {
    numbers: ['119'],
    say: { zh: '请不要硬拉硬撬，马上拨打119！', en: 'Do not force anything. Call 119 now!' },
    text: {
      zh: '请拨打119，等救援人员来；陪着被困的人，让他别动。',
      en: 'Call 119 and wait for the rescuers; stay with the person.',
    },
  },
  water: {
    numbers: ['119', '120', '110'],
    say: {
      zh: '请不要自己下水，马上拨打119！可以扔绳子、木板给他。',
      en: 'Do not go into the water. Call 119 now! Throw a rope or a board.',
    },
    text: {
      zh: '不要下水去救，拨打119；把绳子、竹竿、木板递过去。救上来以后拨打120。',
      en: 'Do not jump in, call 119; reach out with a rope or a pole. Then call 120.',
    },
  },
  missing: {
    numbers: ['110'],
    say: {
      zh: '请马上拨打110，不用等24小时！请在原地附近的人帮忙找。',
      en: 'Call 110 now, there is no need to wait! Ask people nearby to help search.',
    },
    text: {
      zh: '马上拨打110，说清楚走失的时间、地点、穿的衣服。',
      en: 'Call 110 at once and tell time, place and clothes.',
    },
  },
  minor: {
    numbers: ['110', '12338', '12355'],
    say: {
      zh: '孩子的安全最要紧，请马上拨打110！安全之后，可以拨打12338或者12355。',
      en: "The child's safety comes first. Call 110 now! Once safe, 12338 or 12355 can help.",
    },
    text: {
      zh: '孩子有危险，马上拨打110，请身边可靠的大人帮忙。安全之后，12338和12355可以帮助孩子。',
      en: 'A child in danger: call 110 at once and ask a trusted adult for help. Once safe, 12338 and 12355 can help.',
    },
  },
  unlawful: {
    numbers: ['110'],
    say: {
      zh: '请您别靠近，注意安全，马上拨打110！您的信息会保密。',
      en: 'Keep away and call 110 now! Your identity is kept confidential.',
    },
    text: { zh: '请不要靠近，不要惊动对方，拨打110。', en: 'Keep away, do not alert them, call 110.' },
  },
  police: {
    numbers: ['110'],
    say: { zh: '请先确保安全，马上拨打110！', en: 'Get to safety and call 110 now!' },
    text: { zh: '请拨打110报警。', en: 'Call 110 for the police.' },
  },
  self_harm: {
    numbers: ['12356', '120', '110'],
    say: {
      zh: '我在听，您的安全最重要。请现在拨打12356，有人会陪您说话。情况危急，请拨打120或者110。',
      en: 'I am listening, and your safety matters most. Please call 12356 now, someone will talk with you. In danger, call 120 or 110.',
    },
    text: {
      zh: '请不要一个人待着。心理援助热线12356有人陪您说话；情况危急，拨打120或者110。',
      en: 'Please do not stay alone. 12356 will talk with you; in immediate danger call 120 or 110.',
    },
  },
  fraud: {
    numbers: ['110', '96110'],
    say: {
      zh: '不要转账，不要说验证码！请马上拨打110，或者96110。',
      en: 'Do not transfer money, do not tell any code! Call 110 or 96110 now.',
    },
    text: {
      zh: '不要转账，不要说出验证码和密码，不要共享屏幕。马上拨打110，或者96110。',
      en: 'Transfer no money, tell no code or password, share no screen. Call 110 or 96110 at once.',
    },
  },
};

/** What a card holds. */
const MOST_NUMBERS = 4;

/** What is said and shown at once when somebody is in danger. */
export function adviceFor(alarm: Alarm, lang: Lang): { say: string; card: EmergencyCard } {
  const advice = ADVICE[alarm.danger];
  const others = alarm.also.flatMap((danger) => ADVICE[danger].numbers.slice(0, 2));
  const hurt = alarm.hurt || alarm.poisoned;
  const all = [...new Set([...advice.numbers, ...(hurt ? ['120'] : []), ...others])];
  const numbers = all.slice(0, MOST_NUMBERS);
  const ambulance = hurt && !advice.numbers.includes('120');
  const more = lang === 'zh' ? '有人受伤，拨打120。' : ' If anyone is hurt, call 120.';
  return {
    say: alarm.poisoned ? POISONED[lang] : ambulance ? `${advice.say[lang]}${more}` : advice.say[lang],
    card: {
      kind: 'emergency',
      title: lang === 'zh' ? '请马上求助' : 'Get help now',
      text: advice.text[lang],
      numbers: numbers.map((number) => ({ number, name: NAMES[number]?.[lang] ?? number })),
    },
  };
}

/** What is said while help has not come yet: the number again, and one thing to do; with a life at stake, company. */
export function companyFor(alarm: Alarm, lang: Lang): string {
  if (alarm.danger === 'self_harm') {
    return lang === 'zh'
      ? '我在，我听着呢。请您现在拨打12356，有人陪您说话；身边有人的话，请叫他过来。'
      : 'I am here and I am listening. Please call 12356 now, and ask somebody near you to come.';
  }
  const { numbers } = adviceFor(alarm, lang).card;
  const number = numbers[0]?.number ?? '110';
  const [zh, en] = COMPANY[alarm.danger] ?? [
    '听接线员的指导，留在安全的地方。',
    'Do as they tell you and stay safe.',
  ];
  return lang === 'zh' ? `请拨打${number}，${zh}` : `Call ${number}. ${en}`;
}

/** Said beside an answer where the words may tell of a danger: one sentence, and no question. */
export function besideFor(danger: Danger): string {
  const number = ADVICE[danger].numbers[0] ?? '110';
  return danger === 'self_harm'
    ? `您心里难受的话，${number}一直有人陪您说话。`
    : `要是眼下有危险，请先拨打${number}。`;
}

const COMPANY: Partial<Record<Danger, readonly [string, string]>> = {
  injury: [
    '电话别挂，听他们指导。别随便挪动病人，门打开等救护车。',
    'Stay on the line and do as they say. Keep the door open.',
  ],
  crash: [
    '别挪动伤者，人站到安全的地方，电话别挂。',
    'Do not move the injured; stand in a safe place and stay on the line.',
  ],
  fire: ['人先出来，别回去拿东西，别坐电梯。', 'Get out, do not go back, take no lift.'],
  gas: ['人先出来，别开关电器，在外面打电话。', 'Get out, touch no switch, call from outside.'],
  fraud: [
    '不要再转，也不要再说验证码。已经转了，告诉警察对方账号和时间。',
    'Transfer nothing more. Tell the police the account and the time.',
  ],
  missing: [
    '告诉警察地点、时间和穿的衣服，请旁边的人一起找。',
    'Tell the police place, time and clothes; ask people to help.',
  ],
  minor: [
    '带孩子离开伤害他的人，到有人的地方等警察。',
    'Take the child away from the danger to a place with people.',
  ],
  violence: ['先躲到安全的地方，锁好门，别硬拼。', 'Hide in a safe place and lock the door.'],
  domestic: [
    '先离开他，到安全的地方，能带孩子就带上。',
    'Get away to a safe place, with the children if you can.',
  ],
};
