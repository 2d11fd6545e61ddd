import type { Card, FormState, Source } from '../../protocol/index.ts';

/** One card of each kind, for tests of the page: nothing of the product imports it. */
const TURN = 'turn_question';

const SOURCE: Source = {
  id: 'src.idcard',
  title: '中华人民共和国居民身份证法',
  article: '第十一条',
  issuer: '全国人民代表大会常务委员会',
  region: '全国',
  validFrom: '2012-01-01',
  reviewedAt: '2026-11-20',
  verified: false,
};
const sourced = { sources: [SOURCE], unverified: true };

export const STEPS: Card = {
  ...sourced,
  kind: 'steps',
  id: 'card_steps0001',
  turn: TURN,
  title: '身份证丢失补领怎么办',
  summary: '带好户口簿，到任一派出所户籍窗口申请，六十天内领证。',
  steps: [
    { title: '准备材料', text: '户口簿或者居住证，本人到场。' },
    {
      title: '到窗口申请',
      text: '核对信息、采集指纹、拍照。',
      facts: ['派出所户籍窗口', '约20分钟', '工本费40元'],
    },
    { title: '领证', text: '凭领证回执领取，也可以寄到家。', facts: ['最长60日'] },
  ],
  phone: { number: '110', name: '公安机关' },
  next: [
    { label: '看看要带什么', say: '要带什么材料' },
    { label: '预约办理', say: '我要预约' },
  ],
};

export const CHECKLIST: Card = {
  ...sourced,
  kind: 'checklist',
  id: 'card_checklist1',
  turn: TURN,
  title: '租房提取公积金要带的材料',
  text: '按您说的情况：租商品房，本人和配偶都没有自有住房。',
  items: [
    { id: 'm.id', name: '本人有效身份证件', note: '原件，当场核对后退还', have: true },
    { id: 'm.no_home', name: '无自有住房查询结果', note: '窗口可以联网核查，查得到就不用带', have: null },
    { id: 'm.card', name: '本人名下银行卡', group: '收款方式', anyOf: true, have: null },
    { id: 'm.sscard', name: '社会保障卡（已开通金融功能）', group: '收款方式', anyOf: true, have: null },
  ],
  sections: [{ label: '时间和费用', items: ['3日内作出是否准许提取的决定', '不收费'] }],
  next: [{ label: '拍照看看材料合不合格', say: '检查材料' }],
};

export const PLACE: Card = {
  ...sourced,
  kind: 'place',
  id: 'card_place0001',
  turn: TURN,
  title: '就近的办理地点',
  places: [
    {
      name: '示例市政务服务中心',
      address: '示例区建设路8号一楼B区',
      hours: ['周一至周五 9:00–12:00、13:30–17:00', '周六 9:00–12:00'],
      directions: ['地铁1号线建设路站2口出，向东走200米', '公交12路、38路到政务中心站'],
      note: '一楼有轮椅和老花镜，找导办台。',
      phone: { number: '12345', name: '政务服务热线' },
    },
  ],
};

export const STATUS: Card = {
  kind: 'status',
  id: 'card_status001',
  turn: TURN,
  title: '诉求单',
  what: 'work_order',
  number: '20261123000417',
  queryCode: 'K7MPQ2XR',
  state: '已受理',
  text: '请记好编号和查询码，凭它们可以查进度、补充、撤回或删除。',
  facts: [
    { label: '答复时间', value: '10个工作日内（12月7日前）' },
    { label: '发生地点', value: '建设路8号' },
    { label: '您的诉求', value: '请督促烧烤店装油烟净化设备，夜里不要再吵' },
    { label: '联系电话', value: '139****1234' },
  ],
  stages: [
    { label: '受理', state: 'done', at: 1_795_000_000_000 },
    { label: '派单', state: 'now' },
    { label: '办理', state: 'todo' },
    { label: '答复', state: 'todo' },
    { label: '办结', state: 'todo' },
    { label: '评价', state: 'todo' },
  ],
  asOf: 1_795_000_060_000,
};

export const HANDOFF: Card = {
  kind: 'handoff',
  id: 'card_handoff01',
  turn: TURN,
  title: '转人工服务',
  text: '现在还不能在这里接通真人视频。您可以拨打电话，由人工为您服务；也可以登记诉求，由承办单位联系您。',
  phone: { number: '12345', name: '政务服务便民热线' },
  choices: [
    { label: '登记诉求', say: '登记工单' },
    { label: '继续在这里问', say: '继续' },
  ],
};

export const BIG_EMERGENCY: Card = {
  kind: 'emergency',
  id: 'card_emergency2',
  turn: TURN,
  title: '请先离开着火的地方',
  text: '请您先确保安全，马上拨打119！',
  numbers: [
    { number: '119', name: '火警' },
    { number: '120', name: '急救' },
  ],
  advice: ['低身走，用湿毛巾捂住口鼻', '不坐电梯，不回去取东西'],
};

/** The card of a form, and how the form stands when it has just been opened. */
export const formCard = (form: string, formKind: string, title: string): Card => ({
  kind: 'form',
  id: `card_${form.slice(4)}`,
  turn: TURN,
  title,
  form,
  formKind,
});

export const formState = (form: string, kind: string, change: Partial<FormState> = {}): FormState => ({
  form,
  kind,
  status: 'open',
  revision: 1,
  acked: 0,
  values: {},
  authors: {},
  asking: null,
  review: false,
  options: {},
  savedAt: 1_795_000_000_000,
  ...change,
});
