import { retirement } from './retirement.ts';

type Known = Readonly<Record<string, string | number | boolean | null>>;

/** An amount of the city's own, as its folder states it. */
export interface CityAmount {
  label: string;
  value: number;
  unit: string;
  text: string;
}
export type CityAmounts = Readonly<Record<string, CityAmount>>;

/** What was computed: values by name, and the sentence that tells them. */
export interface Computed {
  values: Readonly<Record<string, string | number>>;
  say: string;
  /** Every figure that was computed or told by the citizen, as it is said: the sentence may state these and what its source states. */
  figures: readonly string[];
  /** It holds whether or not the service can be asked for (a date), and is said in any case. */
  always?: boolean;
  /** What it was computed by: references as a service has them. */
  basis: readonly string[];
}

/** What each calculator computes by; the services that use it must stand on it too. */
export const CALCULATOR_BASIS = {
  retirement: ['b.retire_decision'],
  unemployment: ['b.social_insurance_law#46'],
  deed_tax: ['b.housing_tax_2024', 'b.deed_tax_law#3'],
} as const;

/** Amounts that the law leaves to the place, by calculator: they come from the city's folder. */
export const CALCULATOR_AMOUNTS: Readonly<Record<string, readonly string[]>> = {
  unemployment: ['unemployment_monthly'],
  deed_tax: ['deed_rate_local'],
};

const monthText = (date: string): string => `${date.slice(0, 4)}年${Number(date.slice(5, 7))}月`;

/** 15年, 15年6个月: the least years rise by half a year each year. */
const yearsText = (years: number): string =>
  years % 1 === 0 ? `${years}年` : `${Math.floor(years)}年${Math.round((years % 1) * 12)}个月`;

/** What the years paid are worth by the least years of the month of retirement; empty where they were not told. */
function paidText(paid: Known[string] | undefined, least: number): Pick<Computed, 'say' | 'figures'> {
  if (typeof paid !== 'number') return { say: '', figures: [] };
  const [needed, has, lacks] = [least, paid, least - paid].map(yearsText);
  return {
    say: `那时最低要缴${needed}，您说的${has}${paid >= least ? '够了' : `还差${lacks}`}。`,
    figures: [needed, has, lacks].flatMap((text) => text ?? []),
  };
}

function retirementOf(slots: Known): Computed | null {
  const { sex, post, birth } = slots;
  if (typeof birth !== 'string') return null;
  const kind =
    sex === 'male' ? 'male_60' : post === 'cadre' ? 'female_55' : post === 'worker' ? 'female_50' : null;
  if (kind === null || (sex !== 'male' && sex !== 'female')) return null;
  const found = retirement(kind, birth);
  if (found === null) return null;
  const age = `${found.years}周岁${found.months === 0 ? '' : `${found.months}个月`}`;
  const date = monthText(found.date);
  const earliest = monthText(found.earliest);
  const early = found.earliest === found.date ? '' : `自愿提前的话，最早${earliest}。`;
  const paid = paidText(slots.contribution_years, found.leastYears);
  return {
    values: { date: found.date, earliest: found.earliest, age, min_years: found.leastYears },
    say: `按规定算，法定退休时间是${date}，那时${age}。${early}${paid.say}`,
    figures: [date, age, earliest, ...paid.figures],
    always: true,
    basis: CALCULATOR_BASIS.retirement,
  };
}

/** Longest time of the benefit by years of contributions (社会保险法第46条), months; what a month brings is local. */
function unemploymentOf(slots: Known, amounts: CityAmounts): Computed | null {
  const years = slots.contribution_years;
  if (typeof years !== 'number') return null;
  const basis = CALCULATOR_BASIS.unemployment;
  if (years < 1) return { values: { max_months: 0 }, say: '', figures: [], basis };
  const months = years < 5 ? 12 : years < 10 ? 18 : 24;
  const monthly = amounts.unemployment_monthly;
  return {
    values: { max_months: months, ...(monthly === undefined ? {} : { amount_per_month: monthly.value }) },
    say: `按您的缴费年限，最长可以领${months}个月${monthly === undefined ? '' : `，本市${monthly.text}`}。`,
    figures: [`${months}个月`],
    basis,
  };
}

/** 1500000 as 150万元, 8000 as 8000元. */
const yuan = (value: number): string =>
  value >= 10_000 ? `${Number((value / 10_000).toFixed(4))}万元` : `${Math.round(value)}元`;

/** What a price makes of a rate, in a sentence; empty where no price was told. */
function taxOf(
  price: Known[string] | undefined,
  percent: number,
): Pick<Computed, 'figures' | 'say'> & { tax: number | null } {
  if (typeof price !== 'number' || price < 10_000) return { say: '', figures: [], tax: null };
  const tax = Math.round((price * percent) / 100);
  return {
    say: `不含增值税的总价${yuan(price)}，契税约${yuan(tax)}。`,
    figures: [yuan(price), yuan(tax)],
    tax,
  };
}

/** Deed tax rate of a home (公告2024年第16号); the third home has a local rate, 3% to 5% (契税法第3条). */
function deedTaxOf(slots: Known, amounts: CityAmounts): Computed | null {
  const { home_order: order, area, price } = slots;
  const basis = CALCULATOR_BASIS.deed_tax;
  if (order === 'third') {
    const local = amounts.deed_rate_local;
    const sum = local === undefined ? null : taxOf(price, local.value);
    return {
      values: { rate: '3%-5%', ...(sum?.tax == null ? {} : { tax: sum.tax }) },
      say: `第三套及以上，按3%至5%的当地税率${local === undefined ? '' : `，本市${local.text}`}。${sum?.say ?? ''}`,
      figures: sum?.figures ?? [],
      basis,
    };
  }
  if (typeof area !== 'number' || (order !== 'first' && order !== 'second')) return null;
  const small = area <= 140;
  const percent = small ? 1 : order === 'first' ? 1.5 : 2;
  const which = order === 'first' ? '唯一住房' : '第二套住房';
  const sum = taxOf(price, percent);
  return {
    values: { rate: `${percent}%`, ...(sum.tax === null ? {} : { tax: sum.tax }) },
    say: `${which}，140平方米${small ? '及以下' : '以上'}，契税税率是${percent}%。${sum.say}`,
    figures: sum.figures,
    basis,
  };
}

const CALCULATORS: Readonly<Record<string, (slots: Known, amounts: CityAmounts) => Computed | null>> = {
  retirement: retirementOf,
  unemployment: unemploymentOf,
  deed_tax: deedTaxOf,
};

/** Runs a calculator by name; null when it is unknown or something it needs is not known. */
export function calculate(name: string, slots: Known, amounts: CityAmounts = {}): Computed | null {
  return CALCULATORS[name]?.(slots, amounts) ?? null;
}

/** What each calculator hangs on: a question about one of these is never needless. */
export const NEEDS: Readonly<Record<string, (slots: Known) => readonly string[]>> = {
  retirement: ({ sex }) => (sex === 'male' ? ['sex', 'birth'] : ['sex', 'post', 'birth']),
  unemployment: () => ['contribution_years'],
  deed_tax: ({ home_order: order }) => (order === 'third' ? ['home_order'] : ['home_order', 'area']),
};

/** Everything that a calculator looks at: with another answer to one of these it is run again. */
export const INPUTS: Readonly<Record<string, readonly string[]>> = {
  retirement: ['sex', 'post', 'birth', 'contribution_years'],
  unemployment: ['contribution_years'],
  deed_tax: ['home_order', 'area', 'price'],
};
