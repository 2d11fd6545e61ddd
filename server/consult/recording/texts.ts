import type { Lang, LocalText } from '../../../protocol/index.ts';
import type { PlannedSentence } from '../../dialog/types.ts';

const SAID: Readonly<Record<'begun' | 'stopped' | 'erased', (days: number) => LocalText>> = {
  begun: (days) => ({
    zh: `好的，现在开始录音录像，只用来核对和检查服务，保存${days}天。您随时可以停。`,
    en: `Thank you. From now on this call is recorded, only to check what was said and how you were served. It is kept for ${days} days, and you can stop it at any time.`,
  }),
  stopped: () => ({
    zh: '录音录像停了，服务照常。',
    en: 'The recording has stopped. Everything else goes on as before.',
  }),
  erased: () => ({
    zh: '录音录像停了，录下的也已经删除，服务照常。',
    en: 'The recording has stopped, and what was recorded is erased. Everything else goes on as before.',
  }),
};

/** What the avatar says about the recording. */
export function recordingSaid(what: keyof typeof SAID, days: number, lang: Lang): PlannedSentence[] {
  return [{ text: SAID[what](days)[lang], lang, marks: [] }];
}
