const WISHES =
  /(?:希望|要求|请求|恳请|建议|想要?|请|让他们?|叫他们?|赶紧|尽快)(?:你们|他们|让|有关部门|相关部门|政府|单位|领导|能|能够|可以|尽快|赶快|赶紧|早点)*(?=[^，,。！!？?；;]{2,})([^。！!？?；;]*)|(?:能不能|可不可以|能否)(?:请|让|帮我?|派人?|你们)*([^。，,！!？?；;]{2,30})/gu;
/** What is asked for by these is the report itself, not its remedy. */
const NONE =
  /^(?:我)?(?:投诉|反映|反应|举报|问|咨询|了解|查|求助|说|登记|提(?:个|一个)?(?:建议|意见)|人工|表扬|知道)/u;

/** What the citizen wants done (希望尽快修好, 要求退钱); null when it was not said. */
export function demandIn(text: string): string | null {
  let found: string | null = null;
  for (const match of text.matchAll(WISHES)) {
    const wish = (match[1] ?? match[2] ?? '').replace(/(?:吗|么|吧|啊|呢)$/u, '').trim();
    const urgent = /尽快|赶快|赶紧|早点/u.exec(match[0])?.[0];
    if (wish.length < 2 || NONE.test(wish)) continue;
    found = urgent !== undefined && !wish.includes(urgent) ? `${urgent}${wish}` : wish;
  }
  return found;
}
