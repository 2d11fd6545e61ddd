import { askedOf } from '../asks.ts';
import { addressIn } from '../reading/places.ts';
import { repeatIn } from '../reading/slots.ts';
import type { Slots } from '../types.ts';

/** Kinds of work orders (诉求), and what citizens do with one that exists. */
export const ORDER_KINDS = [
  'wo.complaint',
  'wo.help',
  'wo.report',
  'wo.suggestion',
  'wo.praise',
  'wo.status',
  'wo.rework',
  'wo.edit',
  'wo.cancel',
] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/** A work order that the words ask for. `explicit`: the wish was said (投诉, 举报), not only the trouble told. */
export interface OrderHeard {
  kind: OrderKind;
  explicit: boolean;
  slots: Slots;
  /** The reporter's name is to be kept from the other side (保密, 怕报复). */
  confidential: boolean;
}

const ORDER =
  '(?:工单|诉求单?|投诉单?|举报|单子|反映的(?:那个|这个)?(?:事|问题|情况)?|投诉的(?:那个|这个)?(?:事|问题|情况)?|报的(?:事|修)|求助单?|提的(?:建议|诉求)|案件|件)';
const MINE = '(?:我的?|我们|上次|上回|上周|上个?月|之前|以前|前几天|前天|昨天|那天|已经|早就)';

const STATUS = new RegExp(
  [
    `(?:查|看|问|了解|催)(?:一?下|一查|查|看看|问)?(?:我的?|那个|一下|上次的?|之前的?)*${ORDER}`,
    `${ORDER}.{0,10}(?:进度|进展|到哪|哪一?步|怎么样了?|处理得|处理没|处理了吗|办得|办好没|办了吗|结果|有(?:没有)?(?:消息|回音|回复|结果)|啥时候|什么时候|多久|多长时间|几天)`,
    `${MINE}.{0,16}(?:反映|投诉|举报|求助|建议|打(?:过)?(?:电话|12345)).{0,16}(?:怎么样了?|进度|进展|结果|到哪|有(?:没有)?(?:消息|回音|回复|结果|下文)|处理(?:得|没|了吗|了没|到)|没(?:人|有)?(?:回复|回音|消息|动静|下文|联系|答复|回话))`,
    '(?:查|看|问)(?:询)?(?:一?下|下|看|看看)?(?:办理)?(?:进度|进展)|查单|(?:单子|工单|投诉|诉求|反映的).{0,8}(?:没(?:有)?(?:信儿?|消息|动静|下文|音信|回音))|查询码|工单号|进度(?:查询|怎么查|到哪)|(?:怎么|到)(?:还)?没(?:有)?(?:给我)?(?:回复|回音|答复)(?:我)?',
    '催(?:办|单|一催|催)|(?:帮我|再)?催(?:一?下)?(?:我|工单|那个|之前|进度|上次|$)|track my|status of my|check my (?:ticket|case|complaint)',
  ].join('|'),
  'u',
);
const REWORK = new RegExp(
  [
    '(?:不满意|没(?:有)?解决|没(?:有)?处理(?:好|完)?|没(?:有)?修好|没(?:有)?弄好|糊弄|敷衍|走过场|应付).{0,16}(?:办结|结案|结了|完结|关了|重新|重办|再(?:处理|办|派)|返工)',
    '(?:办结|结案|已经?处理|处理完|解决了|修好了|答复).{0,14}(?:但|可|却|其实|根本|还是|又|怎么|结果|不满意|没(?:有)?解决|没(?:有)?修|没(?:有)?处理|没(?:有)?变)(?:.{0,10}(?:没|不|坏|老样子|吵|堵|臭|一样|反弹))?',
    '(?:要求|申请|请|希望|能不能|要|可以)(?:你们)?(?:重新|再)(?:处理|派|派单|派人|核实|调查|受理|反映)|(?:要求|申请)重办|重办|返工|(?:处理|办理|答复)(?:结果|意见)?.{0,6}(?:不满意|不认可|不服|不同意|不接受)|对.{0,8}(?:结果|处理|答复|办理).{0,4}(?:不满意|不认可|不服|有意见)|又(?:反弹|复发|老样子|跟以前一样)',
  ].join('|'),
  'u',
);
const EDIT = new RegExp(
  `(?:改|修改|更正|更改|补充|补|加|添|变更|完善)(?:一?下|一点|点|个|些)?.{0,8}(?:${ORDER}|工单|诉求|投诉内容|材料给工单|照片)|(?:${ORDER}|工单).{0,14}(?:改|修改|更正|补充|加|添|写错|填错|说错|错了|漏了|变了)|(?:上次|刚才|昨天|之前)(?:提交|报|反映|填)的.{0,10}(?:写错|填错|说错|漏了|改|补充|错了)`,
  'u',
);
const CANCEL = new RegExp(
  `(?:撤|撤销|撤回|取消|撤掉|作废|不要|停掉)(?:了)?(?:一?下|掉|我|那个|这个|的|之前|上次|刚才)*(?:${ORDER}|工单|诉求|投诉|举报)|(?:${ORDER}|工单|投诉|举报|诉求).{0,8}(?:撤|撤销|撤回|取消|作废|不要了|不用(?:处理|管|办)了)|不(?:想)?(?:投诉|举报|反映)了`,
  'u',
);
const PRAISE =
  /表扬|点赞|送(?:面|个|一面)?锦旗|(?:要|想|特别|非常|真心|很|好好)(?:的)?感谢.{0,14}(?:工作人员|民警|警察|窗口|师傅|同志|姑娘|小伙|医生|护士|社区|单位|他|她|你们那|局|办|站|队|司机|老师|接线员)|(?:工作人员|民警|警察|窗口|师傅|司机|医生|护士|社区|接线员|小伙子|小姑娘).{0,14}(?:真好|特别好|太好了|很好|服务好|态度好|非常(?:好|热情|耐心|负责)|很(?:热情|耐心|负责|细心)|特别(?:热情|耐心|负责|细心)|帮了(?:我)?大忙|值得)|写(?:封|个)?(?:感谢信|表扬信)|(?:给|要).{0,8}(?:好评|五星)/u;
