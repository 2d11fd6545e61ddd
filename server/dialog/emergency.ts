/** Kinds of danger of the safety gate. */
export type Danger =
  | 'fire'
  | 'gas'
  | 'injury'
  | 'crash'
  | 'violence'
  | 'domestic'
  | 'police'
  | 'self_harm'
  | 'fraud';

interface Sign {
  danger: Danger;
  sign: RegExp;
  /** Words in the same clause that give the sign another meaning: things, idioms, quantities. */
  but?: RegExp;
}

const WHO =
  '(?:有人|他|她|我?老公|我?丈夫|我?老婆|我?男朋友|我?女朋友|前夫|邻居|歹徒|对方|陌生人|几个人|一个男的|一伙人)';
const KIN = '(?:孩子|小孩|娃|宝宝|女儿|儿子|老人|奶奶|爷爷|母亲|父亲|我妈|我爸|孙子|孙女|弟弟|妹妹)';

/** Order matters: the first danger found decides what is said. */
const SIGNS: readonly Sign[] = [
  {
    danger: 'self_harm',
    sign: /不想活|一了百了|活(?:够|腻)了|死了算了|不如死了|我.{0,4}撑不下去了|想死|想自杀|要自杀|准备自杀|正?在自杀|活不下去|活着(?:真|好|太)?(?:没有?|没什么)意(?:思|义)|了结(?:自己|生命|这一生)|结束(?:自己|我)?的?生命|(?:想|要|准备|正在)(?:去|从)?.{0,6}(?:跳楼|跳桥|跳河|跳下去|割腕)|站在(?:楼顶|天台|桥上).{0,8}(?:跳|死)|割腕了|(?:想|要)轻生|在自残|(?:喝|吃)了?.{0,4}(?:百草枯|敌敌畏|洁厕灵|消毒液|农药|安眠药|老鼠药)|想不开.{0,6}(?:跳|死|药)|写好?了?遗书|kill myself|suicid(?:e|al)|want to die|end my life/u,
    but: /想死(?:你|你们|他|她|我)(?!了断)|想死.{0,3}(?:家|妈|爸|了我)|(?:店|公司|生意|工厂).{0,8}撑不下去|跳楼(?:价|机|大甩卖)/u,
  },
  {
    danger: 'gas',
    sign: /(?:煤气|燃气|天然气|液化气|瓦斯|沼气).{0,8}(?:漏气|泄漏|泄露|漏了|在漏|一直漏)|(?:一股|满屋|全是)(?:子)?(?:煤气|燃气|天然气)|(?:闻到|闻着|有|股|重|浓|大|一屋子).{0,6}(?:煤气|燃气|天然气|液化气|瓦斯)的?味|(?:煤气|燃气|天然气|液化气)味(?:道)?(?:很|好|特别|越来越|太)|(?:煤气|一氧化碳)中毒|一氧化碳.{0,6}(?:响了|一直响|超标)|(?:管道|煤气罐|燃气管).{0,6}(?:漏气|呲呲|嘶嘶)|smell(?:s|ing)? (?:of )?gas|gas leak/u,
    but: /报警器|漏缴|费/u,
  },
  {
    danger: 'fire',
    sign: /着火|(?:房子|家里?|屋里?|楼上|楼下|店里?|厂房|仓库|车子?)(?:都|被|已经|快)?烧(?:了|起来|着)(?!水|饭|菜|烤)|(?:都是|全是|一片)(?:大)?火(?![车锅腿机热])|放火|纵火|点火烧|着了火|起了?火(?!车)|失火|爆燃|(?:往外|在|直|都)冒火|窜出?火|火灾|着大火|火势|烧起来|烧着了|火(?:已经|都)?烧到|浓烟|黑烟|冒(?:着|出)?(?:好多|很大|大量)?(?:黑|浓|白|大)?烟|爆炸|炸了|被困|困在(?:电梯|楼|车|屋|火|水|里面)|关在电梯|on fire|house fire|(?:there is|there's) (?:a )?(?:fire|smoke)|explosion|trapped/u,
    but: /嗓子.{0,3}冒烟|喉咙.{0,3}冒烟|(?:气|急|渴|忙|眼里|头顶).{0,3}冒[烟火]|要冒火|爆炸头|(?:人口|信息|知识|宇宙)大?爆炸|(?:气|脑袋|头|肺|心态|手机|群里|网上|朋友圈).{0,4}炸了?|后院着火|眉毛|火灾险|着火点|烧烤.{0,6}冒|油烟|扰民|被困扰|困在.{0,6}(?:题|游戏|家里没事)|打炸|油炸|祖坟|欠费/u,
  },
  {
    danger: 'crash',
    sign: /车祸|(?:两|三|几|多)辆?车.{0,4}(?:撞|相撞)|(?:司机|人).{0,4}(?:卡|困)在(?:车|驾驶室|里面)|(?:被|让|给)(?:一辆)?(?:车|汽车|电动车|摩托|货车|公交).{0,3}撞|撞(?:了|到|倒|伤)(?:一个|个)?(?:人|老人|行人|小孩)|(?:撞车|翻车|追尾)了?.{0,10}(?:受伤|流血|昏|动不了|卡住|困)|car crash.{0,20}(?:hurt|injur)|hit by a car/u,
  },
  {
    danger: 'injury',
    sign: /人事不省|(?:心口|心脏|胸口).{0,4}(?:疼|痛|绞)(?!过)|抽风|抽过去|(?:割|划|伤)(?:到|破|断)?了?.{0,3}动脉|没(?:有|了)?意识|失去意识|(?:躺|趴)着?.{0,8}不动|一动不动|(?:头上|脸上|身上|腿上|手上|都|全|满脸|满头|满身|满地)(?:都|全)?是血|(?:下面|鼻子|头上|下身|肚子|伤口)?出血(?:了|不止|很多|太多)|(?:开水|热油|热水|火).{0,2}(?:烫|烧)(?:了|伤|到)|嘴.{0,3}歪|说不出话|(?:人|他|她|老人|孩子|大爷|大妈).{0,8}倒(?:地|在地)|发病.{0,3}倒|(?:人|孩子|小孩|娃|他|她).{0,4}(?:落|掉)(?:到|进|入|在)?.{0,3}(?:井|坑|水|河|湖|江)|肚子.{0,3}(?:疼|痛)得(?:厉害|受不了|打滚)|癫痫.{0,3}(?:发作|犯)|休克|没(?:有)?反应了|难产|晕倒|昏倒|昏迷|晕过去|昏过去|不省人事|叫不醒|没有?了?呼吸|没气了|喘不(?:上|过)(?:来)?气|呼吸困难|心梗|心脏病(?:发作|犯了)|胸口.{0,4}(?:疼|痛|闷)|中风|脑梗|脑溢血|半边(?:身子|身体|脸).{0,4}(?:动不了|麻|歪|没知觉)|口吐白沫|抽搐|大出血|流了?(?:好多|很多|一地|满地)(?:的)?血|血流不止|止不住血|血止不住|(?:摔|跌).{0,8}(?:起不来|动不了|不能动|站不起来|骨头.{0,3}(?:断|露))|溺水|(?:掉|落)(?:进|到|入)?.{0,3}(?:水里|河里|湖里|井里|水中|江里|池塘里)(?!的)|落水(?!管)|触电(?!影)|食物中毒|羊水(?:已经)?破|(?:马上|快|就|现在)要生了|孩子头.{0,4}出来|噎住|卡住(?:了)?(?:喉咙|嗓子|气管)|被.{0,6}(?:蛇|狗)咬.{0,8}(?:肿|昏|流血|不止)|大面积烫伤|叫(?:一辆)?(?:救护车|120)|快打120|heart attack|stroke\b|unconscious|not breathing|can'?t breathe|bleeding (?:badly|heavily)|ambulance/u,
    but: /门诊|康复|病人|患者|(?:气|激动|高兴|感动)得?.{0,2}说不出话|软件|系统|手机|电脑|鼠标|排队|页面/u,
  },
  {
    danger: 'domestic',
    sign: /家暴|(?:老公|丈夫|老婆|前夫|男朋友|我爸|继父).{0,6}(?:又|正|在|一直|正在).{0,3}(?:打|揍|掐|踢)(?:我|孩子|我妈|人)|(?:老公|丈夫|前夫|男朋友)(?:打|揍|掐)我(?!电话|手机)|my husband is (?:hitting|beating)/u,
  },
  {
    danger: 'violence',
    sign: new RegExp(
      `(?:拿|持|举|挥|提)着?.{0,3}(?:刀|棍|枪|斧|砍刀|菜刀).{0,8}|持刀|砍人|(?:在|要|正)砍|抢劫|被抢了|抢(?:了)?我的?(?:包|手机|钱)|${WHO}.{0,4}(?:在|正|正在|一直在|又在)(?:打|揍|殴打|踢|追|掐)(?:我|人|孩子|他|她|老人)|(?:在|正在?)(?:打人|打架|互殴|打群架)|打起来了|入室|(?:弄|捅|砍|整)死(?:我|你|他|她|人)|捅(?:人|了人|伤|我)|(?:天天|一直|又|在|正)(?:打|虐待)(?:孩子|小孩|老人)|翻(?:窗|墙|阳台).{0,3}进|掐.{0,2}脖子|我被(?:人|他|他们|老公)?(?:关|绑|锁)(?:起来|在(?!门外|外面))|囚禁|猥亵|(?:男的|有人|他|陌生人).{0,3}摸我(?!的)|(?:进|有|来)(?:了)?(?:小偷|贼)(?!船)|(?:撬|砸|踹)(?:我家?|我们家|邻居家?)(?:的)?(?:门|锁)|闯(?:进|入)(?:了)?.{0,4}(?:家|屋|房间|店里)|小偷.{0,6}(?:在|进|正)|绑架|${KIN}(?:刚刚?|刚才|突然|今天|在[^，,。]{1,8}?)?(?:走丢|丢了|不见了|失踪|被(?:人)?(?:拐|抱走|抢走|带走)|找不到了|走失)|一直跟着我|有人跟踪我|强奸|(?:正在|要)(?:性侵|侵犯)|要杀(?:我|人|了我)|break(?:ing)? into|has a (?:knife|gun)|attacking|being robbed|missing child|my (?:son|daughter|child) is missing`,
      'u',
    ),
    but: /打死我也|走丢过|刀具|水果刀|菜刀(?:实名|多少)|打架子|(?:男朋友|女朋友).{0,3}追|打人电话|身份证|户口|护照|证件|社保卡|手机被|证不见/u,
  },
  {
    danger: 'fraud',
    sign: /(?:冒充|自称|说(?:他|她|自己)?是|号称).{0,12}(?:公安|警察|警官|民警|公检法|检察院|法院|客服|银行|社保局|医保局|通信管理局|领导).{0,24}(?:转账|汇款|验证码|密码|安全账户|屏幕共享|共享屏幕|打钱|转钱|账户|洗钱|逮捕|保密)|安全账户|涉嫌(?:洗钱|诈骗|犯罪).{0,14}(?:转|账户|验证码|配合|保证金)|(?:让|叫|要|要求|逼)我.{0,12}(?:转账|汇款|转钱|打钱|屏幕共享|共享屏幕|交保证金|刷流水|(?:发|报|说|告诉|提供).{0,6}验证码|(?:把)?.{0,4}验证码.{0,4}(?:发|报|说|念|告诉|给))|(?:密码|验证码|卡号).{0,4}(?:告诉|给|报给|发给)了?.{0,10}(?:自称|冒充|骗|警察|客服|陌生)|给骗子|中了?(?:诈骗|圈套|套路)|钱(?:都)?(?:刚|已经)(?:转|汇|打)(?:过去|出去|走)|转到?(?:指定|对方)的?账户|索要.{0,4}验证码|(?:刚|刚刚|刚才|正在|正要|已经).{0,8}(?:转账|转了|汇了|打了).{0,14}(?:骗|诈骗|假的|不对劲)|(?:好像|可能|怀疑|感觉|是不是)(?:我)?(?:被骗|遇到(?:骗子|诈骗))|(?:我)?(?:刚|刚刚|刚才)(?:才)?被(?:人)?(?:骗|诈骗)|scam.{0,30}(?:transfer|code|now)|asked? me to transfer/u,
    but: /缴费|学费|房租转账|收不到|没收到|登录|注册|窗口.{0,6}(?:让|要|叫)我|中介.{0,8}(?:让|要|叫)我|房东.{0,8}(?:让|要|叫)我/u,
  },
  {
    danger: 'police',
    sign: /^(?:我)?(?:要|想|得)?(?:马上|赶紧|快)?报警[！!。]*$|(?:快|赶紧|马上|帮我)(?:帮我)?(?:报警|打110)|救命|call the police|help me.*(?:danger|killed)/u,
  },
  { danger: 'fire', sign: /(?:快|帮我|赶紧|马上).{0,2}打?119/u },
];

/** Another subject than the danger itself: papers, money, law, prevention, learning, fiction. */
const PROCEDURE =
  /许可|审批|备案|保险|理赔|赔偿|赔付|赔钱|报销|补贴|补助|津贴|救助金|费用|收费|多少钱|流程|手续|证明(?!(?:我的?)?清白|无罪)|认定|鉴定|年检|消防检查|检测|验收|演练|演习|讲座|宣传|预防|防止|防范|防火|怎么装|安装|报警器|灭火器|消防栓|通道|隐患|标准|立案|律师|起诉|官司|保护令|伤残|谁负责|责任|招聘|电影|电视|小说|新闻|游戏|听说|网上看|视频里|如果|万一|假如|要是|比如|假设|会不会|怎么办理|条例|法律|处罚|判几年|判多久|劫罪|纵火罪|坐牢|发票|回执|处理结果|进度|信息登记|出警记录|复印|培训|课程|学习|知识|急救证|(?:哪里?|怎么|app).{0,4}下载|反诈中心app|举报奖励|医保|社保|残疾|准生证|算不算|insurance|permit|cost|how much|\bfees?\b|certificate|reimburse|compensation|report from/u;
/** Over: told as past, or put right. */
const PAST =
  /去年|前年|大前年|上次|上个?月|上周|上星期|上礼拜|以前|之前|曾经|那年|当年|那次|那回|小时候|前几天|前段时间|昨天|昨晚|前天|[几一二两三四五六七八九十\d]+(?:多)?(?:年|个月|周|天|个星期)前|早就|已经(?:扑灭|灭了|处理|解决|好了|出院|抓到|找到|报警|修好|没事)|扑灭了|出院了|找到了|没事了|后来|last (?:year|month|week)|yesterday|years? ago/u;
const NEGATED =
  /没有?(?:发生)?(?:着火|起火|失火|爆炸|火灾|漏气|泄漏|被骗|受伤|打架|家暴|自杀)|不是(?:着火|火灾|爆炸|家暴|诈骗|煤气)|并?没有?(?:被骗|晕倒|被困)|不会(?:自杀|想不开)|不是想(?:自杀|死)|(?:not|no) (?:a )?(?:fire|emergency)/u;
const NOW = /现在|正在|刚刚?|刚才|此刻|快来|救命|还在|越来越|又(?:开始|在)|今天|现正|right now|just now/u;
/** A question about papers or money after the event was told. */
const ASKS_PAPERS =
  /怎么(?:补|换证|提取)|(?:还能|能不能|可以)(?:补|换)|怎么办(?:理|身份证|驾照|证)|(?:怎么|如何|能不能|可不可以|可以|谁|哪里|要不要|算不算|该找|找谁|多久).{0,8}(?:赔|报销|申请|办理|认定|理赔|索赔|开(?:具)?证明|立案|备案|负责|领|补办|补证|补领|投诉|拿到|上户口|落户)/u;

/** Said of oneself. */
const OWN_LIFE = /我.{0,6}(?:不想活|想死|自杀|活不下去|结束|轻生|撑不下去|活够|死了算了)/u;

export interface Alarm {
  danger: Danger;
  /** Somebody is dizzy, hurt or faint as well: an ambulance is named too. */
  hurt: boolean;
}

const HURT = /头晕|头好?晕|恶心|晕|受伤|流血|昏|没知觉|动不了|injur|hurt|dizzy/u;

/**
 * The safety gate: looks for present danger in normalised words, before and independent of any understanding.
 * A sign counts when its clause speaks of now: not of papers, money or rules, not of the past, not denied, not imagined.
 */
export function alarmIn(text: string): Alarm | null {
  const clauses = text.split(/[，,。！!？?；;、\n]+/u).filter((clause) => clause.trim() !== '');
  const papers = ASKS_PAPERS.test(text);
  for (const { danger, sign, but } of SIGNS) {
    let past = false;
    for (const clause of clauses) {
      const present = NOW.test(clause);
      past = !present && (past || PAST.test(clause));
      if (!sign.test(clause) || but?.test(clause) || NEGATED.test(clause)) continue;
      if (danger === 'self_harm') {
        // A life said to be at its end is never explained away by papers, nor by what was said in other clauses.
        if (!present && (PAST.test(clause) || (PROCEDURE.test(clause) && !OWN_LIFE.test(clause)))) continue;
        return { danger, hurt: HURT.test(text) };
      }
      if (PROCEDURE.test(clause) || (papers && !present)) continue;
      if (PAST.test(clause) || past) continue;
      return { danger, hurt: HURT.test(text) };
    }
  }
  // Signs that run over a comma (someone calls himself an officer, and asks for money).
  const whole = text.replace(/[，,、]/gu, '');
  for (const { danger, sign, but } of SIGNS) {
    if (danger !== 'fraud' && danger !== 'self_harm' && danger !== 'gas') continue;
    if (
      sign.test(whole) &&
      !but?.test(whole) &&
      !PROCEDURE.test(whole) &&
      !PAST.test(whole) &&
      !NEGATED.test(whole)
    ) {
      return { danger, hurt: HURT.test(text) };
    }
  }
  return null;
}
