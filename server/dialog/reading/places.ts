/** Provinces and larger cities as citizens name them; facts of geography, without 省 and 市. */
const NAMES = `
北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 台湾
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔
沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化
南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 昆山 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底
广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 儋州
成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨
西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 喀什 伊犁 示例市
`;

const PLACES = NAMES.split(/\s+/u).filter((name) => name !== '');
const BY_FIRST = new Map<string, string[]>();
for (const name of [...PLACES].sort((a, b) => b.length - a.length)) {
  const first = name[0] ?? '';
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), name]);
}
/** Names that are also other words, or parts of street names: 朝阳路, 中山路, 南京路 name no city. */
const STREET = /^(?:[东西南北中]?(?:一|二|三|四)?(?:路|街|大道|巷|广场|公园|门|区|小区|花园|苑))/u;

/** A city or province named in a text. */
export interface PlaceName {
  name: string;
  from: number;
  to: number;
}

/** Cities and provinces of a normalised text in their order, without 省 and 市. */
export function citiesIn(text: string): PlaceName[] {
  const found: PlaceName[] = [];
  for (let at = 0; at < text.length; ) {
    const name = (BY_FIRST.get(text[at] ?? '') ?? []).find((candidate) => text.startsWith(candidate, at));
    if (name === undefined) {
      at += 1;
      continue;
    }
    const to = at + name.length;
    if (!STREET.test(text.slice(to)))
      found.push({ name, from: at, to: /^[省市]/u.test(text.slice(to)) ? to + 1 : to });
    at = to;
  }
  return found;
}

const HAN = '[\\p{Script=Han}a-z0-9]';
const NUM = '[\\d一二三四五六七八九十百零]+';
/** What a street, an estate or a known place ends with. */
const ENDS =
  '(?:大道|大街|(?<!\\d)路(?!公交|灯|面|况|由|线|人|过|费)|街道|街|巷|胡同|弄堂|小区|花园|家园|公寓|社区|新村|村|镇|乡|苑|府|城|里|广场|大厦|商场|超市|市场|公园|医院|学校|小学|中学|大学|幼儿园|车站|地铁站|火车站|公交站|工地|大桥|立交桥|天桥|路口|桥头|码头|工业园|开发区|菜场|菜市场)';
const DETAIL = `(?:${NUM}(?:号楼(?!下|上)|号院|号|弄|栋|幢|座|单元|楼|层|室|组|期|区|门)|[a-z][座栋区]|[东西南北](?:门|区|侧|边|头)|门口|旁边?|附近|对面|交叉口|路口|与|和)`;
const ADDRESS = new RegExp(
  `${HAN}{1,10}?${ENDS}(?:${DETAIL}|${HAN}{0,8}?${ENDS}|(?<=路|街)(?:与|和|跟)${HAN}{1,5}(?:路|街)(?:交叉口|路口)?)*(?:[\\d]{3,4})?`,
  'gu',
);
/** What stands before an address in a sentence and is no part of it. */
const LEAD =
  /^.*(?:地址(?:是|在|为)|地点(?:是|在|为)|位置(?:是|在)|住在?|位于|就在|发生在|家在|开在|(?<!现)在|到|(?:反映|投诉|举报)(?:一下)?|我们(?:这里|这边|家)?|我家|我是|是|的|有个|说|请|把|从|叫|去|离)(?=.{2,})/u;
/** Not an address although it ends like one. */
const NO_PLACE =
  /^(?:我们|这个|那个|你们|他们|一个|整个|全|本|该|隔壁|楼下|楼上|小区|村|路|街|门口|附近|学校|医院|公园|市场|马路|公路|道路|社区|菜市场|超市|商场|车站|工地|半路|套路|门路|网络|电路|线路|走路|铁路|里|城|府|政府|市政府|城里|村里|家里|这里|那里|哪里|心里|手里|屋里|店里|厂里)/u;

/** A building by its number alone: 119号楼, 12栋1单元110室. */
const BUILDING = new RegExp(
  `(?<![\\d一二三四五六七八九十])${NUM}(?:号楼|栋|幢|号院|弄)(?!口的人|下|上的)(?:${NUM}(?:号楼|号|单元|栋|幢|室|楼|层|门))*`,
  'u',
);
const BESIDE = /(?<=\d(?:号|号楼|栋|幢|室|号院))(?:门口|旁边?|附近|对面)$/u;

/** The address or named place that a sentence tells; null when it names none. */
export function addressIn(text: string): string | null {
  let best: string | null = null;
  for (const clause of text.split(/[，,。！!？?；;]/u)) {
    for (const match of clause.matchAll(ADDRESS)) {
      if (/^(?:\d+|[一二三四五六七八九十]+)路(?:公交)?$/u.test(match[0].replace(LEAD, ''))) continue;
      const said = match[0].replace(LEAD, '').replace(/(?:与|和)$/u, '');
      if (said.length < 3 || NO_PLACE.test(said)) continue;
      if (best === null || said.length > best.length) best = said;
    }
  }
  return (best ?? text.match(BUILDING)?.[0])?.replace(BESIDE, '') ?? null;
}
