import type { SpokenPhrase } from '../types.ts';

/** What steers a conversation, and what fills it. Weights: how often, compared with a question of the trade. */
const CONTROL = `
转人工 人工 人工服务 我要转人工 请转人工 帮我转人工 找人工客服 我要找真人 接人工 换个人跟我说
再说一遍 再说一次 重复一遍 请再说一遍 没听清 我没听清 没听懂 说慢一点 慢一点 慢点说 说快一点 大声一点 声音大一点 声音小一点 听不见 听不清楚
等一下 等一等 等等 先等一下 停 停一下 暂停 别说了 不用说了 好了不用说了 继续 继续说 接着说 请继续 你继续
返回 上一步 回到上一步 下一步 跳过 不填了 取消 算了 不办了 退出 重新开始 从头开始 改一下 说错了 我说错了 不对不是这个 都不是
第一个 第二个 第三个 第四个 选第一个 选第二个 第一种 第二种 前面那个 后面那个 提交 对提交 确认提交 帮我提交 没问题提交吧
核对材料 帮我核对材料 帮我填申请 帮我填表 我要投诉 我要反映问题 我要求助 我要举报 我要评价 给个评价 查进度 查我的工单 预约办理 我要预约 转文字 转视频 打印 发到手机上
都有了 都齐了 都带了 都没有 还差一样 有身份证 有户口本 就是这个 就这样 填好了 我填完了 我要修改
播放视频 看视频 放视频 后退 快进 重新播放 关闭视频 打开字幕 关闭字幕 字大一点 用文字 打字
你好 您好 喂 喂你好 谢谢 谢谢你 谢谢您 再见 拜拜 没有了 没有别的了 没事了 就这些 你是谁 你能做什么 为什么 为什么要问这个 什么意思 说简单一点`;

const YES_NO = `
是 是的 是啊 对 对的 对对对 没错 嗯 嗯嗯 好 好的 好吧 行 行吧 可以 可以的 有 有的 要 需要 能 会 满了 符合 同意 我同意 确认 已经办了 办过了 交了 就是
不是 不是的 不对 不 没有 没 不要 不用 不用了 不需要 不行 不可以 不能 不会 没满 还没有 不同意 没办过 没交
不知道 不清楚 我不清楚 不太清楚 记不清了 不记得了 忘了 不确定`;

/** What is said shortly whatever is asked; beside the expected answers it is all that a short sound is taken for. */
const SHORT_CONTROL = `
转人工 人工 人工服务 我要转人工 再说一遍 再说一次 重复一遍 没听清 没听懂 慢一点 大声一点 声音大一点 听不见
等一下 等等 停 停一下 别说了 继续 返回 上一步 下一步 跳过 取消 算了 不办了 重新开始 说错了 改一下 都不是
第一个 第二个 第三个 第四个 打字 字大一点 谢谢 再见 你好 没有了 就这些 什么意思 为什么`;

/**
 * Whether one was heard right (您是说……吗？): few words, because each further one is mistaken for 对, which is one syllable. Among
 * all the yeses and noes 不会 and 不可以 were heard in its place; 嗯 is left out, for noise and a short 不对 sound like it.
 */
const RIGHT = `
对 对的 对对 对对对 对是的 是 是的 是是 没错 好 好的
不对 不对不对 不是 不是的 没有 错了 不是这个
再说一遍 转人工 等一下 取消`;

/** Whether what was read back is to be sent: as few words, and none that drops what was filled in. */
const SEND = `
对 对的 对对对 没错 是的 好的 可以 可以的 行 没问题 确认 提交 对提交 确认提交 可以提交
不对 不是 不要 不行 先不提交 改一下 我要修改
再说一遍 转人工 等一下`;

const DIGITS = [...'零一二三四五六七八九'];

/** Numbers as they are said up to 99, then some of the greater. */
function numbers(): string[] {
  const tens = (n: number): string => {
    const ten = Math.floor(n / 10);
    const one = n % 10;
    const head = ten === 0 ? '' : `${ten === 1 ? '' : DIGITS[ten]}十`;
    return head + (one === 0 && ten > 0 ? '' : DIGITS[one]);
  };
  const small = Array.from({ length: 100 }, (_, n) => tens(n));
  const hundreds = [...'一二三四五六七八九'].flatMap((d) => [`${d}百`, `${d}千`, `${d}万`, `${d}百五`]);
  return [...small, '两', '半', ...hundreds, '两百', '两千', '两万'];
}

const UNITS = [
  '个',
  '个月',
  '年',
  '岁',
  '天',
  '块',
  '块钱',
  '元',
  '平方米',
  '平米',
  '次',
  '个人',
  '套',
  '点',
  '号',
  '月',
];

/** Digits one by one, as in phone numbers: every digit after every other, with 幺 for one. */
function digitRuns(): SpokenPhrase[] {
  const spoken = [...'零幺二三四五六七八九一'];
  const out: SpokenPhrase[] = [];
  for (const a of spoken)
    for (const b of spoken) for (const c of spoken) out.push({ text: a + b + c, weight: 0.02 });
  return [...out, { text: '我的电话是幺三八', weight: 2 }, { text: '手机号幺五九', weight: 2 }];
}

const words = (text: string, weight: number): SpokenPhrase[] =>
  text
    .trim()
    .split(/\s+/)
    .map((one) => ({ text: one, weight }));

const DATES: readonly SpokenPhrase[] = [
  ...['今天', '明天', '后天', '昨天', '前天', '上个月', '这个月', '下个月', '今年', '去年', '前年', '明年'],
  ...['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期天', '下周一', '下周二', '下周三'],
  ...['上午', '下午', '早上', '晚上', '中午', '上午九点', '下午三点', '月底', '月初', '年底'],
].map((text) => ({ text, weight: 1 }));

const quantities: readonly SpokenPhrase[] = numbers().flatMap((number, i) => [
  { text: number, weight: i < 20 ? 0.5 : 0.1 },
  ...UNITS.map((unit) => ({ text: number + unit, weight: i < 20 ? 0.1 : 0.02 })),
]);

/** Phrases of every conversation, whatever it is about. */
export const EVERYDAY: readonly SpokenPhrase[] = [
  ...words(CONTROL, 4),
  ...words(YES_NO, 6),
  ...quantities,
  ...digitRuns(),
  ...DATES,
];

/** See SHORT_CONTROL; and yes and no, which are said to anything. */
export const SHORT_WORDS: readonly string[] = `${SHORT_CONTROL} ${YES_NO}`.trim().split(/\s+/);

/** What an open question expects, by kind. */
export const EXPECTED: Readonly<
  Record<'right' | 'send' | 'yes_no' | 'number' | 'date' | 'phone' | 'id_number', readonly SpokenPhrase[]>
> = {
  right: words(RIGHT, 1),
  send: words(SEND, 1),
  yes_no: words(YES_NO, 1),
  number: quantities,
  date: [...DATES, ...quantities.filter(({ text }) => /[年月号天]$/.test(text))],
  phone: digitRuns(),
  id_number: digitRuns(),
};
