import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadForms } from '../../affairs/forms.ts';
import { loadAffairs } from '../../affairs/load.ts';
import { createDialog } from '../dialog.ts';
import type { DialogState, Reply } from '../types.ts';

const folder = fileURLToPath(new URL('../../../affairs', import.meta.url));
const dialog = createDialog({
  affairs: loadAffairs(folder),
  forms: loadForms(folder),
  now: () => Date.UTC(2026, 10, 23),
});

function talk(...lines: string[]): Reply {
  let state: DialogState = dialog.begin();
  let last: Reply | null = null;
  for (const text of lines) {
    last = dialog.turn({ text, lang: 'zh', via: 'voice' }, state);
    state = JSON.parse(JSON.stringify(last.state));
  }
  if (last === null) throw new Error('nothing was said');
  return last;
}
const words = (reply: Reply): string => reply.sentences.map(({ text }) => text).join('');
const slots = (reply: Reply) => reply.understood.intents?.[0]?.slots;

describe('after a question back', () => {
  const asked = '添了个孩子，要跑哪些手续';

  it('takes a piece of the situation for the matter that was offered', () => {
    expect(talk(asked).understood.action).toBe('clarify');
    const reply = talk(asked, '结婚了', '跟爸爸');
    expect(reply.understood.intents).toMatchObject([{ service: 'hk.newborn' }]);
    expect(slots(reply)).toMatchObject({ married: true, follow_parent: 'father' });
  });

  it('takes a question about it likewise, and leaves another matter alone', () => {
    expect(talk(asked, '要带什么材料').understood.intents).toMatchObject([{ service: 'hk.newborn' }]);
    expect(talk(asked, '身份证丢了怎么补').understood.intents).toMatchObject([{ service: 'hk.idcard' }]);
  });

  it('offers the whole event of a life where everything was asked for, by touch and by word', () => {
    const card = talk(asked).cards[0];
    const choices = card?.kind === 'choices' ? card.choices.map(({ label }) => label) : [];
    expect(choices).toContain('新生儿出生一件事');
    expect(talk(asked, '全套手续').cards[0]).toMatchObject({ kind: 'steps' });
  });
});

describe('an answer to the question that waits', () => {
  it('is no yes and no no that tells something of its own', () => {
    const before = ['失业金怎么领', '交了三年', '单位不要我了'];
    expect(talk(...before).understood.asks).toBe('unemployment_registered');
    const reply = talk(...before, '不是我自己辞的');
    expect(slots(reply)).not.toHaveProperty('unemployment_registered');
    expect(reply.understood.asks).toBe('unemployment_registered');
    expect(slots(talk(...before, '还没办呢'))).toMatchObject({ unemployment_registered: false });
  });
});

describe('how things stand, told without a question', () => {
  it('stays with what is spoken of', () => {
    const reply = talk('身份证丢了怎么办', '在外地，老家是河南的');
    expect(reply.understood.intents).toMatchObject([{ service: 'hk.idcard' }]);
    expect(words(reply)).not.toContain('异地就医');
  });

  it('leads away when it is asked about something else', () => {
    expect(talk('身份证丢了怎么办', '异地就医怎么备案').understood.intents).toMatchObject([
      { service: 'mi.offsite_record' },
    ]);
  });
});

describe('in the middle of a matter', () => {
  const open = ['公积金租房提取', '都没有'];

  it('small talk is answered in a word, and the question comes back with its answers', () => {
    for (const chat of ['谢谢你啊', '你是真人吗', '今天好热啊']) {
      const reply = talk(...open, chat);
      expect(words(reply)).toContain('公租房还是商品房');
      expect(reply.suggestions).toContain('商品房');
      expect(slots(talk(...open, chat, '商品房'))).toMatchObject({ rental_type: 'market' });
    }
  });

  it('what is only supposed is answered as if it were so', () => {
    const reply = talk(...open, '商品房', '满了', '要是没交满呢');
    expect(words(reply)).toContain('要是这样的话');
    expect(words(reply)).toContain('暂时还不能办');
  });

  it('the same for somebody else is asked anew: nothing of the first person holds for them', () => {
    const reply = talk(...open, '商品房', '满了', '那我妈呢');
    expect(words(reply)).toContain('换成您妈妈');
    expect(reply.understood.asks).toBe('self_home');
    expect(slots(reply)).toEqual({});
    expect(words(talk('我什么时候能退休', '男的', '1970年5月', '那我老婆呢', '干部', '75年3月'))).toContain(
      '2031年7月',
    );
  });
});
