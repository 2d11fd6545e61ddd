/** Units that make a number a statement of policy. */
const UNIT = '(?:%|个工作日|工作日|个月|周岁|平方米|万元|小时|分钟|元|块|日|天|月|年|周|条|岁|倍|号|折|成)';
const FIGURE = new RegExp(`\\d+(?:\\.\\d+)?${UNIT}?`, 'gu');
const CHINESE_FIGURE = new RegExp(
  `百分之[零一二两三四五六七八九十百]+|[零一二两三四五六七八九十百千万亿半]+${UNIT}`,
  'gu',
);
const QUOTED_LAW = /《[^》]+》/gu;
const DOCUMENT = /[\p{Script=Han}]{2}〔\d{4}〕\d+号/gu;
/** The end of a law's name, with the characters just before it: as many as tell it from another law. */
const LAW_TAIL =
  /[\p{Script=Han}]{2}(?:条例|细则|(?:管理|使用|实施|暂行)(?:规定|办法)|(?<![办方合依没违做用书司立执无守])法(?=第|规定|[，。、；]|$))/gu;

const squeeze = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '');

/** True when `figure` stands in `facts` as a number of its own, not as a part of a longer one. */
function stands(figure: string, facts: string): boolean {
  for (let at = facts.indexOf(figure); at >= 0; at = facts.indexOf(figure, at + 1)) {
    const before = facts[at - 1] ?? '';
    const after = facts[at + figure.length] ?? '';
    const partBefore = /^[\d.]/.test(figure)
      ? /[\d.]/.test(before)
      : /[零一二两三四五六七八九十百千万亿]/u.test(before);
    if (!partBefore && !(/\d$/.test(figure) && /[\d.]/.test(after))) return true;
  }
  return false;
}

/**
 * The figures, dates, amounts and laws of a spoken text that do not literally stand in the cited facts; empty when the
 * text is grounded. This is the last gate before speech: one entry, and the text must not be said.
 */
export function ungrounded(text: string, facts: readonly string[]): string[] {
  const said = squeeze(text);
  const known = facts.map(squeeze).join('\n');
  const figures = [...(said.match(FIGURE) ?? []), ...(said.match(CHINESE_FIGURE) ?? [])];
  const laws = [
    ...(said.match(QUOTED_LAW) ?? []).map((law) => law.slice(1, -1)),
    ...(said.match(DOCUMENT) ?? []),
    ...(said.match(LAW_TAIL) ?? []),
  ];
  return [
    ...figures.filter((figure) => !stands(figure, known)),
    ...laws.filter((law) => !known.includes(law)),
  ];
}
