const READ: Readonly<Record<string, string>> = {
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

/** The longest row of digits in words as they came (幺三九 0000, １３８-…), as plain digits; empty when there is none. */
export function spokenDigits(raw: string): string {
  const plain = raw
    .normalize('NFKC')
    .replace(
      /([二两三四五六七八])[个個]([零〇洞幺一二三四五六七八九拐勾\d])/gu,
      (_, count: string, digit: string) => digit.repeat(Number(READ[count] ?? 1)),
    );
  const rows =
    plain.match(
      /[零〇洞幺一二两三四五六七拐八九勾\d](?:[\s\-‐–—.,，、·]*[零〇洞幺一二两三四五六七拐八九勾\d])*/gu,
    ) ?? [];
  const digits = rows.map((row) =>
    Array.from(row, (char) => READ[char] ?? (/\d/.test(char) ? char : '')).join(''),
  );
  return digits.sort((a, b) => b.length - a.length)[0] ?? '';
}

/** A code of letters and digits as it is spelled (查询码 A7K 9); empty when there is none. */
export function spokenCode(raw: string): string {
  const plain = Array.from(raw.normalize('NFKC').toUpperCase(), (char) => READ[char] ?? char).join('');
  const rows = plain.match(/[A-Z0-9](?:[\s-]*[A-Z0-9])+/gu) ?? [];
  return (rows.map((row) => row.replace(/[\s-]/gu, '')).sort((a, b) => b.length - a.length)[0] ?? '').trim();
}
