import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError, FieldValue } from '../../protocol/index.ts';
import { newId } from '../../protocol/index.ts';
import { type TestStore, testDrivers } from '../store/fixtures/stores.ts';
import type { CaseStores, Store } from '../store/types.ts';
import { createCalendar, TIME_LIMITS } from './calendar.ts';
import { formOf } from './fixtures/forms.ts';
import { createOrders } from './orders.ts';
import type { Hall, Orders, Receipt } from './types.ts';

const drivers = await testDrivers();

describe.each(drivers)('over $name', ({ open }) => {
  /** Monday 2026-11-23, 10:00 in Beijing. */
  const MONDAY = Date.parse('2026-11-23T10:00:00+08:00');
  const HALL: Hall = {
    id: 'hall.main',
    name: { zh: '政务服务中心', en: 'Service centre' },
    address: { zh: '样板路1号', en: '1 Yangban Road' },
    open: 'workdays',
    slots: [{ from: '09:00', to: '10:00', places: 2 }],
  };
  const COMPLAINT: Record<string, FieldValue> = {
    category: 'complaint',
    content: '楼下工地夜里一直施工，吵得睡不着',
    demand: '请责令夜间停工',
    address: '建设路8号3栋502室',
    anonymous: false,
    name: '张建国',
    phone: '13900001234',
    consent: true,
  };

  let opened: TestStore;
  let store: Store & CaseStores;
  let orders: Orders;
  let now = MONDAY;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    orders = createOrders({
      store,
      definition: formOf,
      halls: () => [HALL],
      service: () => null,
      calendar: createCalendar(),
      limits: TIME_LIMITS.product,
      tellsCity: true,
      now: () => now,
    });
  });
  afterAll(async () => {
    await opened.dispose();
  });

  async function filled(kind: string, values: Record<string, FieldValue>, consultation = newId('con')) {
    const form = newId('frm');
    await orders.openDraft({ form, consultation, kind });
    const changes = Object.entries(values).map(([field, value], index) => ({
      ...{ form, field, value, change: index + 1, author: 'citizen' as const },
    }));
    const draft = await orders.saveFields(changes);
    return { form, consultation, revision: draft.revision, definition: formOf(kind) };
  }

  const how = { lang: 'zh', channel: 'text' } as const;

  async function submitted(kind: string, values: Record<string, FieldValue>): Promise<Receipt> {
    const { form, revision, definition } = await filled(kind, values);
    const result = await orders.submit({ form, revision, definition, clientId: newId('frm'), ...how });
    if (result.kind !== 'receipt') throw new Error(JSON.stringify(result.faults));
    return result.receipt;
  }

  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing was refused',
      (error: AppError) => error.code,
    );
  const accessOf = ({ number, queryCode }: Receipt, address = newId('peer')) => ({
    number,
    queryCode,
    address,
  });

  describe('a form while it is filled', () => {
    it('keeps each field with who wrote it, and keeps a change of the page once', async () => {
      const { form } = await filled('f.work_order', { content: '路灯坏了三天了' });
      const once = { form, field: 'demand', value: '修好', author: 'avatar', change: null } as const;
      await orders.saveField(once);
      const twice = { form, field: 'content', value: '别的话', author: 'citizen', change: 1 } as const;
      const draft = await orders.saveField(twice);
      expect(draft.values).toEqual({ content: '路灯坏了三天了', demand: '修好' });
      expect(draft.authors).toEqual({ content: 'citizen', demand: 'avatar' });
      expect(draft).toMatchObject({ revision: 2, acked: 1, savedAts: { demand: now } });
      expect(await orders.loadDraft(form)).toEqual(draft);
    });

    it("is nobody else's, and keeps nothing once it is cancelled", async () => {
      const { form } = await filled('f.work_order', { content: '路灯坏了三天了' });
      const foreign = { form, consultation: newId('con'), kind: 'f.work_order' };
      expect(await codeOf(orders.openDraft(foreign))).toBe('not_yours');
      await orders.cancelDraft(form);
      expect(await orders.loadDraft(form)).toMatchObject({ status: 'cancelled', values: {} });
      const late = { form, field: 'demand', value: '修好', author: 'citizen', change: 9 } as const;
      expect(await codeOf(orders.saveField(late))).toBe('state_refused');
    });
  });

  describe('a work order', () => {
    it('is made once, however often and however fast it is confirmed', async () => {
      const { form, revision, definition } = await filled('f.work_order', COMPLAINT);
      const clients = ['one-client', 'one-client', 'another-client'].map((name) => `${name}-${form}`);
      const results = await Promise.all(
        clients.map((clientId) => orders.submit({ form, revision, definition, clientId, ...how })),
      );
      const receipts = results.map((result) => (result.kind === 'receipt' ? result.receipt : null));
      expect(new Set(receipts.map((receipt) => receipt?.number)).size).toBe(1);
      expect(new Set(receipts.map((receipt) => receipt?.queryCode)).size).toBe(1);
      expect(receipts.filter((receipt) => receipt?.again === false)).toHaveLength(1);
      expect(await orders.loadDraft(form)).toMatchObject({
        status: 'submitted',
        number: receipts[0]?.number,
      });
    });

    it('promises the tenth working day for a complaint, at six in the evening of Beijing', async () => {
      const receipt = await submitted('f.work_order', COMPLAINT);
      expect(receipt.dueDays).toBe(10);
      expect(new Date(receipt.dueAt ?? 0).toISOString()).toBe('2026-12-07T10:00:00.000Z');
    });

    it('refuses a confirmation of what was not shown, and names the fields that are missing', async () => {
      const { form, revision, definition } = await filled('f.work_order', COMPLAINT);
      const old = orders.submit({ form, revision: revision - 1, definition, clientId: form, ...how });
      expect(await codeOf(old)).toBe('state_refused');
      const half = await filled('f.work_order', { category: 'help' });
      const result = await orders.submit({ ...half, clientId: half.form, ...how });
      expect(result.kind === 'faults' && result.faults.map(({ field }) => field)).toContain('content');
    });

    it('shows its citizen a masked view, and everything in the export', async () => {
      const receipt = await submitted('f.work_order', COMPLAINT);
      const view = await orders.status(accessOf(receipt));
      const shown = JSON.stringify(view);
      for (const secret of ['13900001234', '张建国', '502室']) expect(shown).not.toContain(secret);
      expect(shown).toContain('139****1234');
      expect(view.stateLabel.zh).toBe('待受理');
      const own = JSON.stringify(await orders.exportOwn(accessOf(receipt)));
      for (const word of ['13900001234', '张建国', '502室']) expect(own).toContain(word);
    });

    it('takes words of its citizen once, is withdrawn once, and takes none after that', async () => {
      const receipt = await submitted('f.work_order', COMPLAINT);
      const words = { clientId: newId('frm'), text: '昨晚又施工了，我的电话13900001234' };
      await orders.supplement(accessOf(receipt), words);
      const view = await orders.supplement(accessOf(receipt), words);
      expect(view.supplements.map(({ text }) => text)).toEqual(['昨晚又施工了，我的电话139****1234']);
      expect((await orders.withdraw(accessOf(receipt))).state).toBe('withdrawn');
      const again = await orders.withdraw(accessOf(receipt));
      expect(again.events.map(({ reason }) => reason)).toEqual(['submitted', 'supplemented', 'by_citizen']);
      const late = orders.supplement(accessOf(receipt), { clientId: newId('frm'), text: '还有' });
      expect(await codeOf(late)).toBe('state_refused');
    });

    it('leaves no word behind when it is erased: only its number, kind, states and dates', async () => {
      const receipt = await submitted('f.work_order', COMPLAINT);
      await orders.erase(accessOf(receipt));
      expect(await codeOf(orders.status(accessOf(receipt)))).toBe('not_found');
      expect(await store.cases.find(receipt.number)).toMatchObject({
        ...{ category: 'complaint', state: 'submitted', content: {}, supplements: [] },
        ...{ queryCode: '', consultation: null, erasedAt: now },
      });
    });
  });

  describe('number and query code', () => {
    it('open however they are written', async () => {
      const { number, queryCode } = await submitted('f.work_order', COMPLAINT);
      const spoken = `${number.slice(0, 7)} ${number.slice(7)}`;
      const typed = ` ${queryCode.slice(0, 5).toLowerCase()}-${queryCode.slice(5)}`;
      const view = await orders.status({ number: spoken, queryCode: typed, address: newId('peer') });
      expect(view.number).toBe(number);
    });

    it('say the same of a wrong code and of an unknown number', async () => {
      const receipt = await submitted('f.work_order', COMPLAINT);
      const other = await submitted('f.work_order', COMPLAINT);
      const address = newId('peer');
      const wrong = { number: receipt.number, queryCode: other.queryCode, address };
      const unknown = { number: '12611230000018', queryCode: other.queryCode, address };
      expect(await codeOf(orders.status(wrong))).toBe('not_found');
      expect(await codeOf(orders.status(unknown))).toBe('not_found');
    });

    it('shut a number after ten wrong codes from anywhere, also for the right one, and open it an hour later', async () => {
      const receipt = await submitted('f.work_order', COMPLAINT);
      const other = await submitted('f.work_order', COMPLAINT);
      const wrong = () => ({ number: receipt.number, queryCode: other.queryCode, address: newId('peer') });
      const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(orders.status(wrong()))));
      expect(codes.toSorted()).toEqual([...Array(10).fill('not_found'), 'rate_limited', 'rate_limited']);
      expect(await codeOf(orders.status(accessOf(receipt)))).toBe('rate_limited');
      now += 3_601_000;
      expect(await codeOf(orders.status(accessOf(receipt)))).toBe('nothing was refused');
      now = MONDAY;
    });

    it('shut an address after thirty wrong tries, whatever the numbers', async () => {
      const address = newId('peer');
      const guess = { number: '12611230000018', queryCode: 'AAAAAAAAAA', address };
      for (let n = 0; n < 30; n += 1) expect(await codeOf(orders.status(guess))).toBe('not_found');
      expect(await codeOf(orders.status(guess))).toBe('rate_limited');
    });
  });

  describe('an appointment', () => {
    const booking = (phone: string, date = '2026-11-25') => ({
      ...{ service: 'hpf.rent', hall: 'hall.main', date, slot: '09:00', name: '李秀英', phone },
    });

    it('takes a place, and no more than there are, however many ask at once', async () => {
      const drafts = await Promise.all(
        ['13900000001', '13900000002', '13900000003'].map((phone) => filled('f.appointment', booking(phone))),
      );
      const results = await Promise.all(
        drafts.map((draft) => orders.submit({ ...draft, clientId: draft.form, ...how })),
      );
      expect(results.filter(({ kind }) => kind === 'receipt')).toHaveLength(2);
      const [refused] = results.filter((result) => result.kind === 'faults');
      expect(refused?.kind === 'faults' && refused.faults[0]?.field).toBe('slot');
      const options = await orders.slotOptions('hall.main', '2026-11-25');
      expect(options).toMatchObject([{ value: '09:00', disabled: true }]);
    });

    it('is one per person and service; cancelling gives the place back until two hours before', async () => {
      const receipt = await submitted('f.appointment', booking('13900000009', '2026-11-26'));
      const second = await filled('f.appointment', booking('13900000009', '2026-11-27'));
      const refused = await orders.submit({ ...second, clientId: second.form, ...how });
      expect(refused.kind).toBe('faults');
      now = Date.parse('2026-11-26T07:30:00+08:00');
      expect(await codeOf(orders.withdraw(accessOf(receipt)))).toBe('state_refused');
      now = Date.parse('2026-11-26T06:30:00+08:00');
      expect((await orders.withdraw(accessOf(receipt))).state).toBe('cancelled');
      const [slot] = (await orders.slots('hall.main')).filter(({ date }) => date === '2026-11-26');
      expect(slot?.left).toBe(2);
      now = MONDAY;
    });
  });

  describe('a picture', () => {
    it('is kept upright, without where and with what it was taken, and goes with its work order', async () => {
      const exif = { IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitudeRef: 'N' } };
      const raw = await sharp({ create: { width: 60, height: 30, channels: 3, background: '#a33' } })
        .withExif(exif)
        .withMetadata({ orientation: 6 })
        .jpeg()
        .toBuffer();
      const consultation = newId('con');
      const info = await orders.addPhoto({ consultation, form: null, purpose: 'photo', bytes: raw });
      expect(info).toMatchObject({ width: 30, height: 60, mime: 'image/jpeg' });
      const { bytes } = await orders.readPhoto(consultation, info.photo);
      expect(Buffer.from(bytes).includes('SecretPhone')).toBe(false);
      const meta = await sharp(bytes).metadata();
      expect([meta.exif, meta.orientation, meta.icc, meta.xmp]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(await codeOf(orders.readPhoto(newId('con'), info.photo))).toBe('not_found');
      const draft = await filled('f.work_order', { ...COMPLAINT, photos: [info.photo] }, consultation);
      const result = await orders.submit({ ...draft, clientId: draft.form, ...how });
      expect(result.kind).toBe('receipt');
      expect(await codeOf(orders.removePhoto(consultation, info.photo))).toBe('not_found');
    });

    it('is refused when it only calls itself one, or is cut off', async () => {
      const raw = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#36a' } })
        .png()
        .toBuffer();
      const upload = (bytes: Uint8Array) =>
        codeOf(orders.addPhoto({ consultation: newId('con'), form: null, purpose: 'photo', bytes }));
      expect(
        await upload(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
      ).toBe('message_invalid');
      expect(await upload(raw.subarray(0, raw.length / 2))).toBe('message_invalid');
    });

    it('of another consultation cannot be sent with a work order, and then nothing is made', async () => {
      const raw = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#36a' } })
        .png()
        .toBuffer();
      const { photo } = await orders.addPhoto({
        ...{ consultation: newId('con'), form: null, purpose: 'photo', bytes: raw },
      });
      const draft = await filled('f.work_order', { ...COMPLAINT, photos: [photo] });
      const result = await orders.submit({ ...draft, clientId: draft.form, ...how });
      expect(result).toMatchObject({ kind: 'faults', faults: [{ field: 'photos' }] });
      expect(await orders.loadDraft(draft.form)).toMatchObject({ status: 'open', number: null });
    });
  });

  describe('a link', () => {
    it('shows the receipt to whoever holds it, until it is over', async () => {
      const draft = await filled('f.work_order', COMPLAINT);
      const result = await orders.submit({ ...draft, clientId: draft.form, ...how });
      const number = result.kind === 'receipt' ? result.receipt.number : '';
      const link = await orders.createLink(draft.consultation, { kind: 'receipt', number });
      const token = link.path.slice('/l/'.length);
      expect(await orders.openLink(token, 'somewhere')).toMatchObject({ kind: 'receipt', view: { number } });
      expect(await orders.openLink(`${token.slice(0, -1)}~`, 'somewhere')).toBeNull();
      const foreign = orders.createLink(newId('con'), { kind: 'receipt', number });
      expect(await codeOf(foreign)).toBe('not_found');
      now = link.expiresAt;
      expect(await orders.openLink(token, 'somewhere')).toBeNull();
      now = MONDAY;
    });
  });

  describe('a rating', () => {
    it('is kept once for a talk', async () => {
      const receipt = await submitted('f.rating', { level: 5 });
      expect(receipt).toMatchObject({ purpose: 'rating', state: 'saved', dueAt: null });
    });
  });
});
