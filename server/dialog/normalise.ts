import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });

/** Sounds of hesitation, and words said while thinking; nothing is asked with them. */
const FILLERS = /(?:嗯+|呃+|额+(?=[，,。\s])|唔+|那个那个|就是说|怎么说呢|哎呀)[，,、。\s]*/gu;

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

/**
 * One writing for what means the same: NFKC (full width, ligatures), simplified characters, lower case, no fillers, no
 * blanks between Chinese characters, short telephone numbers read aloud (幺二零) as digits.
 */
export function normalise(text: string): string {
  return toSimplified(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[\u200b-\u200d\ufeff\u00ad]/gu, '')
    .replace(FILLERS, '')
    .replace(/[零〇洞幺一二两三四五六七拐八九勾]{3,}/gu, (run) =>
      /[幺洞]/u.test(run) ? Array.from(run, (digit) => SPOKEN[digit] ?? digit).join('') : run,
    )
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
