import { demandIn } from '../orders/demand.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { timeWordsIn } from '../reading/dates.ts';
import { spokenDigits } from '../reading/digits.ts';
import { addressIn } from '../reading/places.ts';
import { corrected } from '../reading/slots.ts';
import type { FieldValue, OpenForm } from '../types.ts';
import { faultOf, type Heard, readField } from './fields.ts';
import { type OpenTalk, setField } from './formtalk.ts';
import { toldName } from './person-names.ts';

/** A field and the value that words give it. */
export interface Told {
  field: string;
  value: FieldValue;
}

/** A field that was chosen before and is chosen anew (改成后天, 换东区); null when the words choose none. */
function otherValue(talk: OpenTalk, heard: Heard, asked: string, open: OpenForm | undefined): Told | null {
  const { form, state } = talk;
  for (const field of Object.keys(state.values)) {
    if (field === asked || form.hints[field]?.widget !== 'cards') continue;
    const value = readField(form, field, heard, false, open);
    if (value !== undefined && value !== state.values[field]) return { field, value };
  }
  return null;
}

/** Characters that add nothing to a value that stands alone. */
const LOOSE = /[，,。\s是在的吧了就大概应该]/gu;

/** Words that are plainly the value of another field than the one asked: a time alone, a place alone, a wish. */
export function otherField(
  talk: OpenTalk,
  heard: Heard,
  asked: string,
  open: OpenForm | undefined,
): Told | null {
  const { form, state } = talk;
  const free = (field: string): boolean =>
    field !== asked && form.hints[field] !== undefined && state.values[field] === undefined;
  const changed = /改|换/u.test(heard.text) ? otherValue(talk, heard, asked, open) : null;
  if (changed !== null) return changed;
  const time = timeWordsIn(heard.text);
  // A time alone is the time, said anew where one was taken from the first words (天天半夜, then 每晚十一点到两点).
  if (
    form.hints.occur_time !== undefined &&
    asked !== 'occur_time' &&
    time !== null &&
    time !== state.values.occur_time &&
    heard.text.replace(time, '').replace(LOOSE, '') === ''
  ) {
    return { field: 'occur_time', value: time };
  }
  const place = asked === 'address' || form.hints.address === undefined ? null : addressIn(heard.text);
  if (place !== null && heard.text.replace(place, '').replace(LOOSE, '') === '') {
    const value = readField(form, 'address', heard, false, open);
    if (value !== undefined) return { field: 'address', value };
  }
  if (
    form.hints.anonymous !== undefined &&
    asked !== 'anonymous' &&
    /匿名|(?:不(?:想|愿意?|要|用|方便)?|别)留(?:名|姓名|名字|电话|号码|真名)|实名/u.test(heard.text)
  ) {
    return { field: 'anonymous', value: !/实名|不(?:用|想|要)匿名/u.test(heard.text) };
  }
  const wish = free('demand') ? demandIn(heard.text) : null;
  if (
    wish !== null &&
    /^(?:我们?|就|只|反正)*(?:是)?(?:想|要)?(?:希望|要求|请求|恳请|让|叫|赶紧|尽快|赶快)/u.test(heard.text)
  )
    return { field: 'demand', value: wish };
  return null;
}

const PART = /([\d一二三四五六七八九十]+)(号楼|栋|幢|座|单元|号院|号|楼|层|室)/u;

/** A part of an address put right (是4栋, 不是3栋): the rest of it stays. */
export function partly(kit: Kit, turn: Turn, talk: OpenTalk, field: string): Outcome | null {
  const before = talk.state.values[field];
  if (talk.form.hints[field]?.widget !== 'address' || typeof before !== 'string') return null;
  const said = corrected(turn.text).after.match(new RegExp(PART.source, 'gu')) ?? [];
  let value = before;
  for (const part of said) {
    const unit = part.match(PART)?.[2] ?? '';
    const old = new RegExp(`[\\d一二三四五六七八九十]+${unit}`, 'u');
    if (!old.test(value)) return null;
    value = value.replace(old, part);
  }
  if (value === before || corrected(turn.text).after.length > 14) return null;
  const outcome = setField(kit, turn, talk, field, value);
  return { ...outcome, understood: { ...outcome.understood, control: 'correct_slot' } };
}

