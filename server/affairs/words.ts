/**
 * Words that carry no matter of their own: question words, particles, pronouns, politeness, verbs of wishing.
 * What is left of a sentence without them and without a service's own words is unexplained: a measure of how much the
 * citizen said that the service does not cover. Longer words first, so that they are taken whole.
 */
const PLAIN = `
怎么办 怎么弄 怎么搞 怎么样 怎样 怎么 如何 咋办 咋整 咋弄 咋 能不能 可不可以 行不行 可以不 能否 是否 是不是 有没有 需不需要 要不要 用不用
可以 需要 准备 提供 必须 应该 得带 带上 带着 携带 带 哪些 什么 啥 材料 手续 证件 资料 东西 证明 条件 要求 资格 符合 满足 规定 流程 步骤 程序 方法 办法 情况 情形
几个工作日 几个 几 多久 多长时间 多长 几天 几日 时间 时候 什么时候 多少天 工作日 到账 下来 批下来 拿到 办好 办完 等
多少钱 多少 费用 收费 花钱 交钱 钱 免费 手续费 工本费 工钱 要钱 额度 上限 最多 一年 一个月 每个月 每月
哪里 哪儿 哪个 哪 地方 地址 地点 在哪 去哪 网上 线上 手机上 窗口 大厅 派出所 车管所 中心 现场 附近 电话
请问一下 请问 想问一下 想问问 想问 问一下 问问 咨询一下 咨询 了解一下 了解 打听 告诉我 告诉 说说 说一下 帮我 帮忙 麻烦 谢谢 劳驾 您好 你好
我想 我要 想要 想 要 我们 我 你们 你 您 他 她 它 咱 俺 自己 本人 这个 那个 这 那 这边 这里 那里 这种
办理 办 申请 弄 搞 去 到 来 在 把 被 给 用 拿 让 跟 和 或者 还是 还 也 都 就 才 又 再 先 现在 今天 昨天 刚才 刚 一下 一个 一张 一本 一点 有 没有 没 不 是 会 能 行 得 可 对 从 不小心
的话 如果 要是 因为 所以 但是 然后 那么 就是 的 地 了 着 过 吗 呢 啊 呀 吧 嘛 哦 噢 嗯 呃 额 哈 哎 唉 喂 么 个 出来 出 上 里 回事 事情 事 具体 大概 一般 直接 重新 外面 外地 本地 老家
can i how do to the a an my is for what where much long need please it of get want documents document does take am eligible are there
`;

export const PLAIN_WORDS: readonly string[] = [
  ...new Set(PLAIN.split(/\s+/).filter((word) => word !== '')),
].sort((a, b) => b.length - a.length);
