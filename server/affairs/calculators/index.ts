import { retirement } from './retirement.ts';

type Known = Readonly<Record<string, string | number | boolean | null>>;

/** What was computed: values by name, and the sentence that tells them. */
export interface Computed {
  values: Readonly<Record<string, string | number>>;
  say: string;
}

const monthText = (date: string): string => `${date.slice(0, 4)}年${Number(date.slice(5, 7))}月`;

function retirementOf(slots: Known): Computed | null {
  const { sex, post, birth } = slots;
  if (typeof birth !== 'string') return null;
  const kind =
    sex === 'male' ? 'male_60' : post === 'cadre' ? 'female_55' : post === 'worker' ? 'female_50' : null;
  if (kind === null || (sex !== 'male' && sex !== 'female')) return null;
  const found = retirement(kind, birth);
  if (found === null) return null;
  const age = `${found.years}周岁${found.months === 0 ? '' : `${found.months}个月`}`;
  const early = found.earliest === found.date ? '' : `自愿提前的话，最早${monthText(found.earliest)}。`;
  return {
    values: { date: found.date, earliest: found.earliest, age, min_years: found.leastYears },
    say: `按规定算，法定退休时间是${monthText(found.date)}，那时${age}。${early}`,
  };
}

/** Longest time of the benefit by years of contributions (社会保险法第46条), months. */
function unemploymentOf(slots: Known): Computed | null {
  const years = slots.contribution_years;
  if (typeof years !== 'number') return null;
  if (years < 1) return { values: { max_months: 0 }, say: '' };
  const months = years < 5 ? 12 : years < 10 ? 18 : 24;
  return { values: { max_months: months }, say: `按您的缴费年限，最长可以领${months}个月。` };
}

/** Deed tax rate of a home (公告2024年第16号); the third home has a local rate, 3% to 5%. */
function deedTaxOf(slots: Known): Computed | null {
  const { home_order: order, area } = slots;
  if (order === 'third') return { values: { rate: '3%-5%' }, say: '第三套及以上，按3%至5%的当地税率。' };
  if (typeof area !== 'number' || (order !== 'first' && order !== 'second')) return null;
  const small = area <= 140;
  const rate = small ? '1%' : order === 'first' ? '1.5%' : '2%';
  const which = order === 'first' ? '唯一住房' : '第二套住房';
  return { values: { rate }, say: `${which}，140平方米${small ? '及以下' : '以上'}，契税税率是${rate}。` };
}

const CALCULATORS: Readonly<Record<string, (slots: Known) => Computed | null>> = {
  retirement: retirementOf,
  unemployment: unemploymentOf,
  deed_tax: deedTaxOf,
};

/** Runs a calculator by name; null when it is unknown or something it needs is not known. */
export function calculate(name: string, slots: Known): Computed | null {
  return CALCULATORS[name]?.(slots) ?? null;
}

/** What each calculator hangs on: a question about one of these is never needless. */
export const NEEDS: Readonly<Record<string, (slots: Known) => readonly string[]>> = {
  retirement: ({ sex }) => (sex === 'male' ? ['sex', 'birth'] : ['sex', 'post', 'birth']),
  unemployment: () => ['contribution_years'],
  deed_tax: ({ home_order: order }) => (order === 'third' ? ['home_order'] : ['home_order', 'area']),
};
