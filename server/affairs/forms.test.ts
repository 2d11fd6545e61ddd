import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultsOf, nextField, requiredFields, shownFields } from '../../protocol/form-check.ts';
import { loadForms } from './forms.ts';

const CONTENT = resolve(import.meta.dirname, '../../affairs');

describe('the forms of the content', () => {
  it('are read and well formed, each asked and labelled in both languages', () => {
    const { list, form } = loadForms(CONTENT);
    expect(list().map(({ id }) => id)).toEqual(expect.arrayContaining(['f.work_order', 'f.appointment']));
    expect(form('f.nothing')).toBeNull();
    for (const { hints } of list())
      for (const { ask, label } of Object.values(hints)) {
        expect(ask.zh.length).toBeLessThanOrEqual(60);
        expect(`${label.en}${ask.en}`).not.toMatch(/[\u4e00-\u9fff]/);
      }
  });
});

describe('a form with a mistake', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'govatar-forms-'));
    cpSync(join(CONTENT, 'forms'), join(dir, 'forms'), { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const breakIt = (from: string, to: string): (() => unknown) => {
    const path = join(dir, 'forms/f.work_order.yaml');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    return () => loadForms(dir);
  };

  it.each([
    [
      'a step names no field',
      'fields: [category, content, demand]',
      'fields: [category, content, wish]',
      /f\.work_order\.yaml:\d+: there is no field "wish"/,
    ],
    [
      'a field stands nowhere',
      'fields: [category, content, demand]',
      'fields: [category, content]',
      /"demand" is in no step/,
    ],
    ['a widget cannot make the type', 'widget: photos', 'widget: text', /cannot fill a field of type array/],
    ['an option is unknown', 'value: complaint,', 'value: complain,', /"complain" is not allowed/],
    [
      'a rule names no field',
      'then: { required: [name, phone] }',
      'then: { required: [name, tel] }',
      /the rules name "tel"/,
    ],
    ['the pattern is broken', '(1[3-9][0-9]{9}|', '(1[3-9][0-9]{9}|(', /is no regular expression/],
    ['the id is not the file', 'id: f.work_order', 'id: f.other', /is not the file's name/],
    ['a keyword is not allowed', 'minLength: 6, maxLength: 1000', 'minLenght: 6', /f\.work_order\.yaml:\d+/],
  ])('is refused where %s', (_what, from, to, fault) => {
    expect(breakIt(from, to)).toThrow(fault);
  });
});

describe('what a form asks', () => {
  const definition = loadForms(CONTENT).form('f.work_order');
  if (definition === null) throw new Error('f.work_order is missing');

  it('requires name and phone only from those who are not anonymous', () => {
    expect(requiredFields(definition, { anonymous: false })).toContain('phone');
    expect(requiredFields(definition, { anonymous: true })).not.toContain('phone');
    expect(shownFields(definition, { anonymous: true })).not.toContain('phone');
  });

  it('asks for what is required before what is not, and not for what was passed over', () => {
    const values = { category: 'complaint', content: '楼下烧烤店油烟很大', demand: '整改' };
    expect(nextField(definition, values, new Set())).toBe('address');
    expect(nextField(definition, values, new Set(['address']))).toBe('anonymous');
  });

  it('says in words what is wrong, at its field, in both languages', () => {
    const faults = faultsOf(definition, {
      category: 'complaint',
      content: '吵',
      demand: '安静',
      address: '建设路8号',
      anonymous: false,
      name: '张',
      phone: '1380000',
      consent: false,
    });
    expect(faults.map(({ field }) => field)).toEqual(['content', 'phone', 'consent']);
    expect(faults[1]?.text.zh).toContain('11位');
    expect(faults[1]?.text.en).toContain('11 digits');
  });

  it('finds nothing wrong with a complete form', () => {
    const values = {
      category: 'complaint',
      content: '楼下烧烤店油烟很大，开窗都呛人',
      demand: '请督促装油烟净化',
      address: '建设路8号',
      anonymous: true,
      consent: true,
    };
    expect(faultsOf(definition, values)).toEqual([]);
  });
});
