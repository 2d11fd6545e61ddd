/**
 * What stands around a sign of danger and takes it away: another time, another world, another matter. A sign counts when
 * its clause speaks of now. Each rule is a concept, not a sentence.
 */

/** Over: told as past, or put right. */
const PAST =
  /去年|前年|大前年|前些年|前几年|往年|早些年|早年|上次|上回|上一?次|上个?月|上周|上个?星期|上个?礼拜|以前|之前|从前|曾经|那年|当年|那次|那回|小时候|前几天|前段时间|前阵子|前天|昨天|昨晚|昨夜|昨儿|过年那会|月初|年初|年前|[几一二两三四五六七八九十半\d]+(?:多)?(?:年|个月|周|天|个星期|个礼拜)(?:以?前|了才)|(?:今年|去年)[一二三四五六七八九十\d]{1,2}月|早就|过一[回次]|过[两三几]次|(?:着|失|烧|爆|摔|撞|骗|晕|伤|砍|打|抢|报|出|闹|流)过(?!来|去|程|敏|期|分|度|多)|已经(?:扑灭|灭了|处理|解决|好了|出院|抓到|抓住|找到|报警|修好|没事|送医院|救出)|扑灭了|灭掉了|出院|找到了|找回来|没事了|脱险|后来|当时|牺牲|last (?:year|month|week)|yesterday|years? ago/u;
const NOW =
  /现在|正在|正(?:要|拿|往|打|烧|冒|漏|操作|准备|追)|刚刚?(?!好|需)|刚才|此刻|这会儿?|眼下|快来|你们快|快点(?!办)|快派|快跑|快逃|快救|(?<!好)救命|救救|求求你|还在(?!上|读|还|办|住|交)|还没(?:走|灭|醒|停)|越来越|今天又|又(?:开始|在|来|动手|打)(?!跑)|就在(?:楼顶|门口|外面|里面|我家|屋里|楼下)|先别管|等等等等|别管|right now|just now|hurry/u;
/** Not so, or not yet: denied, imagined, feared, prevented. */
const DENIED =
  /(?:让|叫|请|希望|要求)(?:他们?|她|楼上|邻居|人家)?(?:别|不要|不准|停止)|没(?:有)?(?:发生|出现)?(?:着火|起火|失火|爆炸|火灾|漏气|泄漏|泄露|被骗|受伤|打架|动刀|家暴|自杀|晕|走丢|报警|出事|人受伤)|也没(?:打|动|受|着|出)|不是(?:要|想|来|说)?(?:着火|火灾|爆炸|家暴|诈骗|煤气|报警|自杀|想死|急救|打架|被骗)|并?没有?(?:被骗|晕倒|被困|受伤)|不会(?:自杀|想不开)|不用(?:叫|打|喊)?(?:救护车|120|119|110|报警|急救)|不(?:需要|必)(?:救护车|报警)|没病没|没有病|(?:not|no) (?:a )?(?:fire|emergency)/u;
const IMAGINED =
  /如果|万一|假如|要是|假设|比如|倘若|一旦|会不会|怕(?:哪天|哪一天|以后|万一|他?会|有人|小孩|孩子|老人|着火|起火|出事|爆|掉|摔|有)|担心|别等|等.{0,6}才(?:来|管)|迟早|早晚|哪天|说不定|容易(?:着火|起火|出事|摔|爆|引)|以免|免得|避免|防止|防范|预防|防火|防灾|隐患|有可能|可能会|好救命|差点|险些|准备.{0,4}灭火/u;
/** Told of others' stories, learning, fiction; not of what happens. */
const TOLD_OF =
  /电影|电视|小说|新闻|游戏|剧里|片子|书里|故事|作文|题目|听说|网上看|网上说|抖音|视频里|短视频|报道|演练|演习|讲座|宣传|培训|课程|学习|知识|考试|证书|急救证|心肺复苏|讲讲|是怎么(?:烧|着|炸|回事|发生)|为什么会|这种话|谣言|传言|开(?:个)?玩笑|比喻|形容|历史|战友|那章|剧情|歌词|话剧|排练|彩排|台词|剧本|海报|朗诵/u;
