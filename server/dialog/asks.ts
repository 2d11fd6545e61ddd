import type { Ask } from '../affairs/schema.ts';

/** What is asked of a service, most telling words first. `phone` is answered from the authority. */
export type Asked = Ask | 'phone';

const SIGNS: readonly (readonly [Asked, RegExp])[] = [
  ['phone', /电话(?:号码)?(?:是)?(?:多少|几号|什么)|打(?:什么|哪个)电话|phone number/],
  [
    'amount',
    /额度|限额|上限|税率|领(?:得|到|取)?(?:多久|多长时间|几个月|几年|好久)|比例|几个点|几个百分点|百分之(?:多少|几)|最多.{0,6}(?:提|取|领|贷|早|延)|(?:发|领|拿|给|贷|交|缴|报|补|退|扣)(?:得|到|了|我)?(?:多少(?!钱|天|久|时间|材料|年|个月)|几个钱)|(?:能|可以|提|取)(?:提|取|出来|出)?.{0,2}多少(?!天|久|时间)|how much can i/,
  ],
  [
    'cost',
    /多少钱|要钱|收钱|花多少|几块|要不要(?:钱|交钱|收钱)|费(?:用)?(?:是|要)?(?:多少|几)|花钱|收费|费用|手续费|工本费|免费|交钱|几块钱|贵不贵|how much|cost|fee\b|fees\b|charge/,
  ],
  [
    'time',
    /多久|多长时间|几天|当天|当场|几日|多少天|几个工作日|什么时候(?:能|可以|到)|啥时候|何时|时限|到账|how long|how many days|\bwhen\b/,
  ],
  [
    'place',
    /哪里|哪儿|什么地方|啥地方|去哪|在哪|到哪|哪个(?:地方|窗口|派出所|大厅|部门|单位)|地址|地点|网上|线上|网办|app|窗口在|附近|(?:异地|外地)(?:能|可以)?.{0,3}(?:办理?吗|办不)|外地.{0,6}(?:补|换|办)|\bwhere\b|online/,
  ],
  [
    'materials',
    /材料|资料|带什么|带啥|带哪些|什么证件|哪些证件|什么东西|啥东西|哪些东西|要.{0,3}准备|准备.{0,3}(?:什么|啥|哪些)|什么手续|哪些手续|要什么(?:证|手续)?|要带|带户口[本簿]吗|合同吗|document|bring|what do i need/,
  ],
  [
    'eligibility',
    /能不能|可不可以|可以.{0,14}[吗不么嘛]|能.{0,14}[吗不么嘛]|条件|要求|资格|符合|行不行|什么情况|谁能|是否|交了多久|can i|eligible|am i allowed/,
  ],
  ['how', /怎么|怎样|如何|咋|流程|步骤|程序|how do i|how to|how can/],
];

/** What the citizen wants to know; null when the words do not say. `text` must be normalised. */
export function askedOf(text: string): Asked | null {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? null;
}
