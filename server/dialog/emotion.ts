/** How the citizen sounds; changes tone and face, never facts. */
export type Emotion = 'neutral' | 'anxious' | 'angry' | 'sad' | 'urgent' | 'happy';

const SIGNS: readonly (readonly [Emotion, RegExp])[] = [
  [
    'angry',
    /气死|气人|气炸|气得|火大|(?:我)?(?:都|真|要)?(?:发)?火了(?!车)|太过分|凭什么|踢皮球|推来推去|推三阻四|没人(?:管|理)|(?:又|还|就是|都|根本)不(?:管|理|来|解决|处理)|不理(?:我|人)|没个?说法|没(?:有)?下文|说了不听|屡教不改|光收钱|不办事|态度.{0,6}(?:差|恶劣|凶|横)|什么(?:破|态度|玩意)|垃圾(?:服务|系统|部门)|烦死|忽悠|不作为|投诉你|生气|受够|忍(?:不了|无可忍)|熏得.{0,4}(?:要)?死|吵(?:得|死).{0,10}(?:死|疯|崩溃|受不了|没法|不能)|吵死|崩溃|想死的心|恶心(?:人|透)|(?:问|跑|打|说|反映|投诉)了[一两二三四五六七八九十几\d]+[趟次遍回]|(?:打|反映|投诉)(?:过|了)(?:好)?(?:几|多|[两二三四五六七八九十\d]+)次|到现在(?:都|还)?没|欺负(?:人|老百姓)|骗(?:人|子)(?!.{0,6}(?:转账|电话))|坑(?:人|我|老百姓)|什么时候是个头|管不管|有没有人管|还让不让|你们(?:到底|究竟)|搞什么|angry|furious|ridiculous/u,
  ],
  [
    'sad',
    /去世|过世|走了没几天|刚走|不在了|没了爸|没了妈|难过|伤心|想哭|哭了|绝望|心里(?:难受|堵)|活着|passed away|died/u,
  ],
  [
    'anxious',
    /着急|急死|急用|很急|好急|特别急|太急|急着|急得|担心|害怕|好怕|焦虑|赶时间|来不及|怎么办[啊呀]|怎么办才好|慌|愁|睡不着觉|火烧眉毛|要死了要死了|worried|urgent|hurry/u,
  ],
  [
    'happy',
    /(?:要|想|特别|非常|真的?|太|好好)(?:的)?(?:感谢|表扬|点赞)|锦旗|太好了|真好|高兴|开心|点赞|表扬|帮了(?:我)?大忙|满意极了|非常满意|thank you so much|wonderful/u,
  ],
];

/** The strongest feeling that the words show. `text` must be normalised. */
export function emotionOf(text: string): Emotion {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? 'neutral';
}