/** Another subject than the danger itself: papers, money, law, equipment. */
const PROCEDURE =
  /许可|审批|备案|报备|保险|理赔|赔偿|赔付|赔钱(?!私)|怎么赔|报销|能报|补贴|补助|津贴|救助金|费用|收费|多少钱|花的钱|流程|手续|证明(?!(?:我的?)?清白|无罪)|认定|鉴定|年检|安检|消防检查|消防站|消防通道|检测|验收|怎么装|安装|加装|报警器|报警回执|灭火器|消防栓|标准|立案|律师|起诉|官司|保护令|伤残|谁负责|责任|招聘|怎么办理|条例|法律|处罚|判几年|判多久|罪(?:怎么|判|是|要|名)|劫罪|纵火罪|坐牢|发票|回执|处理结果|进度|信息登记|出警记录|复印|反诈中心app|(?:哪里?|怎么|app).{0,4}下载|举报奖励|医保|社保|残疾|准生证|产假|陪产|生育(?:保险|津贴|险)|算不算|特种行业|从业|经营|注册|开店|体检|离的婚|离婚|罚款|讲究|专卖|工伤|insurance|permit|cost|how much|\bfees?\b|certificate|reimburse|compensation|report from/u;
/** A question about papers or money after the event was told. */
const ASKS_PAPERS =
  /怎么(?:补|换|提取|取|提|领|办(?:理|临时|身份证|驾照|证)|申请|注销|迁|落|上户|转)|(?:还能|能不能|可以|能)(?:补|换|提|取|领|办|报|上户|落户|过户|贷|正常用)|(?:提|取|领|补|换|办|报|落|贷)(?:出来|下来)?(?:不|没|吗|么|行不行)$|(?:怎么|如何|能不能|可不可以|可以|谁|哪里|要不要|算不算|该找|找谁|多久|要带|需要|要哪些|要啥|要什么|有啥|有什么).{0,8}(?:赔|报销|申请|办理|认定|理赔|索赔|开(?:具)?证明|立案|备案|负责|领|补办|补证|补领|投诉|拿到|上户口|落户|材料|手续|要求|还贷)|公积金.{0,10}(?:还贷|提|取|贷)|(?:身份证|驾照|驾驶证|户口|居住证|社保卡|失业金|退休|契税|执照).{0,14}(?:怎么|能不|补|换|办|领|多少|要什么|啥|哪|行不行|过期)|(?:换|补|办|查|问)(?:个|一下|一个)?(?:驾照|驾驶证|身份证|户口|社保卡|居住证|执照)|退休年龄|哪年退|过户怎么|怎么过户|给他落户|迁城|几个点/u;
/** A wish for a work order: what is reported has been going on, unless it is said to happen now. */
const WISH =
  /投诉|举报|建议|表扬|感谢|反映|没人管|不管(?:事)?|没个?说法|能不能管|管管|希望(?:社区|你们|政府)|扰民|吵死|熏|没下文|没人理|能不能(?:增|加|装|帮)/u;
const EXPLICIT_WISH = /投诉|举报|建议|表扬|感谢|反映(?:一下|个)|吵死|没个?说法/u;
const HABIT =
  /天天|每天|经常|总是|老是|总有|一直以来|隔三差五|三天两头|时不时|常年|白天黑夜|成天|整天|每晚|每到|半个月|好几?次|多次|都几?年|又照样/u;

/** Breath, pulse and consciousness. */
const VITAL =
  /[叫喊推摇](?:都|也|又)?不(?:醒|应|动|起来)|没(?:有)?(?:呼吸|心跳|气息|气儿?)了?(?!死)|不(?:喘气|呼吸)|心跳(?:停|没)|口吐白沫|抽搐/u;
/** Life and limb said of oneself. */
const OWN_LIFE = /我.{0,6}(?:不想活|想死|自杀|活不下去|结束|轻生|撑不下去|活够|死了算了)/u;
/** Exaggeration: something makes one "die" of noise, heat, money, waiting. */
const IDIOM =
  /(?:吵|闹|气|热|冷|烦|急|累|忙|饿|渴|困|笑|排队|等|压|逼|愁|熏|坑|堵|臭|冷清|差|难看|丑|贵|慢|远|痒|吓|羞|尴尬|无聊|想)得?(?:我|人|个|他|她|大家|全家)?(?:都|快|就|真|实在)?(?:要|想|快)?(?:死|跳楼|疯|炸|断气|冒烟)(?:的心(?:都|也)?有)?(?:了|人|个人)?|要死了要死了|要死要活|想死的心|死了要死|(?:气|急|愁|累|烦|吓|饿|困)得(?:我)?.{0,4}(?:心口|胸口|肝|头|脑仁|胃|心脏|吐血)(?:都)?(?:疼|痛|病|晕|昏)?|累得吐血|饿得头|排得?我?快?晕|快晕(?:倒|过去)了，你们|(?:腿|脚|嘴)(?:都)?(?:跑|站|说)断|(?:像|跟|好似|就像).{0,8}(?:似的|一样|一般)|(?:着火|爆炸|要死|地震|起火)了?似的|火烧眉毛|一把火|炒鱿鱼|捅了?一刀(?=，?黄)|刀尖上|爆(?:火|满|单|款)|火爆|开张就爆|我都火了|公司被人捅|血亏|坑惨|要命(?!的人)|打死(?:我|他)?(?:也|都)不|死机|死心|死活|死死|急死|死贵|走死/u;

