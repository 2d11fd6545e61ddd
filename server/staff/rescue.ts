import { AppError, StaffName } from '../../protocol/index.ts';
import type { StaffStores } from '../store/staff-types.ts';
import type { StaffKit } from './kit.ts';
import { nameKey } from './limits.ts';
import { createLinks } from './links.ts';
import { createPasswords } from './password.ts';

/**
 * A new one-time link for somebody who is locked out, asked for at the machine itself: password, authenticator, sessions
 * and failures of the account are forgotten. Path and query of the link.
 * @throws AppError `not_found`; `state_refused` when it is disabled (and not to be enabled) or belongs to another sign-in
 */
export async function rescue(
  { staff: store, audit }: Pick<StaffStores, 'staff' | 'audit'>,
  { name: typed, enable, now }: { name: string; enable: boolean; now: () => number },
): Promise<string> {
  const name = StaffName.safeParse(typed);
  const account = name.success ? await store.findByName(name.data) : null;
  if (account === null) throw new AppError('not_found', `There is no account with the name ${typed}.`);
  if (account.external) {
    throw new AppError(
      'state_refused',
      `${account.name} signs in through the city's own sign-in: reset it there.`,
    );
  }
  if (account.disabled && !enable) {
    throw new AppError('state_refused', `${account.name} is disabled. To enable it as well, add --enable.`);
  }
  const act = account.disabled ? 'staff.rescued_and_enabled' : 'staff.rescued';
  await store.update(
    account.id,
    { password: null, totp: null, disabled: false },
    { audited: ({ id }) => ({ at: now(), who: 'system', act, on: id, why: 'npm run staff -- reset' }) },
  );
  await store.endSessions(account.id);
  await store.dropTokens(['ticket', 'totp', 'device'], account.id);
  await store.clearFailures(nameKey(account.name));
  const kit: StaffKit = {
    ...{ store, audit, now, passwords: createPasswords(), secondFactor: 'offered' },
    revoked: () => undefined,
  };
  return createLinks(kit).of({ ...account, password: false });
}
