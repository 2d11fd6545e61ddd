import type { Found, Lang, LocalText, Source, Suggestion, SuggestionKind } from '../../../protocol/index.ts';
import { SUGGESTION_KINDS } from '../../../protocol/index.ts';
import type { Reply } from '../../dialog/types.ts';
import { PROMPTS } from './rules.ts';

/** A suggestion before it has its id. */
export type Planned = Omit<Suggestion, 'id'>;

export interface HeardLine {
  /** The citizen's masked words. */
  text: string;
  lang: Lang;
  /** What the quiet dialog makes of them. */
  reply: Reply;
  /** The matter, in words. */
  name: (service: string) => LocalText | null;
  /** What the graph has of the service understood. */
  found: Found | null;
  /** Services already shown to the citizen. */
  shown: ReadonlySet<string>;
}

const planned = (
  kind: SuggestionKind,
  rule: string,
  title: string,
  text: string,
  more: Partial<Pick<Planned, 'say' | 'show' | 'sources'>> = {},
): Planned => ({
  ...{ kind, rule, title: title.slice(0, 120), text: text.slice(0, 400) },
  ...{ say: null, show: null, sources: [], ...more },
});

/** What is spoken to somebody in danger: the number first, at once. */
function dangerOf({ reply, lang }: HeardLine): Planned[] {
  const card = reply.cards.find((one) => one.kind === 'emergency');
  if (reply.understood.kind !== 'emergency' || card?.kind !== 'emergency') return [];
  const numbers = card.numbers.map(({ number, name }) => `${number} ${name}`).join('、');
  // Every number is said, also where the card's one sentence names the first alone.
  const left = card.numbers.filter(({ number }) => !card.text.includes(number));
  const more =
    left.length === 0
      ? ''
      : lang === 'en'
        ? ` Also call ${left.map(({ number }) => number).join(', ')}.`
        : `还要拨打${left.map(({ number, name }) => `${number}${name}`).join('、')}。`;
  const advice = card.advice?.join('；') ?? '';
  const text = `${advice === '' ? card.text : advice}`;
  return [
    planned('danger', 'danger', `有危险：先说号码 ${numbers}`, text, {
      say: `${card.text}${more}`.slice(0, 400),
      sources: (card.sources ?? []).slice(0, 4),
    }),
  ];
}

/** How one talks with somebody who sounds like this, and what to be careful with. */
function promptsOf({ text, lang, reply }: HeardLine): Planned[] {
  const feeling = reply.understood.emotion ?? 'neutral';
  const prompts = PROMPTS.filter(({ sign }) =>
    sign instanceof RegExp ? sign.test(text) : sign.includes(feeling),
  );
  const found = prompts.map(({ kind, rule, title, text: why, say }) =>
    planned(kind, rule, title, why, { say: say === null ? null : say[lang] }),
  );
  // A masked number: it was said aloud, and must not be said again.
  if (/\*{3,}/u.test(text))
    found.push(
      planned('risk', 'personal_number', '市民说了个人号码：勿复述', '已经脱敏。需要核对时只说后四位。'),
    );
  return found;
}

const sourcesOf = (reply: Reply): Source[] => reply.cards.flatMap((card) => card.sources ?? []).slice(0, 4);

/** The next question of the situation, in the avatar's own words, with what it rests on. */
function questionOf({ reply }: HeardLine): Planned[] {
  const { pending } = reply.state;
  if (pending?.kind !== 'slot') return [];
  const said = reply.sentences.findLast(({ text }) => /[？?]$/u.test(text.trim()))?.text;
  if (said === undefined) return [];
  const card = reply.cards.find((one) => one.kind === 'choices');
  const choices = card?.kind === 'choices' ? card.choices.map(({ label }) => label).join(' / ') : '';
  const why = card?.kind === 'choices' ? (card.why ?? '') : '';
  return [
    planned('question', 'next_question', said, [why, choices].filter((part) => part !== '').join(' '), {
      say: said.slice(0, 400),
      sources: sourcesOf(reply),
    }),
  ];
}

