/** How the citizen sounds; changes tone and face, never facts. */
export type Emotion = 'neutral' | 'anxious' | 'angry' | 'sad' | 'urgent' | 'happy';

const SIGNS: readonly (readonly [Emotion, RegExp])[] = [
  [
    'angry',
    /气死|气人|火大|太过分|凭什么|踢皮球|推来推去|没人管|态度(?:太|真|很|这么)?差|什么破|垃圾(?:服务|系统|部门)|烦死|忽悠|不作为|投诉你|生气|受够|跑了[一两二三四五六七八九十几\d]+[趟次]|angry|furious|ridiculous/,
  ],
  ['sad', /去世|过世|走了没几天|难过|伤心|想哭|哭了|绝望|passed away|died/],
  [
    'anxious',
    /着急|急死|急用|很急|好急|特别急|急着|担心|害怕|焦虑|赶时间|来不及|怎么办[啊呀]|慌|worried|urgent|hurry/,
  ],
];

/** The strongest feeling that the words show. `text` must be normalised. */
export function emotionOf(text: string): Emotion {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? 'neutral';
}
