const NO_IDEA =
  /不(?:太|大)?(?:清楚|知道|晓得|确定|记得|明白|了解|懂)|(?<!没)记不(?:清|得|住)|说不(?:清|准|好)|没(?:注意|留意|算过|查过)|忘(?:了|记)|(?:谁|哪(?:里|个)?)(?:知道|晓得|记得)|搞不清|弄不清|晓不得|不晓得|不造|don'?t know|not sure|no idea/u;
/** Words of an answer alone; more around them, and they answer something else. */
const BACKCHANNEL =
  /^(?:嗯+|恩+|哦+|噢+|喔+|啊+|呃+|额+|唔+|哼+|这样(?:啊|子)?|好吧|行吧|mm+|uh+|hmm+|ok)(?:嗯|哦|啊|呀|吧|的)*$/u;
const YES =
  /^(?:对|是|有|要|好|行|可以|能|会|满|符合|愿意|同意|确认|没错|没问题|当然|肯定|已经|办过|交过|正确|就是|就这样|yes|yeah|yep|yup|right|correct|sure|confirm)/u;
const NO = /^(?:不|没|否|无|别|未|都没|还没|哪有|从来没|并没|no|nope|not)/u;

/** What a short answer says: yes, no, that they do not know, a sound that says nothing, or something else. */
export type Polarity = 'yes' | 'no' | 'unknown' | 'sound' | 'other';

/** The sense of an answer to a closed question. `text` is the citizen's words before fillers were taken out. */
export function polarityOf(text: string): Polarity {
  const bare = text.replace(/[，,。.！!？?；;、~～…\s]+/gu, '').toLowerCase();
  if (bare === '') return 'other';
  if (BACKCHANNEL.test(bare)) return 'sound';
  if (NO_IDEA.test(bare)) return 'unknown';
  const plain = bare.replace(/^(?:嗯|恩|哦|噢|啊|呃|额|那个|这个|我|应该|好像|可能|大概|其实|就)+/u, '');
  if (NO.test(plain)) return 'no';
  if (YES.test(plain)) return 'yes';
  return 'other';
}

/** What may stand around a yes or a no without making it the answer to something else. */
const AROUND =
  /^(?:[了的呢啊呀吧哦喔嘛过有是啦得没不办弄搞去来想要能会行好满够都还已早全刚这那它也到交缴做签领拿买卖住用]|可以|知道|来得及|时间|因为|问题|这样)*$/u;
/** Characters that stand in any sentence: to share them with a question means nothing. */
const COMMON =
  /[我你您他她它们的了吗呢吧啊是不没有在还就都也要会能这那个些什么怎哪几多少一二两三四五六七八九十和跟与对到从把被给让请问想说上下大小自己人家去来，,。.？?！!\s]/gu;
const ASKS = /多久|多少|怎么|怎样|咋|什么|啥|哪|几|吗$|(?<!^(?:我|都|还)*没.{0,5})呢$|谁|为何/u;

/**
 * `polarityOf`, for an answer to a question: 有厨房 is no yes to 营业执照办好了吗, 不是我自己辞的 no no to 办过失业登记了吗.
 * `about`: the words of the question and of what it is about.
 */
export function answerTo(text: string, about: string): Polarity {
  const polarity = polarityOf(text);
  if (polarity !== 'yes' && polarity !== 'no') return polarity;
  // 对，都办好了: the first word answers, whatever is told then.
  const [first = ''] = text.split(/[，,。.！!？?；;\s]+/u).filter((part) => part !== '');
  const alone = polarity === polarityOf(first) ? first : text;
  if (ASKS.test(text)) return 'other';
  const rest = alone
    .replace(polarity === 'yes' ? YES : NO, '')
    .replace(/^(?:嗯|恩|哦|啊|我|就|应该|好像)+/u, '');
  if (AROUND.test(rest)) return polarity;
  const known = about.replace(COMMON, '');
  return [...rest.replace(COMMON, '')].some((character) => known.includes(character)) ? polarity : 'other';
}

/** True for words that say nothing but "I do not know" (不清楚, 记不得了). */
export function isNoIdea(text: string): boolean {
  return NO_IDEA.test(text);
}