const REPORT =
  /举报|检举|揭发|偷偷.{0,10}(?:加盖|盖|建|挖|排|倒|卖|烧|埋|生产|加工|屠宰)|(?:有人|他们|有家|那家|那里|这家|老板|工厂|厂里|店里|小作坊).{0,14}(?:偷排|偷税|漏税|逃税|非法|违法|无证|黑作坊|造假|卖假|传销|聚赌|赌博|卖淫|贩毒|吸毒|偷猎|盗采|盗伐|骗保|套取|吃空饷|受贿|行贿|贪污|走私|超载|私自(?:盖|建|挖)|违章建|违建|偷倒|乱倒(?:建筑)?垃圾|地沟油|过期(?:食品|药)|注水)|(?:report).{0,20}(?:illegal|crime)/u;
const COMPLAIN =
  /投诉|控告|告(?:他|她|他们|你们|物业|老板|商家|房东|公司|一?状)|维权|讨(?:个)?说法|给(?:我)?(?:个)?说法|要(?:个)?说法|i want to complain|complain(?:t)? about/u;
const SUGGEST =
  /建议|希望[^，,。]{2,14}(?:能|可以|也)(?:开到|开放|延长|增加|多|早点开|晚点|改|设|装|有)|提(?:个|一个|点|几点|些)?(?:意见|想法|建议)|(?:希望|能不能|能否|可不可以|要是能|最好|应该)(?:咱们|你们|政府|市里|有关部门|社区|公交公司|学校)?.{0,8}(?:增加|增设|加装|多(?:设|开|装|建|种|放|派|搞|弄)|新增|延长(?!产假)|开通|推广|改进|优化|改善|规划|设(?:个|一个|立|置)|装(?:个|几个|一个|上)|建(?:个|一个|座)|修(?:条|一条|个|座)|安排|取消(?:掉)?(?:这个|那个)?(?:规定|限制)|错开|调整|统一)|i suggest|suggestion/u;
