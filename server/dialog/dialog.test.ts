import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Card, Lang, MAX_SAY_CHARS } from '../../protocol/index.ts';
import { loadForms } from '../affairs/forms.ts';
import { loadAffairs } from '../affairs/load.ts';
import { createDialog } from './dialog.ts';
import type { DialogState, Reply } from './types.ts';

const folder = fileURLToPath(new URL('../../affairs', import.meta.url));
const affairs = loadAffairs(folder);
const dialog = createDialog({ affairs, forms: loadForms(folder), city: '示例市' });

/** Says the sentences one after another in one consultation; the reply to the last. */
function talk(...said: string[]): Reply {
  return talkIn('zh', ...said);
}
function talkIn(lang: Lang, ...said: string[]): Reply {
  let state: DialogState = dialog.begin();
  let reply: Reply | null = null;
  for (const text of said) {
    // The state goes through JSON between turns, as it does in the store.
    state = JSON.parse(JSON.stringify(state));
    reply = dialog.turn({ text, lang, via: 'text' }, state);
    state = reply.state;
  }
  if (!reply) throw new Error('nothing was said');
  return reply;
}
const words = (reply: Reply): string => reply.sentences.map((sentence) => sentence.text).join('');
const marks = (reply: Reply) => reply.sentences.flatMap((sentence) => sentence.marks);

describe('the greeting', () => {
  it('is two sentences that say it is a machine, in both languages, with questions to begin with', () => {
    for (const lang of Lang.options) {
      const { sentences, suggestions } = dialog.greet(lang);
      expect(sentences).toHaveLength(2);
      expect(sentences[0]?.text).toContain(lang === 'zh' ? 'AI数字人' : 'AI digital human');
      expect(sentences[0]?.marks).toContainEqual({ at: 0, kind: 'gesture', value: 'greet' });
      expect(suggestions.length).toBeGreaterThan(0);
      expect(suggestions.length).toBeLessThanOrEqual(4);
    }
    expect(dialog.greet('zh').suggestions[0]).toBe('公积金租房子能不能提');
  });

  it('suggests only questions that are answered', () => {
    for (const lang of Lang.options) {
      for (const question of dialog.greet(lang).suggestions) {
        expect(talkIn(lang, question).understood.kind).toBe('service');
      }
    }
  });
});

describe('a question about a service', () => {
  it('is answered in speech, with a full card that names its sources and that nobody has verified it', () => {
    const reply = talk('公积金租房提取要多久');
    expect(reply.understood).toMatchObject({ kind: 'service', service: 'hpf.rent', ask: 'time' });
    expect(words(reply)).toContain('3日');
    const card = reply.cards[0];
    if (card?.kind !== 'answer') throw new Error('an answer card was expected');
    expect(card.unverified).toBe(true);
    expect(card.sources.map((source) => source.title)).toContain('住房公积金管理条例');
    expect(card.sections[0]?.label).toBe('办理时限');
    expect(card.sections.map((section) => section.label)).toEqual(
      expect.arrayContaining(['办理条件', '所需材料', '办理时限', '费用', '额度', '办理渠道']),
    );
    expect(card.phone?.number).toBe('12329');
    expect(
      Card.safeParse({
        ...card,
        id: 'crd_0123456789abcdef',
        turn: 'trn_0123456789abcdef',
      }).error?.issues.filter((issue) => issue.path[0] !== 'id' && issue.path[0] !== 'turn') ?? [],
    ).toEqual([]);
  });

  it('never tells a local amount', () => {
    const reply = talk('公积金租房每个月能提多少');
    expect(words(reply)).toContain('以公积金中心公布为准');
    expect(JSON.stringify(reply)).not.toContain('元/月');
  });

  it.each([
    ['补办身份证多少钱', '40元'],
    ['换身份证要多久', '60日'],
    ['补驾照要多少钱', '10元'],
    ['补驾照要带什么', '身份证'],
    ['租房提公积金几天能批', '3日'],
  ])('%s: speaks of what was asked (%s)', (question, fact) => {
    expect(words(talk(question))).toContain(fact);
  });

  it('keeps the service in mind for the next question', () => {
    const reply = talk('公积金租房子能不能提', '那要带什么材料');
    expect(reply.understood).toMatchObject({ kind: 'service', service: 'hpf.rent', ask: 'materials' });
    expect(words(reply)).toContain('租赁合同');
  });

  it('answers every question that it suggests after an answer', () => {
    for (const lang of Lang.options) {
      for (const topic of dialog.greet(lang).suggestions) {
        for (const next of talkIn(lang, topic).suggestions) {
          expect(talkIn(lang, topic, next).understood).toMatchObject({ kind: 'service' });
        }
      }
    }
  });

  it('does not take another matter for a question about the service spoken of', () => {
    for (const other of [
      '明天股票会涨吗',
      '低保怎么申请',
      '护照要多少钱',
      '公积金余额怎么查',
      '你吃饭了吗',
    ]) {
      expect(talk('公积金租房子能不能提', other).understood.service).toBeNull();
    }
  });

  it('speaks at most three sentences and eighty characters, whatever is asked and however', () => {
    for (const node of affairs.services()) {
      for (const phrase of Object.values(node.recognise.phrases).flat()) {
        for (const mood of ['', '，急死我了', '，气死我了，跑了三趟', '，我爸刚去世']) {
          const text = words(talk(phrase + mood));
          expect(text.length).toBeLessThanOrEqual(80);
          expect((text.match(/[。！？]/gu) ?? []).length).toBeLessThanOrEqual(3);
        }
      }
    }
  });

  it('does not smile at an angry, anxious or sad citizen', () => {
    for (const said of ['气死我了，身份证丢了怎么办', '身份证丢了，急死我了', '我爸去世了，身份证怎么办']) {
      const faces = marks(talk(said)).filter((mark) => mark.kind === 'emotion');
      expect(faces.length).toBeGreaterThan(0);
      expect(faces.every((mark) => mark.value === 'serious' || mark.value === 'sorry')).toBe(true);
    }
  });

  it('points at its card, looks at it, and looks back', () => {
    const list = marks(talk('身份证丢了怎么办'));
    expect(list).toContainEqual({ at: 0, kind: 'card', value: '0' });
    expect(list.filter((mark) => mark.kind === 'gaze').map((mark) => mark.value)).toEqual([
      'card',
      'citizen',
    ]);
  });
});