/** A mobile number as plain digits. */
const MOBILE = /^1[3-9]\d{9}$/u;
/** What a number is told with, and the number itself in whatever form. */
const NUMBER_SAID =
  /(?:我的?|本人)?(?:联系)?(?:电话|手机|手机号|号码)*(?:号码?)?(?:是|为|：|:)?[\s，,]*[零〇洞幺一二两三四五六七拐八九勾\d][零〇洞幺一二两三四五六七拐八九勾\d个\s\-—.·]{6,}/gu;

/**
 * Name and telephone told out of turn (我叫王小明，电话139…), whatever is asked: whoever tells them is not anonymous. What
 * else the words tell goes to the field that is asked. Null when they tell neither, or the citizen chose to be anonymous.
 */
export function ownDetails(kit: Kit, turn: Turn, talk: OpenTalk): Outcome | null {
  const { form, state } = talk;
  const { pending } = turn.state;
  const asked = pending?.kind === 'field' && pending.form === form.id ? pending.field : null;
  if (state.values.anonymous === true) return null;
  const raw = turn.raw.normalize('NFKC');
  const digits = form.hints.phone === undefined || asked === 'phone' ? '' : spokenDigits(raw);
  const phone = MOBILE.test(digits) ? digits : null;
  const name = form.hints.name === undefined || asked === 'name' ? null : toldName(raw);
  if (phone === null && name === null) return null;
  const told: Record<string, FieldValue> = {
    ...(form.hints.anonymous === undefined ? {} : { anonymous: false }),
    ...(name === null ? {} : { name: name.name }),
    ...(phone === null ? {} : { phone }),
  };
  const without = name === null ? raw : raw.replace(name.said, '，');
  const rest = (phone === null ? without : without.replace(NUMBER_SAID, '，'))
    .replace(/^[\s，,。；;、的]+|[\s，,。；;、]+$/gu, '')
    .trim();
  const left =
    asked === null || asked in told || rest.length < 2
      ? undefined
      : readField(form, asked, { text: rest, raw: rest, today: kit.today() }, true, turn.input.form);
  const also = { ...told, ...(left === undefined || asked === null ? {} : { [asked]: left }) };
  const [field = 'name', value = ''] = phone === null ? ['name', name?.name] : ['phone', phone];
  return setField(kit, turn, talk, field, value, also);
}

/** The words begin with a correction: what follows is to count. */
const ANEW =
  /^(?:哦|噢|啊|哎|唉|嗯)*(?:不对|不是|错了|(?:我)?(?:刚才|刚刚)?(?:说|讲|写|填|选)错了|改一下|改一改|更正一下|等等|不不不?)+[，,。、\s]*(?:应该)?(?:是|改成|改为|要|选)?(.{2,})$/u;

/** Something told before is put right in the midst of other questions (不对，是建设路18号; 不对，后天上午); null when nothing is. */
export function saidAnew(kit: Kit, turn: Turn, talk: OpenTalk, asked: string | null): Outcome | null {
  if (!ANEW.test(turn.text)) return null;
  const { form, state } = talk;
  const heard = { text: corrected(turn.text).after, raw: corrected(turn.raw).after, today: kit.today() };
  const last = turn.state.lastSet?.find((field) => form.hints[field] && field in state.values);
  // 是5栋 is a part of the address told before; 是建设路18号 is another one.
  const bare = heard.text.replace(new RegExp(PART.source, 'gu'), '').replace(LOOSE, '') === '';
  const part = bare ? partly(kit, turn, talk, 'address') : null;
  if (part !== null) return part;
  const knows = (field: string): boolean => form.hints[field] !== undefined && field in state.values;
  const field =
    knows('address') && addressIn(heard.text) !== null
      ? 'address'
      : knows('occur_time') && timeWordsIn(heard.text) !== null
        ? 'occur_time'
        : last;
  const told = field === undefined ? undefined : readField(form, field, heard, true, turn.input.form);
  const fits = field !== undefined && told !== undefined && faultOf(form, field, told, turn.lang) === null;
  const said = fits ? { field, value: told } : otherValue(talk, heard, asked ?? '', turn.input.form);
  if (said === null) return null;
  const outcome = setField(kit, turn, talk, said.field, said.value);
  return { ...outcome, understood: { ...outcome.understood, control: 'correct_slot' } };
}
