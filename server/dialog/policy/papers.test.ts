import { describe, expect, it } from 'vitest';
import { consultation, words } from '../fixtures/talk.ts';

const named = (name: string) => ({ value: name, label: { zh: name, en: name } });
const begun = (...names: string[]) => {
  const talk = consultation({ have: names.map(named) });
  talk.say('核对身份证的材料');
  return talk;
};

describe('a check of papers by talk', () => {
  it('takes 有 for the only one that is left', () => {
    const talk = begun('身份证', '租赁合同');
    talk.say('身份证有');
    expect(talk.values().have).toEqual(['身份证']);
    const reply = talk.say('有');
    expect(talk.values().have).toEqual(['身份证', '租赁合同']);
    expect(reply.forms.map(({ kind }) => kind)).not.toContain('confirm');
  });

  it('asks in closed form where 有 could mean several, and then takes it for all of them', () => {
    const talk = begun('身份证', '租赁合同', '租金凭证');
    expect(words(talk.say('有'))).toContain('身份证、租赁合同、租金凭证，都有吗');
    talk.say('都有');
    expect(talk.values().have).toEqual(['身份证', '租赁合同', '租金凭证']);
  });

  it('adds to what was told before, and takes away what is not there after all', () => {
    const talk = begun('身份证', '租赁合同', '租金凭证');
    talk.say('身份证带了', '租赁合同也有');
    expect(talk.values().have).toEqual(['身份证', '租赁合同']);
    talk.say('租赁合同没带');
    expect(talk.values().have).toEqual(['身份证']);
  });

  it('is sent by a yes to what was read back', () => {
    const talk = begun('身份证', '租赁合同');
    talk.say('身份证有');
    expect(talk.say('对').forms.map(({ kind }) => kind)).toContain('confirm');
  });
});
