/**
 * Words that passwords are commonly made of, in the order in which guessers try them: those that lead the published
 * counts of leaked passwords, Chinese ones among them (woaini, 5201314), and the words of this trade.
 */
const WORDS = [
  ...['password', 'passwort', 'passw0rd', 'passphrase', 'qwerty', 'qwertyuiop', 'asdfgh', 'asdfghjkl'],
  ...['zxcvbn', 'zxcvbnm', 'qazwsx', 'qazwsxedc', 'letmein', 'welcome', 'iloveyou', 'monkey', 'dragon'],
  ...['sunshine', 'princess', 'football', 'baseball', 'superman', 'batman', 'master', 'shadow', 'michael'],
  ...['charlie', 'jordan', 'freedom', 'whatever', 'trustno', 'starwars', 'computer', 'internet', 'secret'],
  ...['changeme', 'default', 'guest', 'login', 'access', 'hello', 'test', 'testing', 'demo', 'sample'],
  ...['admin', 'administrator', 'root', 'toor', 'user', 'system', 'manager', 'operator', 'supervisor'],
  ...['agent', 'designer', 'editor', 'server', 'oracle', 'mysql', 'postgres', 'database', 'windows'],
  ...['woaini', 'woaiwojia', 'woaizhongguo', 'zhongguo', 'beijing', 'shanghai', 'guangzhou', 'shenzhen'],
  ...['wangyi', 'taobao', 'tencent', 'weixin', 'wechat', 'nihao', 'mima', 'wodemima', 'aini', 'laopo'],
  ...['govatar', 'hotline', 'zhengwu', 'zhengfu', 'shizheng', 'rexian', 'fuwu', 'government', 'avatar'],
  ...['summer', 'winter', 'spring', 'autumn', 'january', 'february', 'march', 'april', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december', 'monday', 'friday', 'sunday'],
  ...['the', 'my', 'is', 'and', 'this', 'correct', 'horse', 'battery', 'staple', 'abc', 'pass', 'pwd'],
  ...['密码', '我的密码', '管理员', '我爱你', '我爱中国', '中国', '政务', '政府', '服务', '热线'],
];

/** Rows of keys, alphabets and figures in both directions: walking along them is no secret. */
const WALKS = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'],
  ...['1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', 'qazwsxedcrfvtgbyhnujmikolp', '!@#$%^&*()'],
  ...['1q2w3e4r5t6y7u8i9o0p', 'q1w2e3r4t5y6u7i8o9p0', '147258369', '789456123', '5201314'],
].flatMap((walk) => [walk, [...walk].reverse().join('')]);

const LEET: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'l',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};
/** A walk counts from so many steps on; shorter pieces stand in good passwords, too. */
const WALK_LENGTH = 3;
/** What is left when the common parts are taken out must be at least so long: a dozen guesses deep is not enough. */
const OWN_PART = 6;

/**
 * Whether a password is nothing but common words, the account's own names, walks over the keyboard, years and
 * repetitions, with little of its own. `own`: names of the account, and whatever else everybody knows of it.
 */
export function isCommon(password: string, own: readonly string[]): boolean {
  const text = password.toLowerCase();
  const plain = [...text].map((sign) => LEET[sign] ?? sign).join('');
  const words = [...WORDS, ...own.map((name) => name.normalize('NFKC').toLowerCase())]
    .filter((word) => [...word].length >= 2)
    .sort((a, b) => b.length - a.length);
  return [text, plain].some((form) => ownPart(form, words) < OWN_PART);
}

/** How many different signs are left without what is common: signs that repeat count once. */
function ownPart(text: string, words: readonly string[]): number {
  let rest = text;
  for (const word of words) rest = rest.replaceAll(word, ' ');
  rest = withoutWalks(rest)
    .replace(/(?:19|20)\d\d/g, ' ')
    // One sign, or a group of signs, again and again.
    .replace(/(.+?)\1{2,}/gu, '$1');
  const left = [...rest.replaceAll(/\s/g, '')];
  return Math.min(left.length, new Set(left).size + 2);
}

function withoutWalks(text: string): string {
  let rest = text;
  for (const walk of WALKS) {
    for (let length = walk.length; length >= WALK_LENGTH; length -= 1) {
      for (let from = 0; from + length <= walk.length; from += 1) {
        rest = rest.replaceAll(walk.slice(from, from + length), ' ');
      }
    }
  }
  return rest;
}
