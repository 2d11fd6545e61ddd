import type { Slots, SlotValue } from '../types.ts';
import { dateIn, yearIn } from './dates.ts';
import { numberOf, type Quantity, quantitiesIn, type Unit } from './numbers.ts';
import { addressIn, citiesIn } from './places.ts';
import { answerTo } from './polarity.ts';

/** What is known of a slot: its type, its values, and how each is said. Keys of `words` are the values as text. */
export interface SlotWords {
  type: 'bool' | 'int' | 'enum' | 'date' | 'text' | 'city' | 'address' | 'number' | 'month';
  label: string;
  values?: Readonly<Record<string, string>> | undefined;
  words?: Readonly<Record<string, readonly string[]>> | undefined;
  unit?: string | undefined;
  /** It means another thing in each service. */
  own?: boolean | undefined;
}
export type SlotBook = Readonly<Record<string, SlotWords>>;

/** A value found in a text and where it ends: of several, the last one said counts. */
interface Found {
  value: SlotValue;
  at: number;
}

/** Words that put right what was said before: what comes after them counts. */
const CORRECTION =
  /(?:不对|不是[，,]\s*(?=是)|(?:哎|唉)?算了[，,\s]*(?:还是)|不是这样|错了|说错了|讲错了|搞错了|弄错了|口误|等等|更正一下|纠正一下|应该是|改一[下改](?=[，,\s]*(?:应该)?(?:是|成|为)|[，,])|改成|改为|换成|其实是|不不不?|(?:啊|哦|噢)不(?!对|是)|no wait|i mean|sorry)[，,。、\s]*(?:是|应该是|我是|我说的是)?/giu;

/**
 * Splits a text at its last correction: what was said before it, and what is to count. The first part is empty when
 * nothing was corrected.
 */
export function corrected(text: string): { before: string; after: string } {
  let end = -1;
  let from = -1;
  for (const match of text.matchAll(CORRECTION)) {
    if (text.slice(match.index + match[0].length).trim() === '') continue;
    from = match.index;
    end = match.index + match[0].length;
  }
  if (end >= 0) return { before: text.slice(0, from), after: text.slice(end) };
  // 不是A是B, 不是A，而是B
  const swap = text.match(/^(.*?)(?<!是)不是([^，,是]{1,12})[，,\s]*(?:而?是)(.+)$/u);
  if (swap) return { before: `${swap[1] ?? ''}${swap[2] ?? ''}`, after: swap[3] ?? '' };
  return { before: '', after: text };
}

const DENIED =
  /(?:不是(?:我|他|她|我们)?|并非|没有?|不|非|别|无)(?:租|住|在|办|买|什么|属于|走|用|要)?(?:的)?$/u;

/** The value of an enumeration whose words were said last and not denied; null when none, or when it is asked which. */
function enumIn(text: string, words: Readonly<Record<string, readonly string[]>>): Found | null {
  let best: (Found & { size: number }) | null = null;
  const said = new Set<string>();
  for (const [value, list] of Object.entries(words)) {
    for (const word of list) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (DENIED.test(text.slice(0, at)) && !DENIED.test(word)) continue;
        said.add(value);
        const end = at + word.length;
        // Of two words that end at one place, the longer is meant: 公租房 holds 租房.
        if (best === null || end > best.at || (end === best.at && word.length > best.size)) {
          best = { value, at: end, size: word.length };
        }
      }
    }
  }
  // 是公租房还是商品房: a question, not an answer.
  if (said.size > 1 && /还是|或者|哪(?:种|个|类)/u.test(text)) return null;
  return best;
}

/** What a number of each slot is counted in, and the words near it that tell whose number it is. */
const COUNTED: Readonly<
  Record<string, { unit: Unit; per?: number; cue?: RegExp; least?: number; alone: boolean }>
> = {
  deposit_months: { unit: 'month', cue: /缴|交|存|公积金/u, alone: true },
  contribution_years: {
    unit: 'month',
    per: 12,
    cue: /缴|交|参保|社保|失业险|失业保险|养老|医保|工龄|干了|上了/u,
    alone: true,
  },
  stay_months: { unit: 'month', cue: /住|居住|来|待|呆|登记/u, alone: true },
  overdue_months: { unit: 'month', cue: /过期|超期|逾期|过了|超了|到期|断供|没还|欠/u, alone: true },
  overdue_years: { unit: 'month', per: 12, cue: /过期|超期|逾期|过了|超了|到期/u, alone: true },
  area: { unit: 'area', alone: true },
  price: {
    unit: 'money',
    cue: /房|价|款|共|花|买/u,
    least: 10_000,
    alone: true,
  },
  age: { unit: 'year_old', alone: true },
  child_age: { unit: 'year_old', cue: /孩|娃|宝|儿子|女儿|闺女|出生|生了|小孩|孙/u, alone: true },
  repeat: { unit: 'times', cue: /投诉|反映|打|举报|找|说|报|修|催|来|跑/u, alone: true },
  home_order: { unit: 'set', alone: true },
};

