import { type ErrorCode, type Lang, MAX_SAY_CHARS } from '../../protocol/index.ts';

const zh = {
  htmlLang: 'zh-CN',
  title: '12345 政务服务文字咨询',
  heading: '12345 文字咨询',
  label: 'AI数字人',
  notice: '为您服务的是人工智能，不是真人。回答供参考，以办理窗口的答复为准。',
  person: '，由人工为您服务',
  language: 'English',
  video: '打开视频咨询（需要新版浏览器）',
  restart: '重新开始',
  own: '查询我的诉求和预约',
  conversation: '对话记录',
  skip: '跳到提问',
  you: '您',
  avatar: 'AI数字人',
  cut: '（被打断）',
  ask: '请输入您的问题',
  send: '发送',
  suggestions: '您可以说',
  answer: '办事卡片',
  steps: '办理步骤',
  checklist: '材料清单',
  place: '办理地点',
  film: '办事视频',
  status: '办理进度',
  form: '填写表单',
  formHelp: '我会一项一项问您，直接打字回答就行，每一项都会保存。您确认以后才会提交。',
  handoff: '人工服务',
  number: '编号',
  queryCode: '查询码',
  done: '已完成',
  now: '进行中',
  todo: '未开始',
  emergency: '紧急求助',
  dial: '拨打',
  unverified: '演示数据，未核对',
  sources: '依据',
  article: '条款',
  issuer: '发文机关',
  region: '适用地区',
  validFrom: '施行日期',
  reviewedAt: '核对日期',
  collectedAt: '收录日期',
  colon: '：',
  problem: '没有成功',
  hidden: '先前的对话还在，下次发送成功后会重新显示。',
} as const;

export type TextWords = { readonly [K in keyof typeof zh]: string };

const en: TextWords = {
  htmlLang: 'en',
  title: '12345 Government Service by Text',
  heading: '12345 by text',
  label: 'AI数字人 AI digital human',
  notice: 'You are served by a machine, not by a person. Answers are for orientation; the office decides.',
  person: ' and talk to a person',
  language: '中文',
  video: 'Open the video service (needs a recent browser)',
  restart: 'Start again',
  own: 'Look up my report or appointment',
  conversation: 'Conversation',
  skip: 'Skip to your question',
  you: 'You',
  avatar: 'AI digital human',
  cut: '(interrupted)',
  ask: 'Your question',
  send: 'Send',
  suggestions: 'You can ask',
  answer: 'Guidance card',
  steps: 'Steps',
  checklist: 'What to bring',
  place: 'Where to go',
  film: 'Guidance video',
  status: 'Progress',
  form: 'Form',
  formHelp:
    'I ask one thing after the other; just type your answers. Each one is saved. Nothing is sent before you confirm.',
  handoff: 'A person',
  number: 'Number',
  queryCode: 'Query code',
  done: 'done',
  now: 'under way',
  todo: 'to come',
  emergency: 'Emergency',
  dial: 'Call',
  unverified: 'Demo data, not verified',
  sources: 'Based on',
  article: 'Article',
  issuer: 'Issued by',
  region: 'Region',
  validFrom: 'In force since',
  reviewedAt: 'Checked on',
  collectedAt: 'Collected on',
  colon: ': ',
  problem: 'That did not work',
  hidden: 'The conversation so far is kept; you will see it again with your next question.',
};

/** The words of the page without script. */
export const WORDS: Readonly<Record<Lang, TextWords>> = { zh, en };

const EXPIRED = {
  zh: '这次咨询已经失效，可能是离开的时间太长。您写的话还在下面，点“发送”就重新开始。',
  en: 'This consultation is no longer valid; perhaps it was left for too long. What you wrote is below: Send starts anew.',
};
const LATER = {
  zh: '系统出了点问题，不是您的操作有误。请过一会儿再点“发送”。',
  en: 'Something went wrong on our side. Please wait a moment and send again.',
};

/** What went wrong, and what to do. */
const PROBLEMS: Partial<Record<ErrorCode, Readonly<Record<Lang, string>>>> = {
  message_invalid: {
    zh: '没有收到您的问题。请在下面写好，再点“发送”。',
    en: 'Your question did not arrive. Please write it below, then press Send.',
  },
  message_too_large: {
    zh: `这段话太长了，最多 ${MAX_SAY_CHARS} 个字。请分成几次发送。`,
    en: `This is too long: ${MAX_SAY_CHARS} characters at most. Please send it in parts.`,
  },
  rate_limited: {
    zh: '发得太快了。请稍等一会儿，再点“发送”。',
    en: 'That was too fast. Please wait a little, then send again.',
  },
  server_busy: {
    zh: '现在咨询的人很多。请稍等一会儿，再点“发送”。',
    en: 'Many people are asking now. Please wait a little, then send again.',
  },
  server_closing: {
    zh: '系统正在更新。很快就好，请稍等一会儿，再点“发送”。',
    en: 'The system is being updated. Please wait a little, then send again.',
  },
  state_refused: {
    zh: '这次咨询正在另一个窗口进行。要在这里办理，请点“重新开始”。',
    en: 'This consultation goes on in another window. To ask here, choose “Start again”.',
  },
  origin_refused: {
    zh: '不能从别的网站发送。请在本页写好，再点“发送”。',
    en: 'Questions cannot be sent from another site. Please write yours here, then press Send.',
  },
  resume_invalid: EXPIRED,
  resume_expired: EXPIRED,
};

/** An error in plain words. */
export const problemText = (code: ErrorCode, lang: Lang): string => (PROBLEMS[code] ?? LATER)[lang];
