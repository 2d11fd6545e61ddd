import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadForms } from '../../affairs/forms.ts';
import { loadAffairs } from '../../affairs/load.ts';
import { createDialog } from '../dialog.ts';
import type { DialogEvent, DialogState, OpenCase, Reply } from '../types.ts';

const folder = fileURLToPath(new URL('../../../affairs', import.meta.url));
const dialog = createDialog({
  affairs: loadAffairs(folder),
  forms: loadForms(folder),
  now: () => Date.UTC(2026, 10, 23),
});
const ORDER: OpenCase = {
  ...{ number: '12611230000001', title: '诉求单', booked: null, service: null, hall: null },
  can: { supplement: true, withdraw: true },
};
const BOOKING: OpenCase = {
  ...{ number: '22611230000001', title: '预约办理', booked: '11月25日星期三上午9点，户籍窗口' },
  ...{ service: 'hk.idcard', hall: 'hall.household', can: { supplement: false, withdraw: true } },
};
const words = (reply: Pick<Reply, 'sentences'>): string => reply.sentences.map(({ text }) => text).join('');

/** A talk in which number and code have opened a case, or none. */
function talk(open?: OpenCase) {
  let state: DialogState = dialog.begin();
  return {
    say(text: string): Reply {
      const reply = dialog.turn({ text, lang: 'zh', via: 'voice', ...(open ? { case: open } : {}) }, state);
      state = JSON.parse(JSON.stringify(reply.state));
      return reply;
    },
    event(event: DialogEvent) {
      const reply = dialog.event(event, 'zh', state);
      state = reply.state;
      return reply;
    },
  };
}

describe('taking an order back', () => {
  it('reads it back, and does it after a clear yes alone', () => {
    const one = talk(ORDER);
    const asked = one.say('我要撤回工单');
    expect(asked.change).toBeUndefined();
    expect(words(asked)).toContain('确定撤回吗');
    expect(one.say('嗯').change).toBeUndefined();
    expect(one.say('确定撤回').change).toEqual({ act: 'withdraw', number: ORDER.number, text: null });
  });

  it('leaves it alone on 不撤了', () => {
    const one = talk(ORDER);
    one.say('我要撤回工单');
    const reply = one.say('不撤了');
    expect(reply.change).toBeUndefined();
    expect(reply.state.pending).toBeNull();
  });

  it('asks for number and code first, and comes back to the wish when they open it', () => {
    const one = talk();
    expect(one.say('我要撤回上次的工单').lookup).toMatchObject({ complete: false });
    const found = one.event({ kind: 'status_found', number: ORDER.number, text: '待受理', case: ORDER });
    expect(words(found)).toContain('确定撤回吗');
    expect(found.state.pending).toMatchObject({ kind: 'change', act: 'withdraw' });
  });

  it('does not carry the wish into a later look-up', () => {
    const one = talk();
    one.say('我要撤回上次的工单');
    one.say('算了');
    one.say('查一下我的工单进度');
    expect(
      words(one.event({ kind: 'status_found', number: ORDER.number, text: '待受理', case: ORDER })),
    ).toBe('查到了。待受理');
  });

  it('says so when it is too late', () => {
    const reply = talk({ ...ORDER, can: { supplement: true, withdraw: false } }).say('我要撤回工单');
    expect(words(reply)).toContain('不能撤回');
    expect(reply.state.pending).toBeNull();
  });
});

describe('adding to an order', () => {
  it('asks what, reads it back, and adds it after the yes', () => {
    const one = talk(ORDER);
    expect(words(one.say('补充这个工单'))).toContain('补充什么');
    const read = one.say('周末吵得更厉害');
    expect(words(read)).toContain('周末吵得更厉害');
    expect(read.change).toBeUndefined();
    expect(one.say('对，加上').change).toEqual({
      act: 'supplement',
      number: ORDER.number,
      text: '周末吵得更厉害',
    });
  });

  it('takes what was told in the same breath', () => {
    const read = talk(ORDER).say('帮我给工单补充一下，晚上十一点也在施工');
    expect(words(read)).toContain('晚上十一点也在施工');
  });

  it('masks numbers of a person in what is added', () => {
    const one = talk(ORDER);
    one.say('补充这个工单');
    expect(JSON.stringify(one.say('他的电话是13812345678').state)).not.toContain('13812345678');
  });
});

describe('an appointment that was made', () => {
  it('is cancelled after the time was read back', () => {
    const one = talk(BOOKING);
    expect(words(one.say('取消这个预约'))).toContain('11月25日星期三上午9点');
    expect(one.say('确定取消').change).toMatchObject({ act: 'withdraw', number: BOOKING.number });
  });

  it('is moved: cancelled, and booked anew for the same service, with the time that was wished', () => {
    const one = talk(BOOKING);
    one.say('改预约时间到周四下午两点');
    const { change } = one.say('确定');
    expect(change).toMatchObject({ act: 'rebook' });
    if (change === undefined) throw new Error('nothing was changed');
    const after = one.event({ kind: 'case_changed', change, case: BOOKING });
    expect(after.forms).toEqual([
      {
        kind: 'open',
        form: 'f.appointment',
        values: { service: 'hk.idcard', hall: 'hall.household' },
      },
    ]);
    expect(after.awaitsForm).toBe(true);
    expect(after.state.form?.said).toContain('周四下午两点');
  });
});

it('says calmly when there were too many wrong tries', () => {
  const said = words(talk().event({ kind: 'status_limited', retryAfterMs: 240_000 }));
  expect(said).toContain('4分钟');
  expect(said).toContain('12345');
});
