import { AppError, StaffName } from '../../protocol/index.ts';
import type { StaffRecord } from '../store/staff-types.ts';
import type { Devices } from './devices.ts';
import { auditWho, type StaffKit } from './kit.ts';
import { beginAttempt, deviceKey, nameKey } from './limits.ts';
import { matchTotp, recoveryCodeOf } from './totp.ts';

export interface SignIn {
  /**
   * Whose name, password and code these are. `device`: what the browser holds from an earlier sign-in.
   * @throws AppError `sign_in_refused`, `code_needed`, `sign_in_locked`, `server_busy`
   */
  prove(
    given: { name: string; password: string; code?: string | undefined },
    address: string,
    device?: string,
  ): Promise<StaffRecord>;
  /** The same for one who is signed in and is asked again before something weighty. Counted like a sign-in. */
  proveAgain(
    account: StaffRecord,
    given: { current: string; code?: string | undefined },
    address: string,
  ): Promise<void>;
}

/** How many signs of an unknown name are kept for counting its failures. */
const MAX_NAME = 60;

/** Sign-in with password and, where there is one, the code of an authenticator or a recovery code. */
export function createSignIn({ store, audit, passwords, now }: StaffKit, devices: Devices): SignIn {
  /** What is wrong with what was given; null when nothing is. The password is worked on whatever else is wrong. */
  const faultOf = async (
    account: StaffRecord | null,
    password: string,
    code: string | undefined,
  ): Promise<'unknown' | 'password' | 'disabled' | 'code' | 'no_code' | null> => {
    const secrets = account === null ? null : await store.secrets(account.id);
    const hash = secrets?.password ?? null;
    const right = await passwords.verify(password, hash);
    if (account === null) return 'unknown';
    if (!right) return 'password';
    if (account.disabled) return 'disabled';
    if (secrets?.totp) {
      if (code === undefined) return 'no_code';
      if (!(await takeCode(account.id, secrets.totp, code))) return 'code';
    }
    if (hash !== null && passwords.isOld(hash)) {
      await store.update(account.id, { password: await passwords.hash(password) });
    }
    return null;
  };

  /** Uses up a code of the authenticator or a recovery code. */
  const takeCode = async (id: string, secret: string, code: string): Promise<boolean> => {
    const step = matchTotp(secret, code.replaceAll(/\s/g, ''), now());
    if (step !== null) return store.takeStep(id, step);
    const recovery = recoveryCodeOf(code);
    if (recovery === null || !(await store.takeRecoveryCode(id, recovery))) return false;
    await audit.record({ at: now(), who: auditWho(id), act: 'staff.recovery_code_used', on: id });
    return true;
  };

  const check = async (
    account: StaffRecord | null,
    given: { password: string; code?: string | undefined },
    address: string,
    key: string,
  ): Promise<StaffRecord> => {
    const attempt = await beginAttempt(store, { key, address, at: now() });
    const fault = await faultOf(account, given.password, given.code);
    if (fault === null && account !== null) {
      await attempt.succeed();
      // As it is now: a recovery code may have been used up.
      return (await store.find(account.id)) ?? account;
    }
    if (fault === 'no_code') {
      await attempt.waive();
      throw new AppError('code_needed', 'The code of the authenticator is needed as well.');
    }
    // The typed name of nobody is not kept: people type their password there.
    const on = account?.id ?? 'unknown';
    await audit.record({
      ...{ at: now(), who: 'nobody', act: 'staff.sign_in_refused', on, why: `${fault}, ${address}` },
    });
    throw fault === 'code'
      ? new AppError('code_needed', 'This code does not count, or was used before.')
      : new AppError('sign_in_refused', 'Name or password is not right.');
  };

  return {
    async prove({ name: typed, password, code }, address, device) {
      const parsed = StaffName.safeParse(typed);
      const name = parsed.success ? parsed.data : typed.trim().toLowerCase().slice(0, MAX_NAME);
      const account = parsed.success ? await store.findByName(name) : null;
      const known = device !== undefined && account !== null && (await devices.knows(device, account.id));
      return check(account, { password, code }, address, known ? deviceKey(device) : nameKey(name));
    },
    async proveAgain(account, { current, code }, address) {
      if (account.external) throw new AppError('state_refused', 'This account has no password here.');
      const secrets = await store.secrets(account.id);
      // Signed in already: without a code the password alone is asked again.
      if (code === undefined && secrets.totp !== null) {
        const attempt = await beginAttempt(store, { key: nameKey(account.name), address, at: now() });
        if (!(await passwords.verify(current, secrets.password))) {
          throw new AppError('sign_in_refused', 'The password is not right.');
        }
        await attempt.succeed();
        return;
      }
      await check(account, { password: current, code }, address, nameKey(account.name));
    },
  };
}
