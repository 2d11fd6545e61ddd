/** What tells who somebody is and is no long number: plates, mail addresses, rooms, names, codes. */

const stars = (text: string): string => '*'.repeat(Array.from(text).length);

const SEP = '[\\s·.・•\\-—_]{0,2}';
const SPOKEN = '零〇洞幺一二两三四五六七拐八九勾';
/** Number plates: province, letter, and five or six letters or digits (also spoken), with whatever stands between. */
const PLATE = new RegExp(
  `([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领警])(${SEP})([A-Za-zＡ-Ｚａ-ｚ])((?:${SEP}[A-Za-z0-9Ａ-Ｚａ-ｚ０-９${SPOKEN}]){4,5}${SEP}[A-Za-z0-9Ａ-Ｚａ-ｚ０-９${SPOKEN}挂学警港澳])`,
  'gu',
);
/** At least this many digits: 新A股市场 is no plate. */
const PLATE_DIGITS = 2;
const MAIL = /([A-Za-z0-9])([\w.+-]*)\s*(?:@|＠|艾特)\s*([A-Za-z0-9-]+(?:\s*(?:\.|点)\s*[A-Za-z0-9-]+)+)/gu;
const N = '(?:[\\d０-９]+|[零一二三四五六七八九十百]+)';
/** A unit or a room behind a building; the building itself stays, so that a report keeps its place. */
const ROOM = new RegExp(
  `((?:号楼|栋|幢|座|号院|弄|号|小区|苑|花园|公寓|楼)\\s*)((?:${N}\\s*单元\\s*)?(?:${N}\\s*(?:楼|层)\\s*)?(?:${N}\\s*(?:室|户|房|号房)|(?<=单元\\s*)[\\d０-９]{3,4}(?!\\d|号|路))|${N}\\s*单元)(?!楼)`,
  'gu',
);
const SURNAMES =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公';
/** A name said as one's own: 我叫张三, 姓名李四. The surname stays. */
const NAME = new RegExp(
  `((?:我(?:的名字)?叫|我是(?=.{2,3}(?:，|,|。|$|电话|手机|身份证))|名字(?:是|叫)|姓名(?:是|叫|:|：)?|本人叫|叫做|联系人(?:是|叫)?)\\s*)([${SURNAMES}])([\\p{Script=Han}]{1,2})(?=[，,。.；;\\s]|$|电话|手机|身份证|的|，|住|今年|要|想|是|来|投诉)`,
  'gu',
);
/** The secret half of an order's number. */
const CODE =
  /((?:查询码|取件码|验证码|密码|提取码)\s*(?:是|为|：|:)?\s*)([A-Za-z0-9Ａ-Ｚａ-ｚ０-９][A-Za-z0-9Ａ-Ｚａ-ｚ０-９\s-]{2,15}[A-Za-z0-9Ａ-Ｚａ-ｚ０-９])/gu;

/**
 * Hides plates but for province and letter, mail addresses but for the first letter, units and rooms, names but for the
 * surname, query codes and passwords wholly.
 */
export function maskWords(text: string): string {
  return text
    .replace(PLATE, (whole: string, province: string, gap: string, letter: string, rest: string) => {
      const digits = rest.match(new RegExp(`[0-9０-９${SPOKEN}]`, 'gu'))?.length ?? 0;
      return digits < PLATE_DIGITS
        ? whole
        : `${province}${gap}${letter}${stars(rest.replace(/[\s·.・•\-—_]/gu, ''))}`;
    })
    .replace(MAIL, (_: string, first: string, rest: string) => `${first}${stars(rest) || '*'}@***`)
    .replace(
      ROOM,
      (_: string, before: string, rest: string) =>
        `${before}${rest.replace(/[\d０-９]+|[零一二三四五六七八九十百]+/gu, stars)}`,
    )
    .replace(
      NAME,
      (_: string, before: string, surname: string, given: string) => `${before}${surname}${stars(given)}`,
    )
    .replace(
      CODE,
      (_: string, before: string, code: string) => `${before}${stars(code.replace(/\s/gu, ''))}`,
    );
}
