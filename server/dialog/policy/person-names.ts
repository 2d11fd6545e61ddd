/** How a person is called after the surname. */
const HONORIFIC =
  /(?:先生|女士|小姐|同志|师傅|老师|大爷|大妈|大叔|阿姨|奶奶|爷爷|大姐|大哥|婆婆|伯伯|叔叔|医生)$/u;
/** Compound surnames (复姓) that are borne today: four characters of a name are plain with one of them. */
const COMPOUND =
  /^(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|独孤|南宫|长孙|宇文|轩辕|闻人|钟离|澹台|呼延|左丘|东郭|西门|百里|万俟)/u;
/** What begins or ends no name: who is spoken of, refusals, questions; the endings of a sentence. */
const NO_NAME =
  /^(?:[我你您他她它这那谁哪啥怎为]|不|没|别|匿名|算了|随便|什么|可以|好的?$|是的?$|对$|行$|要$|需要|愿意|同意|知道|暂时|先|还|就|都|再|下次|跳过)|[的了吗呢吧啊呀么嘛]$|月份|[年月日号点]$|电话|手机|名字|姓名|地址|投诉|登记/u;

/** True for what can be a person's name or how one wants to be called. `told`: it was told as one (我叫…). */
export function isPersonName(said: string, told: boolean): boolean {
  if (NO_NAME.test(said)) return false;
  // 王秀英, 古丽娜尔·买买提, 张先生: what is longer than a name is a sentence.
  if (said.includes('·') || /^[A-Za-z]/u.test(said)) return said.length <= 30;
  if (HONORIFIC.test(said)) return said.length <= 6;
  return said.length <= 3 || (said.length === 4 && (told || COMPOUND.test(said)));
}

const TOLD =
  /(?:我(?:的名字|名字)?(?:就)?叫(?:做)?|(?:我的)?(?:名字|姓名)(?:是|叫)|免贵姓|我姓)[，,：:\s]*([\p{Script=Han}·]{1,12}?)(?=[，,。；;！!\s]|电话|手机|$)/u;

/** A name that is told as one, wherever it stands in the words; null when there is none. `said`: all that told it. */
export function toldName(raw: string): { name: string; said: string } | null {
  const match = raw.match(TOLD);
  const name = match?.[1]?.replace(/(?:吧|啊|呀|就行|就好|就可以)$/u, '');
  return match === null || name === undefined || !isPersonName(name, true) ? null : { name, said: match[0] };
}

/** The answer to who somebody is: 我叫张三, 姓李, 王女士; undefined when the words are no name (三月份搬来的). */
export function nameIn(raw: string): string | undefined {
  const plain = raw.normalize('NFKC').replace(/[，,。.！!？?\s]+$/u, '');
  const said = plain.match(
    /(?:我叫|名字(?:是|叫)|姓名(?:是)?|免贵姓|我姓|姓|叫我|称呼(?:我)?)?([\p{Script=Han}·]{1,20}|[A-Za-z][A-Za-z .'-]{1,28})$/u,
  )?.[1];
  if (said === undefined) return undefined;
  const name = said
    .replace(/^(?:我叫|我是|我姓|免贵姓|免贵|姓|叫我|叫|就叫我?)/u, '')
    .replace(/(?:吧|啊|呀|就行|就好|就可以)$/u, '');
  return name !== '' && isPersonName(name, name !== said) ? name : undefined;
}
