import type { ErrorCode, Lang } from '../../protocol/index.ts';

const zh = {
  htmlLang: 'zh-CN',
  title: '12345 查询与管理',
  heading: '查询我的诉求和预约',
  language: 'English',
  intro: '请输入编号和查询码。提交时给过您，也在手机收到的回执上。',
  number: '编号',
  queryCode: '查询码',
  look: '查询',
  state: '办理状态',
  due: '承诺答复时间',
  submitted: '提交时间',
  filled: '您填写的内容（个人信息已隐藏）',
  stages: '办理进度',
  done: '已完成',
  now: '进行中',
  todo: '未开始',
  history: '记录',
  supplements: '补充的内容',
  supplement: '补充情况',
  supplementSend: '提交补充',
  withdraw: '撤回',
  withdrawHelp: '撤回以后不再办理；预约撤回后，名额会让给别人。',
  export: '下载我的全部内容（JSON）',
  erase: '删除个人信息',
  eraseHelp: '姓名、电话、内容、照片全部删除，不能恢复，也不能再查询。只留编号、类别和日期用于统计。',
  sure: '我确认',
  erased: '您的个人信息已经删除。',
  receipt: '请记好编号和查询码，凭它们可以查进度、补充、撤回或删除。',
  expires: '本页有效期至',
  gone: '链接已失效或不存在。您可以用编号和查询码查询。',
  booking: '预约',
  cancelUntil: '最晚取消时间',
  colon: '：',
  working: '个工作日内',
  back: '返回查询',
  problem: '没有成功',
  photos: '照片',
  ai: '本服务由人工智能数字人提供',
} as const;
export type OwnWords = { readonly [K in keyof typeof zh]: string };

const en: OwnWords = {
  htmlLang: 'en',
  title: '12345: look up what is yours',
  heading: 'Look up my report or appointment',
  language: '中文',
  intro:
    'Please enter the number and the query code. You were given them when you sent it; they are on your receipt.',
  number: 'Number',
  queryCode: 'Query code',
  look: 'Look up',
  state: 'How it stands',
  due: 'Answer promised by',
  submitted: 'Sent',
  filled: 'What you filled in (personal data hidden)',
  stages: 'Progress',
  done: 'done',
  now: 'now',
  todo: 'to come',
  history: 'History',
  supplements: 'What you added',
  supplement: 'Add something',
  supplementSend: 'Send the addition',
  withdraw: 'Withdraw',
  withdrawHelp: 'It is then no longer worked on; the place of an appointment goes to somebody else.',
  export: 'Download all of it (JSON)',
  erase: 'Delete my personal data',
  eraseHelp:
    'Name, phone, words and photos are deleted for good and cannot be looked up again. Number, kind and dates stay for statistics.',
  sure: 'I am sure',
  erased: 'Your personal data has been deleted.',
  receipt: 'Please keep number and query code: with them you can follow, add to, withdraw or delete it.',
  expires: 'This page is valid until',
  gone: 'This link is over or does not exist. You can look it up with number and query code.',
  booking: 'Appointment',
  cancelUntil: 'Cancel until',
  colon: ': ',
  working: ' working days',
  back: 'Back',
  problem: 'That did not work',
  photos: 'Photos',
  ai: 'This service is given by an AI digital human',
};

export const OWN_WORDS: Readonly<Record<Lang, OwnWords>> = { zh, en };

const PROBLEMS: Partial<Record<ErrorCode, Record<Lang, string>>> = {
  not_found: {
    zh: '没有找到。请核对编号和查询码。',
    en: 'Nothing was found. Please check the number and the query code.',
  },
  rate_limited: {
    zh: '试的次数太多了，请过一会儿再试，或拨打12345。',
    en: 'Too many tries. Please wait a while, or call 12345.',
  },
  state_refused: { zh: '现在已经不能这样做了。', en: 'This cannot be done any more.' },
  message_invalid: { zh: '请把需要填写的都填上。', en: 'Please fill in what is asked for.' },
  message_too_large: { zh: '写得太长了。', en: 'This is too long.' },
};

export const ownProblem = (code: ErrorCode, lang: Lang): string =>
  PROBLEMS[code]?.[lang] ??
  (lang === 'zh' ? '出了点问题，请稍后再试。' : 'Something went wrong. Please try again later.');
