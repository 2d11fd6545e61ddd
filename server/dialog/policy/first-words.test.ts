import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadForms } from '../../affairs/forms.ts';
import { loadAffairs } from '../../affairs/load.ts';
import { createDialog } from '../dialog.ts';
import type { Reply } from '../types.ts';

const folder = fileURLToPath(new URL('../../../affairs', import.meta.url));
const dialog = createDialog({ affairs: loadAffairs(folder), forms: loadForms(folder) });
const first = (text: string): Reply => dialog.turn({ text, lang: 'zh', via: 'voice' }, dialog.begin());
const words = (reply: Reply): string => reply.sentences.map(({ text }) => text).join('');
const offered = (reply: Reply): string[] =>
  reply.cards.flatMap((card) => (card.kind === 'choices' ? card.choices.map(({ label }) => label) : []));

describe('the words of somebody who has only begun', () => {
  it('offer what one thing alone may be about', () => {
    for (const text of ['社保', '我想问一下社保的事', '咨询社保业务']) {
      expect(first(text).understood.action).toBe('clarify');
      expect(offered(first(text))).toContain('社保卡补换激活');
    }
    expect(offered(first('租房'))).toContain('公积金租房提取');
  });

  it('are listened to where they hold nothing but politeness', () => {
    for (const text of ['我想问个事', '我想咨询一下', '同志，打听个事情'])
      expect(words(first(text))).toBe('请说您要办的事。');
  });

  it('are met where somebody cannot see, read or handle a screen', () => {
    expect(words(first('我眼睛看不见'))).toContain('您说话就行');
    expect(words(first('我不识字，不会弄手机'))).toContain('转人工');
  });

  it('are asked about, and not answered for another matter, where they are a bare question', () => {
    for (const text of ['多少钱', '要带什么', '去哪办'])
      expect(first(text).understood.action).toBe('clarify');
  });

  it('stay with the matter once there is one', () => {
    const state = first('身份证丢了怎么补').state;
    const reply = dialog.turn({ text: '多少钱', lang: 'zh', via: 'voice' }, state);
    expect(reply.understood.intents).toMatchObject([{ service: 'hk.idcard' }]);
  });
});
