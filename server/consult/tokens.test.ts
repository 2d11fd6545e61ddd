import { describe, expect, it } from 'vitest';
import { AppError, newId } from '../../protocol/index.ts';
import { TOKEN_TTL_MS, Tokens } from './tokens.ts';

const grant = () => ({ consultation: newId('con'), peer: newId('peer'), role: 'citizen' }) as const;
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('room tokens', () => {
  it('open the room and role they were made for', async () => {
    const tokens = new Tokens();
    const given = grant();
    expect(await tokens.redeem(await tokens.issue(given))).toEqual(given);
  });

  it('are used once', async () => {
    const tokens = new Tokens();
    const token = await tokens.issue(grant());
    await tokens.redeem(token);
    expect(await codeOf(tokens.redeem(token))).toBe('token_used');
  });

  it('expire', async () => {
    let now = Date.now();
    const tokens = new Tokens(() => now);
    const token = await tokens.issue(grant());
    now += TOKEN_TTL_MS + 1_000;
    expect(await codeOf(tokens.redeem(token))).toBe('token_expired');
  });

  it('of another server, forged or cut are refused', async () => {
    const tokens = new Tokens();
    const foreign = await new Tokens().issue(grant());
    const own = await tokens.issue(grant());
    const [header, , signature] = own.split('.');
    const forged = `${header}.${btoa(JSON.stringify({ con: 'con_x', role: 'supervisor' }))}.${signature}`;
    for (const token of [foreign, forged, own.slice(0, -3), 'x', '']) {
      expect(await codeOf(tokens.redeem(token))).toBe('token_invalid');
    }
  });
});