const NEWBORN =
  /刚刚?(?:出生|生(?!气|病|活)|落地)|(?:出生|生(?:下来)?)(?:才|刚|还|没|不)*(?:几天|没多久|不久|没几天)|(?:没|不到|刚|快)满月|坐月子|月子里|百天/u;

function countIn(
  name: string,
  def: SlotWords,
  quantities: readonly Quantity[],
  text: string,
  sure: boolean,
): Found | null {
  const known = COUNTED[name];
  const unit: Unit = known?.unit ?? unitOf(def.unit);
  const per = known?.per ?? (def.unit === '年' ? 12 : 1);
  let best: Found | null = null;
  const years =
    name === 'age'
      ? text.match(
          /(?:今年|我|他|她|爸|妈|老伴|爷爷|奶奶)(?:都|刚|快|已经|虚岁|也)?([\d一二三四五六七八九十]{2,3})(?:了|岁|整)/u,
        )?.[1]
      : undefined;
  const aged = years === undefined ? null : numberOf(years);
  if (aged !== null && aged >= 10) best = { value: aged, at: 0 };
  // 刚出生, 还没满月: no year, however it is counted.
  if (name === 'child_age' && NEWBORN.test(text)) best = { value: 0, at: 0 };
  for (const quantity of quantities) {
    let value: number;
    if (quantity.unit === unit) value = quantity.value / (unit === 'month' ? per : 1);
    else if (unit === 'month' && quantity.unit === 'week') value = quantity.value / 4 / per;
    else if (unit === 'month' && quantity.unit === 'day') value = quantity.value / 30 / per;
    else if (unit === 'year_old' && name === 'child_age' && quantity.unit === 'month')
      value = quantity.value / 12;
    else if (quantity.unit === 'bare' && (sure || (known?.least ?? Infinity) <= quantity.value))
      value = quantity.value;
    else continue;
    if (value < (known?.least ?? 0)) continue;
    // 一百二十万 of a home is its price, whatever stands around it.
    const plain = known?.least !== undefined && value >= 10 * known.least;
    if (
      !sure &&
      !plain &&
      known?.cue &&
      !known.cue.test(text.slice(Math.max(0, quantity.from - 14), quantity.to + 8))
    )
      continue;
    // A length of months is whole: half a month is not yet one.
    best = {
      value: def.type === 'int' || unit === 'month' ? Math.floor(value * 100) / 100 : value,
      at: quantity.to,
    };
    if (def.type === 'int') best = { ...best, value: Math.floor(value) };
  }
  return best;
}

function unitOf(unit: string | undefined): Unit {
  if (unit === undefined) return 'bare';
  if (/年|月/u.test(unit)) return 'month';
  if (/岁/u.test(unit)) return 'year_old';
  if (/平|㎡/u.test(unit)) return 'area';
  if (/天|日/u.test(unit)) return 'day';
  if (/元|块/u.test(unit)) return 'money';
  if (/次|遍/u.test(unit)) return 'times';
  if (/套/u.test(unit)) return 'set';
  if (/人/u.test(unit)) return 'people';
  return 'bare';
}

/** Words before or after a city that tell which city of the citizen's it is. */
const CITY_CUES: Readonly<Record<string, { before?: RegExp; after?: RegExp }>> = {
  from_city: {
    before: /(?:从|由|原来在|以前在|之前在|户口(?:在|是)|老家(?:在|是)?)$/u,
    after: /^(?:的)?(?:转|迁|调)?(?:到|往|来|过来|转出|迁出)/u,
  },
  to_city: { before: /(?:到|往|去|转入|转去|迁入|转来|转回|迁到|迁往|迁去|落户|落在|现在在)$/u },
  target_city: { before: /(?:到|往|去|迁入|迁去|迁到|落户|落在|转到|想在|要在)$/u },
  insured_city: {
    before: /(?:参保(?:地)?(?:是|在)*|医保(?:在|是|交在|关系在)+|社保(?:在|是|交在)|交在|保险在)$/u,
    after: /^(?:的|这边的)?(?:参保|医保|社保|职工医保|居民医保|交的)/u,
  },
  treatment_place: {
    before: /(?:在|去|到|来|上|住在|转到|转院到)$/u,
    after: /^(?:那边|这边)?(?:看病|住院|就医|治疗|生孩子|做手术|带孙|的医院|医院|看|养老|定居|长期)/u,
  },
  issuing_city: {
    before: /(?:在|是|发证(?:地)?(?:是|在)?)$/u,
    after: /^(?:的|那边)?(?:办|发|领|驾照|驾驶证|社保卡|身份证|考)/u,
  },
  city: { before: /(?:在|住在|到|来)$/u },
};

