import { describe, expect, it } from 'vitest';
import { consultation, words } from '../fixtures/talk.ts';
import { isPersonName, nameIn, toldName } from './person-names.ts';

describe('what is told out of turn while a complaint is written', () => {
  it('keeps name and telephone for their own fields, and asks on where it stood', () => {
    const talk = consultation();
    talk.say('我要投诉楼下烧烤摊太吵');
    const reply = talk.say('我叫王小明，电话幺三九零零零零幺二三四');
    expect(talk.values()).toMatchObject({ name: '王小明', phone: '13900001234', anonymous: false });
    expect(talk.values().address).toBeUndefined();
    expect(reply.understood.asks).toBe('address');
    expect(words(reply)).not.toContain('13900001234');
  });

  it('takes what is asked from the same words', () => {
    const talk = consultation();
    talk.say('我要投诉楼下烧烤摊太吵', '建设路8号', '昨天晚上');
    talk.say('希望早点关门，我姓李，电话是13900001234');
    expect(talk.values()).toMatchObject({ demand: '早点关门', name: '李', phone: '13900001234' });
  });

  it('names nobody who wants to stay anonymous', () => {
    const talk = consultation();
    talk.say('我要投诉楼下烧烤摊太吵', '建设路8号', '昨天晚上', '早点关门', '匿名');
    talk.say('我叫王小明');
    expect(talk.values().name).toBeUndefined();
    expect(talk.values().anonymous).toBe(true);
  });

  it('knows a place that is told while another thing is asked', () => {
    const talk = consultation();
    talk.say('我要投诉楼下烧烤摊太吵', '建设路8号');
    talk.say('幸福小区3号楼');
    expect(talk.values()).toMatchObject({ address: '幸福小区3号楼' });
    expect(talk.values().occur_time).toBeUndefined();
  });
});

describe('what is put right in the midst of other questions', () => {
  const begun = () => {
    const talk = consultation();
    talk.say('我要投诉楼下烧烤摊太吵', '建设路8号3栋');
    return talk;
  };

  it('is the place, whatever is asked', () => {
    const talk = begun();
    const reply = talk.say('改一下，是建设路18号');
    expect(talk.values().address).toBe('建设路18号');
    expect(talk.values().occur_time).toBeUndefined();
    expect(reply.understood).toMatchObject({ control: 'correct_slot', asks: 'occur_time' });
  });

  it('is a part of the place', () => {
    const talk = begun();
    talk.say('昨天晚上', '不对，是5栋');
    expect(talk.values().address).toBe('建设路8号5栋');
  });

  it('is changed after it was read back, and read back again', () => {
    const talk = begun();
    talk.say('昨天晚上', '早点关门', '匿名', '同意');
    const reply = talk.say('不对，是建设路9号');
    expect(talk.values().address).toBe('建设路9号');
    expect(reply.state.pending?.kind).toBe('confirm_form');
  });

  it('is the day of an appointment, and its part of the day narrows the times', () => {
    const day = (value: string) => ({ value, label: { zh: value, en: value } });
    const time = (value: string) => ({ value, label: { zh: `${value}–`, en: value } });
    const talk = consultation({
      hall: [day('户籍窗口')],
      date: [day('2026-11-24'), day('2026-11-25')],
      slot: ['09:00', '10:00', '14:30', '15:30'].map(time),
    });
    talk.say('预约办身份证', '户籍窗口', '明天');
    expect(talk.values().date).toBe('2026-11-24');
    talk.say('不对，后天下午');
    expect(talk.values().date).toBe('2026-11-25');
    expect(talk.state().form?.said).toContain('后天下午');
  });
});

describe('a denial that names nothing that can be told apart', () => {
  it('is asked about, and is no answer to the question that waits', () => {
    const talk = consultation();
    talk.say('我要投诉', '宏达物业收了钱不修电梯', '幸福小区3号楼', '上个月底');
    expect(talk.values().occur_time).toBe('上个月底');
    const reply = talk.say('不对，是华宇');
    expect(words(reply)).toContain('改哪一项');
    expect(talk.values().demand).toBeUndefined();
    talk.say('改事情经过', '华宇物业收了钱不修电梯');
    expect(talk.values().content).toBe('华宇物业收了钱不修电梯');
  });
});

describe('an address that is read back', () => {
  it('is heard down to the building, while the form holds it whole', () => {
    const talk = consultation();
    const reply = talk.say('我要投诉楼下烧烤摊太吵', '建设路8号3栋2单元502');
    expect(talk.values().address).toBe('建设路8号3栋2单元502');
    expect(words(reply)).toContain('建设路8号3栋，门牌在屏幕上');
    expect(words(reply)).not.toMatch(/502|\*/u);
  });
});

describe('a person’s name', () => {
  it.each(['王小明', '欧阳修文', '李', '张女士', '古丽娜尔·买买提', 'Anna Smith'])('may be %s', (name) => {
    expect(nameIn(name)).toBe(name);
  });

  it.each([
    ['我叫王小明。', '王小明'],
    ['免贵姓陈', '陈'],
    ['叫我李阿姨就行', '李阿姨'],
  ])('is read from %s', (said, name) => {
    expect(nameIn(said)).toBe(name);
  });

  it.each([
    '三月份搬来的',
    '上个月25号',
    '不方便说',
    '你问这个干什么',
    '建设路那边',
    '随便写吧',
    '我不想说名字',
  ])('is not %s', (said) => {
    expect(nameIn(said)).toBeUndefined();
  });

  it('is told as one, and not what somebody was told to do', () => {
    expect(toldName('那个，我叫王小明，住三楼')?.name).toBe('王小明');
    expect(toldName('我叫他把声音关小一点')).toBeNull();
    expect(isPersonName('他们', true)).toBe(false);
  });
});