/** Trouble that somebody makes: 投诉. */
const GRIEVANCE =
  /太?不像话|太离谱|等了.{0,6}(?:钟头|小时|半天)|按喇叭|吃干饭|扰民|太吵|吵(?:得|死|人|闹|架|醒)|很吵|好吵|噪音|噪声|半夜.{0,10}(?:吵|闹|响|唱|施工|放歌|施|打)|(?:广场舞|装修|施工|烧烤|ktv|酒吧|狗叫|工地|卡拉ok|音响|喇叭).{0,12}(?:吵|响|闹|不停|没完|半夜|扰)|态度.{0,6}(?:差|恶劣|不好|蛮横|嚣张)|(?:服务|窗口|工作人员|物业|客服|司机|医生).{0,10}(?:态度|骂人|骂我|凶|不理|爱答不理|推诿|不耐烦|刁难|吼)|乱收费|多收(?:了)?|强制(?:消费|收费|购买)|捆绑|霸王|拒(?:不|绝)(?:退|赔|办|受理|载)|推来推去|踢皮球|推诿|扯皮|没人管|不作为|不(?:管|理|处理|解决)(?:我们|我)?(?:的)?$|(?:一直|从来|老是|总是|根本)(?:没|不)(?:人)?(?:管|理|处理|来|解决)|占道|乱停(?:车|放)?|占用(?:消防)?通道|堵(?:着|住)?(?:门口|消防通道|通道|路口|大门)|油烟|臭(?:味|死|气|得)|恶臭|(?:垃圾|建筑垃圾).{0,8}(?:堆|没人|臭|不清|乱)|违停|拖欠|欠(?:薪|工资|钱)|不(?:发|给)(?:工资|钱|退|押金|开发票|发票)|克扣|押金.{0,6}不退|不退(?:押金|钱|款|费)|跑路|关门跑了|烂尾|延期交房|偷工减料|质量.{0,6}(?:差|问题|不行)|缺斤少两|假货|卖假|骗(?:人|我|钱|老人)|虚假宣传|绕路|甩客|拒载|漏水.{0,10}(?:楼上|不管|不修|不赔)|楼上.{0,6}漏水|养(?:狗|鸡|鸽子)|遛狗|不牵绳|随地|高空抛物|抛(?:物|垃圾)|私搭|乱搭|乱建|飞线充电|电动车.{0,6}(?:上楼|进楼|充电)|太过分|欺负|坑(?:人|老百姓|消费者)/u;
/** Something broken or missing that a service has to mend: 求助. */
const TROUBLE =
  /(?:路灯|红绿灯|信号灯|窨井盖?|井盖|下水(?:道|井)|水管|自来水|电梯|护栏|栏杆|公交站牌|健身器材|公厕|围墙|树|电线杆?|消防栓|路面|马路|人行道|盲道|管道|门禁|路牌|监控|暖气|供暖|燃气|煤气|天然气|电表|水表|网络|宽带|化粪池|污水|桥|楼道灯|声控灯|充电桩|垃圾桶|摇杆|道闸|水泵|变压器).{0,14}(?:坏|不亮|灭|瞎|黑了|没了|丢|破|裂|断|堵|塌|陷|翘|倒|歪|漏|爆|溢|冒|掉|松|歪|停|不通|不热|不来|没人修|失灵|卡|不动|关不上|打不开|坑|积水|被偷|缺|不见|跳闸|短路|脱落|反水|返水|倾斜|挡)|(?:停水|停电|停气|停暖|断水|断电|断网|没(?:有)?(?:水|电|气|暖气)(?:了|用|喝)|水压.{0,4}(?:小|低|不够)|水.{0,4}(?:发黄|浑|有味|不来)|漏水漏到|没人(?:送|照顾|照看|管饭)|(?:垃圾桶|垃圾).{0,4}满|猫.{0,6}(?:下不来|树上)|家里(?:不|没)(?:热|暖)|暖气不热|地面塌|塌陷|积水|水淹|内涝|堵(?:了|死|塞)|返味|有(?:个)?(?:大)?坑|坑坑洼洼|裂缝|蟑螂|老鼠多|马蜂窝|流浪狗|树枝.{0,6}(?:断|挡|压)|树倒)|找不到(?:路|家人)|(?:帮|救)(?:帮|助)(?:我们|我)?(?:一?下|吧|想想办法|解决)?|求助|帮(?:我|我们|忙)(?:解决|修|处理|反映|联系|协调|想)|生活(?:困难|没着落)|吃不上饭|没地方住|street ?light|pothole|no water|power cut/u;
const TELL =
  /反映|反应(?:一下|个|一个|情况|问题)|(?:有个|有件|这个)(?:问题|事情|情况).{0,6}(?:说|反映)|登记(?:一下|个)?(?:诉求|问题|工单)|(?:下|提|开|建|登记)(?:个|一个|张)?(?:工单|诉求单|诉求)|报修/u;