describe('a question that is not known', () => {
  it('is refused honestly, with what can be asked and a number to call', () => {
    const reply = talk('明天股票会涨吗');
    expect(reply.understood.kind).toBe('unknown');
    expect(words(reply)).toContain('只能解答政务服务方面的问题');
    expect(reply.handoff).toBe('none');
    const unclear = talk('叽里咕噜');
    expect(words(unclear)).toContain('没听明白');
    expect(unclear.cards[0]?.kind).toBe('choices');
  });

  it('names the right hotline where the matter is recognised but not in the content', () => {
    expect(words(talk('老板不发工资怎么办'))).toContain('12333');
    expect(words(talk('护照丢了怎么办'))).toContain('12367');
  });

  it('offers a person the second time, and hands over the third', () => {
    const second = talk('叽里咕噜', '哇啦哇啦');
    expect(words(second)).toContain('需要我转人工吗');
    expect(second.handoff).toBe('offer');
    const third = talk('叽里咕噜', '哇啦哇啦', '噼里啪啦');
    expect(words(third)).toContain('12345');
    expect(third.handoff).toBe('required');
  });

  it('comes with no mark of a card that is not there', () => {
    for (const said of ['明天股票会涨吗', '转人工', '谢谢', '公积金', '着火了']) {
      const reply = talk(said);
      for (const mark of marks(reply)) {
        if (mark.kind === 'card') expect(reply.cards[Number(mark.value)]).toBeDefined();
      }
    }
  });
});

describe('a question that may mean several things', () => {
  it('is asked back with choices that are each understood', () => {
    const reply = talk('公积金');
    expect(reply.understood).toMatchObject({ kind: 'clarify', action: 'clarify' });
    const card = reply.cards[0];
    if (card?.kind !== 'choices') throw new Error('a choices card was expected');
    expect(card.choices.at(-1)?.label).toBe('都不是');
    expect(card.choices.length).toBeLessThanOrEqual(4);
    for (const choice of card.choices.slice(0, -1)) expect(talk(choice.say).understood.kind).toBe('service');
  });

  it('takes several matters of one sentence one after another', () => {
    const reply = talk('我的身份证和驾照都丢了');
    expect(reply.understood.intents?.map((intent) => intent.service)).toEqual(['hk.idcard', 'dl.lost']);
    expect(words(reply)).toMatch(/两件事/);
    expect(reply.state.queue?.map((intent) => intent.service)).toEqual(['dl.lost']);
    expect(talk('我的身份证和驾照都丢了', '第二个').understood.service).toBe('dl.lost');
  });

  it('takes 第二个, 对 and 都不是 as answers to its question', () => {
    expect(talk('公积金', '第二个').understood.kind).toBe('service');
    expect(talk('身份证', '对').understood.service).toBe('hk.idcard');
    expect(talk('身份证', '都不是').understood).toMatchObject({ kind: 'control', control: 'none_of_these' });
  });

  it('waits for the matter when only politeness was said', () => {
    for (const said of ['你好，我想问一下', '好的', '麻烦问一下']) {
      expect(words(talk(said))).toBe('请说您要办的事。');
    }
  });

  it('does not take 对 for an answer when nothing was asked', () => {
    expect(talk('对').understood.service).toBeNull();
  });
});

