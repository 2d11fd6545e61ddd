import { describe, expect, it } from 'vitest';
import { calculate } from './index.ts';
import { type RetirementKind, retirement } from './retirement.ts';

describe('the retirement month', () => {
  // Vectors of the published table and of its rule.
  it.each<[RetirementKind, string, string]>([
    ['male_60', '1964-12', '2024-12'],
    ['male_60', '1965-01', '2025-02'],
    ['male_60', '1966-03', '2026-07'],
    ['male_60', '1970-12', '2032-06'],
    ['male_60', '1976-08', '2039-07'],
    ['male_60', '1976-09', '2039-09'],
    ['female_50', '1975-01', '2025-02'],
    ['female_50', '1978-11', '2030-11'],
    ['female_50', '1984-11', '2039-11'],
    ['female_55', '1971-07', '2026-12'],
    ['female_55', '1981-09', '2039-09'],
    ['female_50', '1981-01', '2034-02'],
  ])('of %s born %s is %s', (kind, birth, date) => {
    expect(retirement(kind, birth)?.date).toBe(date);
  });

  it('is never later than three years for men and five for women of fifty', () => {
    expect(retirement('male_60', '1990-05')).toMatchObject({ years: 63, months: 0, delay: 36 });
    expect(retirement('female_50', '1995-05')).toMatchObject({ years: 55, months: 0, delay: 60 });
    expect(retirement('female_55', '1995-05')).toMatchObject({ years: 58, months: 0 });
  });

  it('can be moved by three years at most, and not before the old age', () => {
    expect(retirement('male_60', '1966-03')).toMatchObject({ earliest: '2026-03', latest: '2029-07' });
    expect(retirement('male_60', '1990-05')).toMatchObject({ earliest: '2050-05', latest: '2056-05' });
  });

  it('needs half a year more of contributions each year from 2030 on, up to twenty', () => {
    expect(retirement('male_60', '1968-01')?.leastYears).toBe(15);
    expect(retirement('male_60', '1968-10')?.date).toBe('2029-10');
    expect(retirement('male_60', '1969-03')).toMatchObject({ date: '2030-04', leastYears: 15.5 });
    expect(retirement('male_60', '1985-01')?.leastYears).toBe(20);
  });

  it('is null for a birth that is no month', () => {
    expect(retirement('male_60', '1985-13')).toBeNull();
    expect(retirement('male_60', '三月')).toBeNull();
  });
});

describe('the other calculators', () => {
  it.each([
    [0.5, 0],
    [1, 12],
    [4.9, 12],
    [5, 18],
    [10, 24],
  ])('tell %d years of contributions to be worth %d months', (years, months) => {
    expect(calculate('unemployment', { contribution_years: years })?.values.max_months).toBe(months);
  });

  it.each([
    ['first', 140, '1%'],
    ['first', 141, '1.5%'],
    ['second', 140, '1%'],
    ['second', 141, '2%'],
  ])('tell the deed tax of the %s home of %d square metres to be %s', (home_order, area, rate) => {
    expect(calculate('deed_tax', { home_order, area })?.values.rate).toBe(rate);
  });

  it('tell the tax of a price that was told, and take what is local from the city', () => {
    const city = {
      deed_rate_local: { label: '契税税率', value: 4, unit: '%', text: '4%（虚构）' },
      unemployment_monthly: { label: '每月标准', value: 1111, unit: '元', text: '每月1111元（虚构）' },
    };
    const home = { home_order: 'second', area: 150, price: 1_500_000 };
    expect(calculate('deed_tax', home)).toMatchObject({
      values: { tax: 30_000 },
      figures: ['150万元', '3万元'],
    });
    expect(calculate('deed_tax', { home_order: 'third', price: 2_000_000 })?.values).toEqual({
      rate: '3%-5%',
    });
    expect(calculate('deed_tax', { home_order: 'third', price: 2_000_000 }, city)?.values.tax).toBe(80_000);
    expect(calculate('unemployment', { contribution_years: 6 }, city)?.values.amount_per_month).toBe(1111);
    expect(calculate('unemployment', { contribution_years: 6 })?.say).not.toContain('1111');
  });

  it('name what they were computed by', () => {
    const all = [
      calculate('retirement', { sex: 'male', birth: '1966-03' }),
      calculate('unemployment', { contribution_years: 6 }),
      calculate('deed_tax', { home_order: 'first', area: 90 }),
    ];
    for (const computed of all) expect(computed?.basis.length).toBeGreaterThan(0);
  });

  it('say nothing while something is not known', () => {
    expect(calculate('retirement', { sex: 'female', birth: '1981-09' })).toBeNull();
    expect(calculate('deed_tax', { home_order: 'first' })).toBeNull();
    expect(calculate('unemployment', { contribution_years: null })).toBeNull();
    expect(calculate('none', {})).toBeNull();
  });
});