/** Somebody or some office who is at fault. */
const ACTOR =
  /物业|邻居|楼上|楼下|隔壁|对面|商家|店家|老板|公司|工地|工厂|厂[里家]|窗口|工作人员|司机|医院|学校|幼儿园|城管|社区|居委|街道办|公交|开发商|中介|房东|租客|租户|摊|车主|私家车|外卖|站点|货车|黑车|车辆|快递柜|遛狗|养狗|狗主|店(?!里丢)|有人|他们|施工|装修|饭馆|餐馆|酒吧|ktv|养殖|垃圾站|加油站|停车场|收费员|保安|业主|一楼|顶楼/u;
const BAD =
  /吵|闹|噪|响|臭|味道|气味|脏|污水|油烟|排烟|烟.{0,4}(?:飘|灌|熏)|熏|冒(?:的|着)?.{0,2}烟|呛|烧(?:煤|垃圾|纸|蜂窝煤)|堵|占|挡|堆|乱(?:停|放|倒|扔|丢|贴|收|搭)|停满|漏|滴水|晃眼|刺眼|光污染|灯箱|睡不着|睡不好|没法睡|影响|危险|充电|推到楼|停到楼|不清|不扫|不办事|不作为|不(?:来|管|理|听|修|退|赔|给|让|停)(?!清楚)|没人(?:管|理|修|来|清|接)|推(?:来|诿|脱)|态度|骂|凶|骗|坑|宰|多收|涨价|缺斤|克扣|偷(?:工|倒|排)|违(?:建|停|规|章)|拖椅子|跳绳|钢琴|唱歌|养(?:鸡|狗|鸽|猪)|粪|蚊|老鼠|扔(?:烟头|垃圾|东西)|抽烟|鸣笛|喇叭|拉客|嗡嗡|震得|震动/u;
const BLAME =
  /吃干饭|第[三四五六]次(?:反映|投诉|打)|不像话|光收钱|不办事|不作为|没人(?:管|理)|不(?:管|理)(?:我|我们|事|了)?|推(?:来|诿|脱)|踢皮球|态度|骂|敷衍|骗|坑|说了不听|屡教不改|三天两头|天天|经常|总(?:是|有)|老(?:是|爱)|每(?:天|晚|次)|半夜|扰民/u;
const HELP_WISH =
  /派人|(?:请|喊|叫|让)(?:社区|环卫|街道|物业|师傅|人).{0,6}(?:上门|来|看看|拉|清|修|送)|上门看看|麻烦.{0,10}(?:修|看|处理|来|查|清)|帮(?:我|我们|忙|着|帮)|协调|联系一下|联系(?:一下)?(?:供电|供水|自来水|燃气)|催一下(?:供电|供水|物业|维修)|救(?:助|济)|想想办法|来(?:修|看看|处理|清理|盖|人)(?:一下|上)?|快(?:来|派)|赶紧(?:修|来)|能不能(?:来|派|帮|修)/u;
/** A question of knowledge about complaints: the words are there, the wish is not. */
const ASKS_ABOUT =
  /(?:投诉|举报)(?:电话|热线|流程|邮箱|渠道|方式)|(?:怎么|如何|去哪|在哪|哪里|哪儿|找谁|向谁|到哪|什么部门|哪个部门|打什么电话|打哪个电话)(?:可以|能)?(?:进行)?(?:投诉|举报|反映|维权)/u;
const CONFIDENTIAL =
  /保密|匿名|(?:不要|别)说是?我|不(?:要|想|能|愿)(?:透露|公开|留|说出|让.{0,8}知道)(?:我|名字|姓名|身份|信息|真名)?|怕(?:被)?(?:报复|打击|找麻烦|知道)|别说(?:是)?我/u;
const ANONYMOUS = /匿名|不(?:想|愿意?|要)?留(?:姓名|名字|名|真名|电话)|不透露(?:姓名|名字)|不实名/u;
/** Over and named in passing: 上次投诉态度很好 is praise, 投诉三次了 is a complaint. */
const ONCE_MORE =
  /(?:投诉|反映|举报)(?:过|了).{0,8}(?:没(?:人|有)?(?:用|管|理|结果|处理|解决|下文)|不管|还(?:是|在))/u;

