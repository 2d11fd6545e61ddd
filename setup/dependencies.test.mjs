import { describe, expect, it } from 'vitest';
import { installAdvice, matchesLock } from './dependencies.mjs';

const wanted = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '2.0.0' },
  'node_modules/only-mac': { version: '1.0.0', optional: true },
};

describe('an existing node_modules', () => {
  it('is whole when it has all the wanted versions, optional ones for other systems aside', () => {
    expect(
      matchesLock(wanted, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } }),
    ).toBe(true);
  });

  it('is not when a package is missing, of another version, or not asked for', () => {
    const a = { 'node_modules/a': { version: '1.0.0' } };
    expect(matchesLock(wanted, a)).toBe(false);
    expect(matchesLock(wanted, { ...a, 'node_modules/b': { version: '2.0.1' } })).toBe(false);
    const whole = { ...a, 'node_modules/b': { version: '2.0.0' } };
    expect(matchesLock(wanted, { ...whole, 'node_modules/old': { version: '1.0.0' } })).toBe(false);
    expect(matchesLock(wanted, { ...whole, 'node_modules/only-mac': { version: '0.9.0' } })).toBe(false);
  });
});

describe('a failed installation', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request to', 'could not reach its registry'],
    ['npm error code E401', 'refused the login'],
    ['npm error code ENOSPC', 'disk is full'],
    ['npm error code EACCES', 'may not be written'],
    ['`npm ci` can only install packages when your package.json and package-lock.json', 'run  npm install'],
    ['something new', 'run  npm ci'],
  ])('says in one line what to do: %j', (output, advice) => {
    expect(installAdvice(output)).toContain(advice);
    expect(installAdvice(output)).not.toContain('\n');
  });
});
