/** Words that steer the conversation itself. */
export type Control =
  | 'handoff'
  | 'repeat'
  | 'stop'
  | 'none_of_these'
  | 'yes'
  | 'first'
  | 'second'
  | 'third'
  | 'thanks'
  | 'hello'
  | 'bye'
  | 'who'
  | 'abilities';

const SIGNS: readonly (readonly [Control, RegExp])[] = [
  [
    'handoff',
    /转(?:接)?(?:一?下)?(?:到)?人工(?!智能)|^(?:我)?(?:要|找|想要|想找)?(?:一个)?人工(?:服务|客服|坐席|座席)?$|找(?:个)?(?:真人|活人|人工|人跟我|人和我|人来)|(?:真人|活人)(?:来|客服|服务|接|跟|和|说)|叫(?:个|一个)?(?:真人|活人|人来|人工)|(?:要|换|接)(?:个)?(?:真人|活人)|转(?:坐席|座席|客服)|不(?:要|想)(?:跟|和)(?:机器|机器人|ai)(?:说|聊|讲)|human agent|real person|(?:talk|speak) to (?:a |an |some)?(?:human|agent|person|one)/u,
  ],
  [
    'repeat',
    /^(?:你)?(?:请)?(?:说)?(?:得)?(?:太快了?|慢(?:一)?(?:点|些)(?:儿)?(?:说|讲)?)|再(?:说|讲|念|来)(?:一)?[遍次]|重复(?:一)?[遍下次]?$|重新说|没听(?:清|见|到|懂|明白)|刚才?(?:你)?说(?:的)?(?:是)?(?:什么|啥)|^(?:你)?说(?:的)?(?:什么|啥)|^repeat|(?:say|repeat) (?:that|it)(?: again)?|pardon\??$/u,
  ],
  [
    'stop',
    /^(?:停|停下|停一下|停止|别说了|不要说了|别讲了|打住|闭嘴|安静|暂停|可以了|行了|好了好了|够了|stop|quiet|be quiet|enough)(?:吧|了)?$/u,
  ],
  [
    'none_of_these',
    /^(?:都|全)?不是(?:这个|这些|的)?$|^(?:都|全)不(?:对|要)$|^(?:不对|没有我要的|none(?: of (?:these|them))?)$/u,
  ],
  [
    'yes',
    /^(?:对|对的|是|是的|没错|嗯|对对|对对对|就是(?:这个|它)|好|好的|可以|行|yes|yeah|yep|right|correct|ok|okay)(?:啊|呀)?$/u,
  ],
  ['first', /^(?:选)?(?:第一|第1)(?:个|项|种)?$|^前(?:面|一)(?:那)?个$|^(?:the )?first(?: one)?$/u],
  ['second', /^(?:选)?(?:第二|第2)(?:个|项|种)?$|^后(?:面|一)(?:那)?个$|^(?:the )?second(?: one)?$/u],
  ['third', /^(?:选)?(?:第三|第3)(?:个|项|种)?$|^(?:the )?third(?: one)?$/u],
  [
    'thanks',
    /^(?:好的?|行|嗯|知道了|明白了)?(?:谢谢|多谢|感谢|谢了|谢啦|辛苦了|麻烦你了)(?:你|您|啊|了|啦|你们|小政|您了)*$|^(?:ok )?(?:thanks?|thank you)(?: very much| a lot| so much)?$/u,
  ],
  [
    'hello',
    /^(?:喂|嗨|嘿|哈喽|你好|您好|你们好|早上好|上午好|中午好|下午好|晚上好|在吗|在不在|有人吗|小政)(?:啊|呀|吗|小政|你好|您好)*$|^(?:hello|hi|hey|good (?:morning|afternoon|evening))(?: there)?$/u,
  ],
  [
    'bye',
    /^(?:好的?)?(?:再见|拜拜|没有?(?:别的)?(?:了|问题了|事了)|不用了|没事了|挂了)(?:啊|吧|谢谢)?$|^(?:good ?bye|bye|bye bye|that'?s all|no more)$/u,
  ],
  [
    'who',
    /你(?:到底)?(?:是|叫)(?:谁|什么名字|什么|啥|哪位|真人|人吗|机器人|机器|ai|人工智能|人还是)|(?:你|您)贵姓|是真人(?:吗|么|还是)|who are you|are you (?:a )?(?:real|human|robot|machine|bot|ai)/u,
  ],
  [
    'abilities',
    /(?:你|你们|这里|这)(?:都|还)?(?:能|会|可以)(?:帮我)?(?:办|干|做|问|回答|查|解答|帮我)(?:些|点)?(?:什么|啥|哪些|做什么)|能(?:问|办)(?:些)?(?:什么|啥|哪些)(?:事|问题|业务)?$|有(?:什么|哪些)(?:功能|服务|业务)|怎么用(?:你|这个)?$|what can (?:you|i)|help$/u,
  ],
];

/** The control word in normalised text; null when there is none. */
export function controlIn(text: string): Control | null {
  const bare = text.replace(/[，,。！!？?；;、~～\s]+$/gu, '').replace(/^[，,。！!？?\s]+/gu, '');
  const flat = bare.replace(/[，,、\s]+(?=\p{Script=Han})/gu, '');
  return SIGNS.find(([, sign]) => sign.test(flat))?.[0] ?? null;
}
