import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });

/** Sounds of hesitation, and words said while thinking; nothing is asked with them. */
const FILLERS =
  /(?:嗯+|呃+|额+(?=[，,。\s])|唔+(?=[，,。、\s]|$)|那个那个|就是说|怎么说呢|哎呀)[，,、。\s]*/gu;

/** Spoken digits as telephone numbers are read: only these characters, three or more, with at least one 幺 or 洞. */
const SPOKEN: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  洞: '0',
  幺: '1',
  一: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  拐: '7',
  八: '8',
  九: '9',
  勾: '9',
};

const NUMBER_OF_ONES_OWN =
  /(?:我的?)?(?:身份证|电话|手机|银行卡|卡|号码)(?:号码?)?(?:是|:)?[\s\d*x零〇幺一二两三四五六七八九叉]*\*{4,}[\s\d*x零〇幺一二两三四五六七八九叉]*[,，]?/gu;

/** Takes out what only says who is asking (身份证 with a masked number): 身份证 is then not the matter asked for. */
export function withoutOwnNumbers(text: string): string {
  const rest = text.replace(NUMBER_OF_ONES_OWN, '').trim();
  if (rest === '') return text;
  // With no other matter in the sentence, the document itself is the matter: 身份证 5101… 丢了怎么补.
  return /身份证/u.test(text) && !OTHER_MATTER.test(rest) ? `身份证${rest}` : rest;
}

const OTHER_MATTER =
  /驾照|驾驶证|行驶证|社保|医保|公积金|户口|居住证|失业|退休|养老|契税|个税|退税|执照|公司|护照|证|投诉|举报|建议|表扬|反映|工单|进度|查|房|落户|报销|津贴|备案/u;

/** A sound alone (嗯, 哦, mm): what is left of words that are nothing but hesitation; empty when they are more. */
export function soundIn(text: string): string {
  const bare = toSimplified(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
  return /^(?:[嗯恩呃额唔哦噢喔啊哎呀]+|m+|uh+|hm+|那个那个|就是说)$/u.test(bare) ? bare : '';
}

/**
 * One writing for what means the same: NFKC (full width, ligatures), simplified characters, lower case, no fillers, no
 * blanks between Chinese characters, short telephone numbers read aloud (幺二零) as digits.
 */
export function normalise(text: string): string {
  return (
    toSimplified(text.normalize('NFKC'))
      .toLowerCase()
      // 著 stays in the conversion, because it also has a reading of its own.
      .replace(/著(?=火|急|凉|了|的)/gu, '着')
      .replace(/[\u200b-\u200d\ufeff\u00ad]/gu, '')
      .replace(FILLERS, '')
      .replace(/[零〇洞幺一二两三四五六七拐八九勾]{3,}/gu, (run) =>
        /[幺洞]/u.test(run) ? Array.from(run, (digit) => SPOKEN[digit] ?? digit).join('') : run,
      )
      // A pause between longer runs parts two clauses; one between single characters is only spacing.
      .replace(/(?<=\p{Script=Han}{2})[ \t\n]+(?=\p{Script=Han}{2})/gu, '，')
      .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
      .replace(/\s+/gu, ' ')
      .trim()
  );
}