/** The graph's card of the matter, with its source. */
function answerOf({ reply, name, found, shown, lang }: HeardLine): Planned[] {
  const service = reply.state.service;
  if (service === null || reply.understood.service !== service || shown.has(service)) return [];
  const card = reply.cards.find(
    (one) => one.kind === 'answer' || one.kind === 'checklist' || one.kind === 'steps',
  );
  const summary =
    card === undefined
      ? undefined
      : 'summary' in card
        ? card.summary
        : 'text' in card
          ? card.text
          : undefined;
  const said = reply.sentences.map(({ text }) => text).filter((text) => !/[？?]$/u.test(text.trim()));
  const title = name(service)?.zh ?? service;
  return [
    planned('answer', 'answer', title, summary ?? (said.join('') || (found?.text ?? '')), {
      say: said.length === 0 || lang !== 'zh' ? null : said.join('').slice(0, 400),
      show: { kind: 'service', service },
      // Where the reply has no card yet, the graph's own entry says what it stands on.
      sources: sourcesOf(reply).length > 0 ? sourcesOf(reply) : (found?.sources.slice(0, 4) ?? []),
    }),
  ];
}

/** What the graph does not know is not promised: it becomes a work order. */
function unknownOf({ reply, text }: HeardLine): Planned[] {
  const { understood } = reply;
  if (understood.kind === 'order')
    return [
      planned(
        'missing',
        'work_order',
        '像是要反映问题：登记诉求单',
        '五要素：时间、地点、人物、经过、诉求。登记后告诉单号和时限。',
        {
          show: { kind: 'form', form: 'f.work_order' },
        },
      ),
    ];
  if (understood.kind !== 'unknown' || [...text].length < 6) return [];
  return [
    planned('risk', 'not_in_graph', '图谱里没有依据：勿口头承诺', '可以登记诉求单，由主管部门答复。', {
      say: '这个问题我这里没有查到准确的规定，不能随便答复您。我帮您登记下来，请主管部门给您答复，好吗？',
      show: { kind: 'form', form: 'f.work_order' },
    }),
  ];
}

/** Most pressing first; at most one of each rule. */
export function suggest(line: HeardLine): Planned[] {
  const danger = dangerOf(line);
  // In danger nothing else counts.
  if (danger.length > 0) return danger;
  const all = [...promptsOf(line), ...questionOf(line), ...answerOf(line), ...unknownOf(line)];
  return all.toSorted((a, b) => SUGGESTION_KINDS.indexOf(a.kind) - SUGGESTION_KINDS.indexOf(b.kind));
}

/** The opening (greeting, 12345, number, offer of help); what was said is known already. */
export const openingOf = (number: string, matter: LocalText | null, lang: Lang): Planned =>
  planned('manner', 'opening', '开场：问好、报号、接着办', '市民说过的不用再问一遍。', {
    say:
      lang === 'en'
        ? `Hello, this is 12345, agent ${number}. I have read what you said${matter === null ? '' : ` about ${matter.en}`}. Let me help you with it.`
        : `您好，这里是12345，我是${number}号坐席。${matter === null ? '您刚才说的' : `您说的${matter.zh}`}我都看到了，我接着帮您办。`,
  });

/** Nobody has answered the citizen for a while. */
export const silenceOf = (lang: Lang): Planned =>
  planned('manner', 'silence', '市民在等：说一声稍等', '8秒没有回话了。', {
    say:
      lang === 'en'
        ? 'One moment please, I am looking it up for you.'
        : '请您稍等，我正在为您查，马上回复您。',
  });

/** Before the end: number, time limit, rating. */
export const closingOf = (missing: readonly string[], lang: Lang): Planned =>
  planned(
    'missing',
    'closing',
    '结束前：还差这些',
    missing.length === 0 ? '问还有没有别的事，请市民评价，再说再见。' : missing.join('、'),
    {
      say:
        lang === 'en'
          ? 'Is there anything else? If not, you will be asked to rate this call. Thank you, goodbye.'
          : '请问还有别的问题吗？没有的话，请您对这次服务作个评价，感谢您的来访，再见。',
    },
  );