export interface Surroundings {
  /** This clause, and the ones before and after it. */
  clause: string;
  before: readonly string[];
  after: readonly string[];
  whole: string;
}

/** Why a sign in this clause is none, or null when it counts. `life`: said of ending one's life; `acute`: a person's
 * body, which no complaint of neglect explains away. */
export function explainedAway(
  { clause, before, after, whole }: Surroundings,
  { life, acute }: { life: boolean; acute: boolean },
): string | null {
  const present = NOW.test(clause) || (after.some((other) => NOW.test(other)) && !PAST.test(clause));
  if (DENIED.test(clause)) return 'denied';
  // A life that is going out now is no question of papers, whatever else is asked in the same breath.
  if (acute && VITAL.test(clause) && ![PAST, IMAGINED, TOLD_OF, IDIOM].some((sign) => sign.test(clause)))
    return null;
  if (TOLD_OF.test(clause) && !present) return 'told of';
  if (before.some((other) => TOLD_OF.test(other)) && !present) return 'told of';
  if (IDIOM.test(clause) && !strips(clause)) return 'idiom';
  if (life) {
    if (!present && (PAST.test(clause) || (PROCEDURE.test(clause) && !OWN_LIFE.test(clause))))
      return 'past or papers';
    return null;
  }
  if (IMAGINED.test(clause) && !/现在|已经着|(?<!好)救命/u.test(clause)) return 'imagined';
  if (PROCEDURE.test(clause)) return 'procedure';
  if (after.some((other) => PAST.test(other) && /的事|发生的|那次|那回/u.test(other))) return 'past';
  const past = PAST.test(clause) || (before.some((other) => PAST.test(other)) && !NOW.test(clause));
  if (past && !NOW.test(clause)) return 'past';
  // What was asked before the danger broke out does not speak against it: 身份证怎么补……等等，有人掏刀子了.
  const asks =
    ASKS_PAPERS.test(after.join('，')) || ASKS_PAPERS.test(clause) || PROCEDURE.test(after.join('，'));
  const asked = ASKS_PAPERS.test(before.join('，'));
  if ((asks || (asked && !/先别|等等|别管|等一下|哎|不对|不好了|糟了|天哪|妈呀/u.test(whole))) && !present)
    return 'papers';
  if (
    (acute ? EXPLICIT_WISH : WISH).test(whole) &&
    !NOW.test(whole.replace(/现在(?:还|又|也|仍|没|都没)/gu, ''))
  )
    return 'order';
  if (HABIT.test([...before, clause].join('，')) && !NOW.test(whole)) return 'habit';
  return null;
}

/** An idiom in a clause that says more than the idiom: 气得我不想活了，我站在楼顶. */
function strips(clause: string): boolean {
  const rest = clause.replace(new RegExp(IDIOM.source, 'gu'), '');
  return /不想活|自杀|楼顶|天台|遗书|割腕|农药|安眠药|着火|晕倒|流血|砍|刀(?!尖)/u.test(rest);
}

/** Concepts of these rules that a text holds, as marks for the learnt judgement of danger. */
export function marksIn(text: string): string[] {
  return MARKS.filter(([, sign]) => sign.test(text)).map(([mark]) => mark);
}

const MARKS: readonly (readonly [string, RegExp])[] = [
  ['~past', PAST],
  ['~now', NOW],
  ['~denied', DENIED],
  ['~imagined', IMAGINED],
  ['~told', TOLD_OF],
  ['~procedure', PROCEDURE],
  ['~papers', ASKS_PAPERS],
  ['~wish', EXPLICIT_WISH],
  ['~habit', HABIT],
  ['~idiom', IDIOM],
];
