import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadForms } from '../../affairs/forms.ts';
import { loadAffairs } from '../../affairs/load.ts';
import { createDialog } from '../dialog.ts';
import type { DialogState, OpenForm, Reply } from '../types.ts';
import { formWish } from './wishes.ts';

const folder = fileURLToPath(new URL('../../../affairs', import.meta.url));
const dialog = createDialog({
  affairs: loadAffairs(folder),
  forms: loadForms(folder),
  now: () => Date.UTC(2026, 10, 23),
});

function talk(...lines: string[]): Reply {
  let state: DialogState = dialog.begin();
  let form: OpenForm | undefined;
  let last: Reply | null = null;
  for (const text of lines) {
    last = dialog.turn({ text, lang: 'zh', via: 'voice', ...(form ? { form } : {}) }, state);
    state = last.state;
    for (const action of last.forms) {
      if (action.kind === 'open') form = { id: action.form, values: action.values };
      if (action.kind === 'cancel') form = undefined;
    }
  }
  if (last === null) throw new Error('nothing was said');
  return last;
}

describe('words that ask for a form', () => {
  it.each([
    ['我要预约周三上午去办身份证', 'appointment'],
    ['帮我约个号', 'appointment'],
    ['预约办理失业金', 'appointment'],
    ['我要评价', 'rating'],
    ['给你们打个分', 'rating'],
    ['帮我看看材料齐不齐', 'materials'],
    ['核对身份证的材料', 'materials'],
    ['我材料带齐了吗', 'materials'],
    ['帮我预填租房提取的申请', 'application'],
    ['先把申请表填了', 'application'],
  ])('%s: %s', (text, purpose) => {
    expect(formWish(text)?.purpose).toBe(purpose);
  });

  it.each([
    '办身份证要预约吗',
    '预约了三次都不让进',
    '取消预约',
    '预约不上怎么办',
    '我要投诉预约系统老是坏',
    '身份证要什么材料',
    '我要申请失业金',
    '要给窗口的小张好评',
  ])('%s asks for none', (text) => {
    expect(formWish(text)).toBeNull();
  });
});

describe('a form opened by words', () => {
  it('opens for the service named, with the day that was told', () => {
    const reply = talk('我要预约周三上午去办身份证');
    expect(reply.understood).toMatchObject({ action: 'form', form: 'f.appointment' });
    expect(reply.understood.intents).toMatchObject([{ service: 'hk.idcard' }]);
    expect(reply.forms[0]).toEqual({
      kind: 'open',
      form: 'f.appointment',
      values: { service: 'hk.idcard', date: '2026-11-25' },
    });
    expect(reply.awaitsForm).toBe(true);
  });

  it('opens for the service in talk when none is named', () => {
    expect(talk('身份证丢了怎么办', '帮我看看材料齐不齐').forms[0]).toMatchObject({
      form: 'f.material_check',
      values: { service: 'hk.idcard' },
    });
  });

  it('opens in the middle of another form, which waits and is gone on with when this one is put aside', () => {
    const lines = ['我要投诉楼下烧烤摊太吵', '我要预约办身份证'];
    const opened = talk(...lines);
    expect(opened.forms[0]).toMatchObject({ kind: 'open', form: 'f.appointment' });
    expect(opened.state.laidAside?.id).toBe('f.work_order');
    const back = talk(...lines, '取消', '是的');
    expect(back.forms.map(({ kind, form }) => [kind, form])).toEqual([
      ['cancel', 'f.appointment'],
      ['open', 'f.work_order'],
      ['ask', 'f.work_order'],
    ]);
  });

  it('leaves alone what is not ours', () => {
    expect(talk('我要预约挂号').forms.filter(({ form }) => form === 'f.appointment')).toEqual([]);
  });

  it('asks which application where no service is named, and takes the name for the answer', () => {
    const asked = talk('帮我预填申请表');
    expect(asked.cards[0]).toMatchObject({ kind: 'choices' });
    expect(talk('帮我预填申请表', '租房提取公积金').forms[0]).toMatchObject({ form: 'f.hpf_rent' });
  });

  it('fills an application with what the talk has learnt', () => {
    const reply = talk('公积金租房子能不能提', '没有房', '公租房', '预填租房提取的申请');
    expect(reply.forms[0]).toMatchObject({ form: 'f.hpf_rent', values: { rental_type: 'public' } });
  });

  it('stands on the card of the service, as words that open it', () => {
    const card = talk('身份证丢了怎么办').cards[0];
    const next = card?.kind === 'checklist' ? (card.next ?? []) : [];
    const opened = next.map(({ say }) => talk(say).forms[0]);
    expect(opened).toEqual([
      expect.objectContaining({ form: 'f.material_check', values: { service: 'hk.idcard' } }),
      expect.objectContaining({ form: 'f.appointment', values: { service: 'hk.idcard' } }),
    ]);
  });
});

describe('a form that stands with its choices', () => {
  const open = (values: OpenForm['values']): OpenForm => ({
    id: 'f.appointment',
    values,
    options: {
      hall: [{ value: 'hall.a', label: { zh: '东区大厅', en: 'East' } }],
      date: ['2026-11-24', '2026-11-25'].map((value) => ({ value, label: { zh: value, en: value } })),
      slot: ['09:00–10:00', '10:00–11:00'].map((label) => ({
        value: label.slice(0, 5),
        label: { zh: label, en: label },
      })),
    },
  });
  const opened = talk('我要预约周三上午十点去办身份证');

  it('takes what was told with the opening words, and the only choice there is', () => {
    const hall = dialog.event(
      { kind: 'form_ready', form: open(opened.forms[0]?.kind === 'open' ? opened.forms[0].values : {}) },
      'zh',
      opened.state,
    );
    expect(hall.forms).toEqual([{ kind: 'set', form: 'f.appointment', field: 'hall', value: 'hall.a' }]);
    const slot = dialog.event(
      { kind: 'form_ready', form: open({ service: 'hk.idcard', hall: 'hall.a', date: '2026-11-25' }) },
      'zh',
      hall.state,
    );
    expect(slot.forms).toEqual([{ kind: 'set', form: 'f.appointment', field: 'slot', value: '10:00' }]);
  });

  it('names what is free, and says when what was wished is not', () => {
    const state = talk('我要预约周日去办身份证').state;
    const day = dialog.event(
      { kind: 'form_ready', form: open({ service: 'hk.idcard', hall: 'hall.a' }) },
      'zh',
      {
        ...state,
        form: {
          ...(state.form ?? { id: 'f.appointment', skipped: [], readBack: false }),
          values: {},
          said: '周日',
        },
      },
    );
    const said = day.sentences.map(({ text }) => text).join('');
    expect(said).toContain('不开放预约');
    expect(said).toContain('您哪天方便');
    expect(day.state.pending).toMatchObject({ kind: 'field', field: 'date' });
  });
});