/** The kind of work order that normalised words ask for; null when they ask for none. */
export function orderIn(text: string): OrderHeard | null {
  const kind = kindOf(text);
  return kind && orderOf(kind, text);
}

const MARKS: readonly (readonly [string, RegExp])[] = [
  ['!cancel', CANCEL],
  ['!rework', REWORK],
  ['!edit', EDIT],
  ['!status', STATUS],
  ['!praise', PRAISE],
  ['!about', ASKS_ABOUT],
  ['!report', REPORT],
  ['!complain', COMPLAIN],
  ['!suggest', SUGGEST],
  ['!tell', TELL],
  ['!grievance', GRIEVANCE],
  ['!trouble', TROUBLE],
  ['!actor', ACTOR],
  ['!bad', BAD],
  ['!blame', BLAME],
  ['!wish', HELP_WISH],
  ['!again', ONCE_MORE],
];

/** Concepts of these rules that a text holds, as marks for the learnt judgement of matters. */
export function orderMarks(text: string): string[] {
  const size = text.length <= 6 ? 'few' : text.length <= 14 ? 'some' : text.length <= 26 ? 'many' : 'story';
  return [
    ...MARKS.filter(([, sign]) => sign.test(text)).map(([mark]) => mark),
    `#${size}`,
    `?${askedOf(text) ?? ''}`,
  ];
}

/** Something wrong is told, or a wish for help: words that an order is made of. */
export const tellsTrouble = (text: string): boolean =>
  [GRIEVANCE, TROUBLE, BLAME, HELP_WISH, TELL, COMPLAIN, SUGGEST, PRAISE].some((sign) => sign.test(text)) ||
  STATUS.test(text) ||
  (ACTOR.test(text) && BAD.test(text));

/** A work order of a known kind, with what the words tell of it. */
export function orderOf(kind: Pick<OrderHeard, 'kind' | 'explicit'>, text: string): OrderHeard {
  const address = addressIn(text);
  const repeat = repeatIn(text);
  return {
    kind: kind.kind,
    explicit: kind.explicit,
    slots: {
      ...(address === null ? {} : { address }),
      ...(repeat === null ? {} : { repeat }),
      ...(ANONYMOUS.test(text) ? { anonymous: true } : {}),
    },
    confidential: CONFIDENTIAL.test(text),
  };
}

function kindOf(text: string): { kind: OrderKind; explicit: boolean } | null {
  const told = (kind: OrderKind): { kind: OrderKind; explicit: boolean } => ({ kind, explicit: true });
  if (CANCEL.test(text)) return told('wo.cancel');
  if (REWORK.test(text)) return told('wo.rework');
  if (EDIT.test(text)) return told('wo.edit');
  const again = ONCE_MORE.test(text) && (GRIEVANCE.test(text) || (ACTOR.test(text) && BAD.test(text)));
  if (STATUS.test(text) && !again) return told('wo.status');
  if (PRAISE.test(text) && !/投诉|举报/u.test(text)) return told('wo.praise');
  const asks = ASKS_ABOUT.test(text);
  if (REPORT.test(text)) return { kind: 'wo.report', explicit: !asks };
  if (COMPLAIN.test(text) && !/不投诉|没投诉/u.test(text)) return { kind: 'wo.complaint', explicit: !asks };
  if (SUGGEST.test(text)) return told('wo.suggestion');
  if (/为什么会|什么是|是怎么回事|什么意思/u.test(text)) return null;
  const grieved = GRIEVANCE.test(text) || (ACTOR.test(text) && BAD.test(text));
  const troubled = TROUBLE.test(text);
  const blamed = BLAME.test(text);
  const asksHelp = HELP_WISH.test(text);
  if (TELL.test(text)) return told(grieved || blamed || !troubled ? 'wo.complaint' : 'wo.help');
  if (asksHelp && (troubled || grieved) && !/投诉/u.test(text)) return { kind: 'wo.help', explicit: true };
  if (troubled && !(blamed && grieved)) return { kind: 'wo.help', explicit: /求助/u.test(text) };
  if (grieved && (text.length >= 6 || GRIEVANCE.test(text))) return { kind: 'wo.complaint', explicit: false };
  return null;
}
