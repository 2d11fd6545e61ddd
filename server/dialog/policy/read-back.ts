import type { FormDefinition, Lang } from '../../../protocol/index.ts';
import type { FieldValue, OpenForm } from '../types.ts';
import { spokenValue, visibleFields } from './fields.ts';

/** How much of a long text is read back. */
const READ_CHARS = 40;
const short = (text: string): string => {
  const plain = text.replace(/,/gu, '，').replace(/[\s，。！!？?；;、]+$/u, '');
  return plain.length > READ_CHARS ? `${plain.slice(0, READ_CHARS)}……` : plain;
};

/** 您反映的是…: what will be sent, the fields that are named, and the question whether it may be. */
export function readBackOf(
  form: FormDefinition,
  values: Readonly<Record<string, FieldValue>>,
  open: OpenForm | undefined,
  lang: Lang,
): { text: string; keys: string[]; suggestions: string[] } {
  const value = (field: string): string => {
    const known = values[field];
    return known === undefined ? '' : spokenValue(form, field, known, open);
  };
  const keys = visibleFields(form, values).filter(
    (field) => form.hints[field]?.key && values[field] !== undefined,
  );
  const suggestions = lang === 'zh' ? ['对，提交', '改一下'] : ['Yes, send it', 'Change something'];
  if (lang === 'en')
    return { text: 'Please check the form on the screen. Shall I send it?', keys, suggestions };
  if (form.purpose === 'work_order') {
    const where = [value('address'), value('occur_time')].filter((part) => part !== '').join('，');
    const phone = value('phone');
    const wish = short(value('demand'));
    const text = `您反映的是：${where === '' ? '' : `${where}，`}${short(value('content'))}。${wish === '' ? '' : `希望${wish}。`}${phone === '' ? '' : `电话${phone}。`}对吗？对的话我就提交。`;
    return { text, keys, suggestions };
  }
  if (form.purpose === 'rating') {
    const said = ['level', 'solved', 'reasons'].map(value).filter((part) => part !== '');
    return { text: `您的评价是：${said.join('，')}。对吗？对的话我就提交。`, keys, suggestions };
  }
  if (form.purpose === 'materials')
    return {
      text: `${value('have') === '' ? '这些材料您都还没有' : `您手上有：${value('have')}`}。对吗？对的话我就给您出清单；还有别的，您接着说。`,
      keys,
      suggestions: ['对，出清单', '都有'],
    };
  const listed = keys.map(
    (field) => `${form.hints[field]?.label.zh.replace(/（.*）/u, '') ?? ''}${value(field)}`,
  );
  return { text: `请您核对：${listed.join('，')}。对吗？对的话我就提交。`, keys, suggestions };
}