function cityIn(name: string, text: string, sure: boolean): Found | null {
  const cities = citiesIn(text);
  const cue = CITY_CUES[name];
  let best: Found | null = null;
  for (const city of cities) {
    const fits =
      (cue?.before?.test(text.slice(0, city.from)) ?? false) ||
      (cue?.after?.test(text.slice(city.to)) ?? false);
    if (fits || (sure && cities.length === 1)) best = { value: city.name, at: city.to };
  }
  return best;
}

/** 还有一个月过期: not yet, whatever its last word says; and the month is no length of being overdue. */
const ENDS_LATER =
  /(?:还有|还差|还剩|再过|再有|剩下?|不到)(?:不到|大概|差不多)?(?:[\d一二两三四五六七八九十半几]+)(?:个)?多?(?:天|日|周|星期|礼拜|月|年)(?:左右|就|才|要|会|快)*(?:过期|到期|期满|满期)/gu;

/** A text is short enough to be nothing but an answer. */
const ANSWER_CHARS = 12;

/**
 * The value of one slot in a normalised text. `asked`: this slot was just asked, so a bare 有, 没有, number or city is
 * meant for it. `today` as `YYYY-MM-DD`.
 */
export function readSlot(
  name: string,
  def: SlotWords,
  text: string,
  asked: boolean,
  today: string,
): SlotValue | undefined {
  const { after } = corrected(text.replace(ENDS_LATER, '快到期'));
  const value = readPart(name, def, after, asked, today);
  return value === undefined && after !== text ? readPart(name, def, text, asked, today) : value;
}

function readPart(
  name: string,
  def: SlotWords,
  text: string,
  asked: boolean,
  today: string,
): SlotValue | undefined {
  if (def.type === 'bool') {
    const found = def.words === undefined ? null : enumIn(text, def.words);
    if (found !== null) return found.value === 'true';
    if (!asked || text.length > ANSWER_CHARS) return undefined;
    const polarity = answerTo(
      text,
      `${def.label ?? ''}${Object.values(def.words ?? {})
        .flat()
        .join('')}`,
    );
    return polarity === 'yes' ? true : polarity === 'no' ? false : undefined;
  }
  if (def.type === 'enum') {
    const words =
      def.words ?? Object.fromEntries(Object.entries(def.values ?? {}).map(([k, label]) => [k, [label]]));
    const found = enumIn(text, words);
    if (found !== null) return found.value;
    if (name === 'home_order') return homeOrder(def, text);
    return undefined;
  }
  if (/_city$|^city$|_place$/u.test(name) || def.type === 'city') return cityIn(name, text, asked)?.value;
  if (def.type === 'int' || def.type === 'number')
    return countIn(name, def, quantitiesIn(text), text, asked)?.value;
  if (def.type === 'date' || def.type === 'month') {
    const date = dateIn(text, today);
    if (date !== null) return def.type === 'month' || name === 'birth' ? date.slice(0, 7) : date;
    const year = asked ? yearIn(text, today) : null;
    return year === null ? undefined : undefined;
  }
  if (name === 'address' || def.type === 'address') return addressIn(text) ?? undefined;
  return undefined;
}

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/首套|第一套|唯一(?:一套)?|头一套|1套/u, 1],
  [/二套|第二套|两套/u, 2],
  [/三套|第三套/u, 3],
];

/** 首套, 二套 … as the slot's own value: the first, second, third of those listed. */
function homeOrder(def: SlotWords, text: string): SlotValue | undefined {
  const place = ORDINALS.find(([word]) => word.test(text))?.[1];
  return place === undefined ? undefined : Object.keys(def.values ?? {})[place - 1];
}

/** All slots of `names` that a text tells, without having been asked. */
export function slotsIn(text: string, names: readonly string[], book: SlotBook, today: string): Slots {
  const found: Record<string, SlotValue> = {};
  for (const name of names) {
    const def = book[name];
    if (def === undefined) continue;
    const value = readSlot(name, def, text, false, today);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** True when the words speak of what one of these slots counts (都交了, 住了好久), though they tell no number. */
export const touches = (text: string, names: readonly string[]): boolean =>
  names.some((name) => COUNTED[name]?.cue?.test(text) === true);

/** How often something was told already (投诉三次了), as text; null when it was not said. */
export function repeatIn(text: string): string | null {
  const counted = text.match(
    /(?:投诉|反映|举报|打(?:了)?(?:电话|12345|热线)?|找|说|报修|催|来|跑|报)(?:过|了|你们|物业|他们)*(?:不下|少说|至少|都|有|已经|快)*(\d+|[一二两三四五六七八九十]+)多?(?:次|遍|回|趟)|(\d+|[一二两三四五六七八九十]+)多?(?:次|遍|回|趟)(?:投诉|反映|电话|了)/u,
  );
  const said = counted?.[1] ?? counted?.[2];
  if (said === undefined) return null;
  const value = numberOf(said);
  return value === null ? null : String(value);
}