describe('words that steer the conversation', () => {
  it.each(['再说一遍', '没听清', '重复一下'])('repeats at %s', (said) => {
    expect(words(talk('补驾照要多少钱', said))).toContain('10元');
  });

  it('repeats twice the same, and still knows the service', () => {
    expect(words(talk('补驾照要多少钱', '再说一遍', '再说一遍', '要多久'))).toContain('1个工作日');
  });

  it.each([
    '转人工',
    '叫个真人来',
    '人工服务',
    '我要找人工客服',
    '帮我转人工吧',
    '不想跟机器人说',
  ])('says honestly at %s that a human is reached by telephone', (said) => {
    const reply = talk(said);
    expect(reply.understood).toMatchObject({ kind: 'control', control: 'handoff' });
    expect(words(reply)).toContain('12345');
    expect(words(reply)).toContain('不能');
  });

  it.each([
    '你是谁',
    '你是机器人吗',
    '你是真人吗',
    '你叫什么名字',
  ])('says that it is a machine at %s', (said) => {
    expect(words(talk(said))).toContain('AI数字人');
  });

  it.each([
    ['你好', 'hello'],
    ['谢谢', 'thanks'],
    ['好的谢谢', 'thanks'],
    ['再见', 'bye'],
    ['停', 'stop'],
    ['别说了', 'stop'],
    ['你能办什么', 'abilities'],
  ])('knows %s', (said, control) => {
    expect(talk(said).understood.control).toBe(control);
  });

  it.each([
    '你好，身份证丢了怎么办',
    '谢谢，那身份证怎么补',
    '人工智能公司怎么注册',
    '停车证怎么办',
  ])('does not take %s for one', (said) => {
    expect(talk(said).understood.control).toBeUndefined();
  });
});

describe('danger', () => {
  it('comes before everything: one turn, the number spoken and shown, no suggestions', () => {
    const reply = talk('公积金租房子能不能提', '等一下，厨房着火了');
    expect(reply.understood).toMatchObject({ kind: 'emergency', redirect: ['119'] });
    expect(words(reply)).toContain('119');
    expect(reply.cards[0]?.kind).toBe('emergency');
    expect(reply.suggestions).toEqual([]);
    expect(words(reply)).not.toContain('身份证');
  });

  it('is known in English', () => {
    expect(words(talkIn('en', 'my kitchen is on fire'))).toContain('119');
  });
});

describe('English', () => {
  it('answers with the Chinese name, and says that the card is in Chinese', () => {
    const reply = talkIn('en', 'My ID card is lost');
    expect(reply.understood.service).toBe('hk.idcard');
    expect(words(reply)).toContain('in Chinese');
    expect(words(reply)).toContain('居民身份证');
    expect(reply.cards[0]?.kind).toBe('answer');
  });

  it.each([
    ['what is the weather', 'unknown'],
    ['thank you', 'smalltalk'],
    ['who are you', 'smalltalk'],
    ['I want to talk to a human', 'control'],
    ['repeat', 'control'],
  ])('%s: is %s, answered in English', (said, kind) => {
    const reply = talkIn('en', said);
    expect(reply.understood.kind).toBe(kind);
    expect(words(reply)).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('any input', () => {
  it('is answered with at least one sentence, and what is kept is masked', () => {
    const odd = [
      '',
      '   ',
      '？？？',
      '嗯',
      '\u0000',
      '😀',
      'x'.repeat(MAX_SAY_CHARS),
      '一'.repeat(MAX_SAY_CHARS),
      '<b>1</b>',
    ];
    for (const text of odd) expect(talk(text).sentences.length).toBeGreaterThan(0);
    const reply = talk('我电话幺三九零零零零幺二三四，身份证11010519900307123X，驾照丢了');
    const kept = JSON.stringify(reply);
    for (const secret of ['幺三九零零零零幺二三四', '13900001234', '11010519900307123']) {
      expect(kept).not.toContain(secret);
    }
    expect(reply.understood.service).toBe('dl.lost');
  });
});
