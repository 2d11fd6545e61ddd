import type { LocalText, SuggestionKind } from '../../../protocol/index.ts';
import type { Emotion } from '../../dialog/emotion.ts';

/** How an agent is prompted by what the citizen has said. */
export interface Prompt {
  rule: string;
  kind: SuggestionKind;
  /** What calls for it: words (normalised or not), or how the citizen sounds. */
  sign: RegExp | readonly Emotion[];
  title: string;
  text: string;
  say: LocalText | null;
}

/**
 * Etiquette and risk prompts, after the rules that hotlines set their agents (服务用语规范): thanks, feeling before facts, words
 * that are understood.
 */
export const PROMPTS: readonly Prompt[] = [
  {
    // Words of gathering or exposure: the supervisor is told.
    rule: 'group_risk',
    kind: 'risk',
    sign: /集体(?:上访|维权|抗议|讨薪|投诉)|(?:一起|都)去?上访|拉横幅|堵(?:门|路)|罢工|游行|静坐|聚众|找(?:媒体|记者)曝光/u,
    title: '群体性风险：请马上告诉班长',
    text: '市民提到聚集、上访或者曝光。先听完、不争辩，不作承诺，同时通知班长。',
    say: {
      zh: '您反映的情况很重要，我会如实记录并马上上报，请您先不要着急。',
      en: 'What you tell me is important. I will record it exactly and report it at once.',
    },
  },
  {
    // 先情绪后事情: apology, what was understood, the way, the time.
    rule: 'angry',
    kind: 'manner',
    sign: ['angry'],
    title: '市民在生气：先情绪，后事情',
    text: '先道歉，再复述，再说方案和时限。不解释，不反问。',
    say: {
      zh: '让您跑了冤枉路，非常抱歉，您的心情我理解。您先说，我听着，一件一件帮您落实。',
      en: 'I am sorry for the trouble this has caused you. Please tell me, and I will see to it step by step.',
    },
  },
  {
    rule: 'sad',
    kind: 'manner',
    sign: ['sad'],
    title: '市民难过：先安慰，放慢',
    text: '先说一句安慰的话，停一停，再问要办的事。',
    say: {
      zh: '听您这么说，我也很难过，请您节哀保重。不着急，您慢慢说，我陪您一步一步办。',
      en: 'I am very sorry to hear this. Take your time; I will go through it with you step by step.',
    },
  },
  {
    rule: 'anxious',
    kind: 'manner',
    sign: ['anxious', 'urgent'],
    title: '市民着急：先让人安心',
    text: '先说明自己在帮忙，再问最要紧的一件。',
    say: {
      zh: '您别着急，我在这儿帮您。您先告诉我，现在最要紧的是哪一件？',
      en: 'I am here to help. Please tell me what is the most pressing thing right now.',
    },
  },
  {
    // Slower, and confirmed.
    rule: 'not_understood',
    kind: 'manner',
    sign: /(?:听|看)不(?:懂|明白|清)|没(?:听|看)(?:懂|明白|清)|什么意思|太快了|说慢(?:点|一点|些)/u,
    title: '市民没听明白：放慢，换短句',
    text: '一次只说一件事，用平常话，说完问一句“这样说清楚吗”。',
    say: {
      zh: '对不起，我说得快了。我慢慢再说一遍，一次只说一件，您随时可以打断我。',
      en: 'Sorry, I was too fast. I will say it again slowly, one thing at a time.',
    },
  },
  {
    // 谢谢 is answered.
    rule: 'thanks',
    kind: 'manner',
    sign: /谢谢|感谢|多谢|麻烦(?:你|您)了|辛苦了|thank/iu,
    title: '市民道谢：回一句',
    text: '回应谢意，并问还有没有别的事。',
    say: {
      zh: '不客气，这是我应该做的。请问还有什么可以帮您？',
      en: 'You are welcome. Is there anything else that I can help you with?',
    },
  },
];

/** Words to a citizen that are thought over before they are sent. */
export interface Caution {
  rule: string;
  sign: RegExp;
  text: string;
  instead: string | null;
}

/** After the forbidden words of the trade (服务禁语): refusals, 反问, abuse, promises that nobody may give, passing the buck. */
export const CAUTIONS: readonly Caution[] = [
  {
    rule: 'abuse',
    sign: /神经病|有病吧|傻(?:子|瓜|逼)|滚(?:蛋|开)?(?:$|[，。！])|闭嘴|白痴|脑子(?:有|进)/u,
    text: '这是辱骂或者威胁的话，不能发给市民。',
    instead: null,
  },
  {
    rule: 'buck_passing',
    sign: /不归我们?管|不(?:是|属于)我们(?:的事|管|负责)|(?:你|您)(?:自己|去)?(?:再)?(?:自己)?去?(?:别处|其他部门|相关部门)(?:问|找)|(?:你|您)自己(?:去)?(?:问|找|查|想办法|解决|打)|关我(?:们)?什么事|找别人/u,
    text: '听起来在推给别处。请给出单位和电话，或者替市民转过去。',
    instead: '这件事由主管部门办理，我把电话给您，也可以现在帮您转办。',
  },
  {
    // 不知道您… asks politely, and is no refusal.
    rule: 'forbidden',
    sign: /不知道(?!您|你|是不是|是否)|不清楚(?!您|你|的(?:地方|话))|没办法|听不懂(?:吗|么|啊)|爱咋咋地|随便(?:你|您)|我?(?:都|已经)?说过了|跟你说了/u,
    text: '服务禁语。市民听到的是拒绝。',
    instead: '这个问题我马上为您核实，请您稍等一下。',
  },
  {
    rule: 'accusing',
    sign: /难道|怎么可能|(?:你|您)怎么(?:不|没)(?:早|先)|(?:你|您)为什么不(?:早|先)|谁让(?:你|您)/u,
    text: '反问或者责备的语气，会让市民更不满。',
    instead: null,
  },
  {
    rule: 'promise',
    sign: /(?<!不能|无法|不敢|不)保证|(?<!不)一定(?:能|会|可以|给|批|办)|肯定(?:能|会|可以|给|批|没问题)|包(?:您|你)|绝对(?:能|会|可以|没问题)/u,
    text: '这是承诺。结果要由承办单位按规定决定。',
    instead: '我会如实登记并转办，结果由承办单位按规定答复您。',
  },
];
