import { describe, expect, it } from 'vitest';
import { type Material, missingOf } from './form-options.ts';

const material = (name: string, group: string | null = null, anyOf = false): Material => ({
  name,
  group,
  anyOf,
});

describe('what is missing of the papers for a service', () => {
  it('is everything that everybody needs and the citizen has not', () => {
    const list = [material('身份证'), material('相片')];
    expect(missingOf(list, ['相片'])).toEqual(['身份证']);
    expect(missingOf(list, ['相片', '身份证'])).toEqual([]);
  });

  it('names together what is needed once, and nothing of it when one is there', () => {
    const list = [material('户口簿', null, true), material('旧身份证', null, true)];
    expect(missingOf(list, [])).toEqual(['户口簿或者旧身份证']);
    expect(missingOf(list, ['旧身份证'])).toEqual([]);
  });

  it('asks nobody for the papers of every situation: one of them is the citizen’s', () => {
    const list = [
      material('身份证'),
      material('就业证明', '有工作'),
      material('住址证明', '有住处'),
      material('就读证明', '在读书'),
    ];
    expect(missingOf(list, ['身份证'])).toEqual(['就业证明或者住址证明或者就读证明']);
    expect(missingOf(list, ['住址证明'])).toEqual(['身份证']);
  });

  it('tells apart what every situation needs and what only one does', () => {
    const list = [
      material('身份证', '公租房'),
      material('租赁合同', '公租房'),
      material('租金凭证', '公租房'),
      material('身份证', '商品房'),
      material('查询结果', '商品房'),
    ];
    expect(missingOf(list, [])).toEqual(['身份证', '租赁合同和租金凭证或者查询结果']);
    expect(missingOf(list, ['租赁合同'])).toEqual(['身份证', '租金凭证或者查询结果']);
    expect(missingOf(list, ['身份证', '查询结果'])).toEqual([]);
  });
});
