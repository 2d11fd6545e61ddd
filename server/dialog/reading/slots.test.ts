import { describe, expect, it } from 'vitest';
import { withSaid } from './lexicon.ts';
import { addressIn, citiesIn } from './places.ts';
import { corrected, readSlot, repeatIn, type SlotBook, slotsIn } from './slots.ts';

const TODAY = '2026-11-23';
const book: SlotBook = withSaid({
  deposit_months: { type: 'int', label: '连续缴存月数' },
  self_home: { type: 'bool', label: '有自有住房' },
  spouse_home: { type: 'bool', label: '配偶有自有住房' },
  rental_type: { type: 'enum', label: '哪种房', values: { public: '公租房', market: '商品房' } },
  home_order: {
    type: 'enum',
    label: '第几套',
    values: { first: '唯一住房', second: '第二套', third: '第三套' },
  },
  item: { type: 'enum', label: '哪一种', values: { first: '首次', renew: '换领', replace: '丢失补领' } },
  area: { type: 'int', label: '面积' },
  age: { type: 'int', label: '年龄' },
  birth: { type: 'date', label: '出生年月' },
  from_city: { type: 'text', label: '从' },
  to_city: { type: 'text', label: '到' },
  contribution_years: { type: 'int', label: '缴费年限' },
});
const names = Object.keys(book);
const slots = (text: string) => slotsIn(text, names, book, TODAY);

describe('slots told in passing', () => {
  it.each([
    ['我和老婆都没房，租的商品房', { self_home: false, rental_type: 'market' }],
    ['租公租房能提吗', { rental_type: 'public' }],
    ['公积金交了两年多', { deposit_months: 24 }],
    ['首套房89平', { home_order: 'first', area: 89 }],
    ['身份证丢了', { item: 'replace' }],
    ['从武汉转到长沙', { from_city: '武汉', to_city: '长沙' }],
    ['我1965年1月生的', { birth: '1965-01' }],
  ])('%s', (text, expected) => {
    expect(slots(text)).toMatchObject(expected);
  });

  it('takes no value that is denied, and none out of a question', () => {
    expect(slots('租的不是公租房').rental_type).toBeUndefined();
    expect(slots('公租房还是商品房好').rental_type).toBeUndefined();
    expect(slots('没有房')).toMatchObject({ self_home: false });
  });

  it('takes the last value when the citizen puts something right', () => {
    expect(slots('我租的公租房，不对，是商品房')).toMatchObject({ rental_type: 'market' });
    expect(slots('不是公租房是商品房')).toMatchObject({ rental_type: 'market' });
    expect(slots('公积金交了三个月，不对，半年')).toMatchObject({ deposit_months: 6 });
    expect(corrected('交了三个月，说错了，五个月').after).toBe('五个月');
  });
});

describe('a slot that was just asked', () => {
  const read = (name: string, text: string) => {
    const def = book[name];
    if (!def) throw new Error('a known slot was expected');
    return readSlot(name, def, text, true, TODAY);
  };
  it('takes a bare yes, no or number', () => {
    expect(read('self_home', '没有')).toBe(false);
    expect(read('self_home', '有')).toBe(true);
    expect(read('deposit_months', '8')).toBe(8);
    expect(read('age', '六十八')).toBe(68);
    expect(read('contribution_years', '十五年')).toBe(15);
  });
  it('takes nothing from a sound or from not knowing', () => {
    expect(read('self_home', '嗯')).toBeUndefined();
    expect(read('self_home', '不清楚')).toBeUndefined();
  });
});

describe('places', () => {
  it.each([
    ['我家住幸福小区3栋2单元501', '幸福小区3栋2单元501'],
    ['地址是建设路8号', '建设路8号'],
    ['人民路和解放路路口的红绿灯坏了', '人民路和解放路路口'],
    ['我要投诉阳光花园物业', '阳光花园'],
    ['幸福小区门口路灯坏了', '幸福小区门口'],
  ])('%s: %s', (text, address) => {
    expect(addressIn(text)).toBe(address);
  });
  it.each(['楼下烧烤摊半夜还在吵', '我们小区停水了', '家里没水'])('%s names no address', (text) => {
    expect(addressIn(text)).toBeNull();
  });
  it('knows cities, and streets that are called after them', () => {
    expect(citiesIn('从武汉市到长沙').map((city) => city.name)).toEqual(['武汉', '长沙']);
    expect(citiesIn('南京路上')).toEqual([]);
  });
});

describe('how often it was told', () => {
  it.each([
    ['投诉三次了没人管', '3'],
    ['我打了12345五次了', '5'],
    ['跑了两趟', '2'],
  ])('%s', (text, times) => {
    expect(repeatIn(text)).toBe(times);
  });
  it('is null where it is not said', () => {
    expect(repeatIn('第一次来')).toBeNull();
  });
});
