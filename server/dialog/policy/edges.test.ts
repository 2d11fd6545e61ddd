import { describe, expect, it } from 'vitest';
import { consultation, words } from '../fixtures/talk.ts';

const sections = (card: unknown): { label: string; items: string[] }[] =>
  (card as { sections?: { label: string; items: string[] }[] }).sections ?? [];

describe('a matter that turns out to be another one', () => {
  it.each(['不对，是个体户', '个体户'])('changes with the answer %s', (said) => {
    const talk = consultation();
    talk.say('我想开个公司');
    const reply = talk.say(said);
    expect(reply.understood).toMatchObject({ service: 'biz.individual', action: 'guide' });
    expect(words(reply)).toContain('那您要办的是个体户营业执照');
  });
});

describe('what is told of one service', () => {
  it('says nothing of another where it means another thing there', () => {
    const talk = consultation();
    talk.say('失业金怎么领', '被辞退的', '交了六年', '登记了');
    const reply = talk.say('退休金什么时候能领', '男', '1966年5月');
    expect(words(reply)).toContain('法定退休时间是2026年10月');
    expect(words(reply)).not.toContain('不满15年');
  });

  it('is known again when the talk comes back to it', () => {
    const talk = consultation();
    talk.say('失业金怎么领', '被辞退的', '交了六年', '身份证丢了怎么补');
    expect(talk.state().slots).not.toHaveProperty('contribution_years');
    expect(talk.say('失业金还要什么材料').understood.intents?.[0]?.slots).toMatchObject({
      contribution_years: 6,
    });
  });
});

describe('a changed answer', () => {
  const rent = () => {
    const talk = consultation();
    talk.say('公积金租房子能不能提啊', '没有房', '商品房', '两年');
    return talk;
  };

  it('that changes nothing is said to change nothing', () => {
    expect(words(rent().say('刚才说错了，是三年'))).toMatch(/^好的，改过来了，结果不变。按您说的情况，符合/u);
  });

  it('changes what hangs on it', () => {
    const reply = rent().say('刚才说错了，是公租房');
    expect(words(reply)).toContain('租赁合同');
    expect(words(reply)).not.toContain('结果不变');
  });
});

describe('what belongs to a result', () => {
  it('names what comes afterwards, where this situation leads there', () => {
    const talk = consultation();
    const reply = talk.say('个体户执照怎么办', '新办', '地方租好了', '要许可，卖吃的');
    const after = sections(reply.cards[0]).find(({ label }) => label.startsWith('办完以后'));
    expect(after?.items).toEqual(['食品经营许可证']);
  });

  it('tells the rule by which two things cannot be had together, when both were spoken of', () => {
    const talk = consultation();
    talk.say('退休金什么时候能领', '男', '1966年5月');
    const reply = talk.say('失业金怎么领', '被辞退的', '交了六年', '登记了');
    expect(
      `${words(reply)}${sections(reply.cards[0])
        .flatMap(({ items }) => items)
        .join('')}`,
    ).toContain('停止领取失业保险金');
  });

  it('tells the month of retirement first, and then whether the years are enough for it', () => {
    const talk = consultation();
    const reply = talk.say('我什么时候退休', '男的', '1966年5月');
    expect(words(reply)).toContain('2026年10月');
    expect(words(talk.say('20年'))).toContain('那时最低要缴15年，您说的20年够了');
    expect(words(talk.say('不对，是10年'))).toMatch(/2026年10月.+不满15年/u);
  });

  it('knows that a child just born is under a year', () => {
    expect(consultation().say('刚出生的孩子怎么上户口').understood.asks).not.toBe('child_age');
  });
});
