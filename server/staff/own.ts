import { AppError, type RecoveryCodes, type TotpOffer } from '../../protocol/index.ts';
import type { UpdateOptions } from '../store/staff-types.ts';
import { auditWho, type StaffKit } from './kit.ts';
import { checkPassword } from './password.ts';
import type { SignedIn } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { matchTotp, newRecoveryCodes, newTotpSecret, totpUri } from './totp.ts';

/** An offer waits so long for its first code. */
const OFFER_MS = 10 * 60_000;
/** What authenticators show above the code. */
const ISSUER = 'Govatar 12345';

/** What people change on their own account: the password is asked again for each of these. */
export interface OwnAccount {
  /** All other sessions end. @throws AppError `sign_in_refused`, `password_weak` */
  changePassword(who: SignedIn, given: { current: string; password: string }, address: string): Promise<void>;
  /** Offers a secret that counts once its first code has come. */
  beginTotp(who: SignedIn, given: { current: string }, address: string): Promise<TotpOffer>;
  /** @throws AppError `state_refused` without an offer, `code_needed` when the code is not the offer's */
  confirmTotp(who: SignedIn, code: string): Promise<RecoveryCodes>;
  /** @throws AppError `totp_needed` where everybody must have one */
  removeTotp(who: SignedIn, given: { current: string; code: string }, address: string): Promise<void>;
}

export function createOwnAccount(kit: StaffKit, signIn: SignIn): OwnAccount {
  const { store, passwords, now } = kit;
  /** An offer belongs to the session that asked for it. */
  const offerOf = (who: SignedIn): string => `totp ${who.token}`;
  const audited = (act: string): UpdateOptions => ({
    audited: ({ id }) => ({ at: now(), who: auditWho(id), act, on: id }),
  });

  return {
    async changePassword(who, { current, password }, address) {
      const { id, name, publicName, number } = who.account;
      await signIn.proveAgain(who.account, { current }, address);
      checkPassword(password, [name, publicName, number]);
      const hash = await passwords.hash(password);
      await store.update(id, { password: hash }, audited('staff.password_changed'));
      await store.endSessions(id, who.token);
    },
    async beginTotp(who, { current }, address) {
      await signIn.proveAgain(who.account, { current }, address);
      const secret = newTotpSecret();
      await store.dropTokens(['totp'], who.account.id);
      await store.putToken(offerOf(who), {
        ...{ kind: 'totp', staff: who.account.id, payload: secret, endsAt: now() + OFFER_MS },
      });
      return { secret, uri: totpUri(secret, who.account.name, ISSUER) };
    },
    async confirmTotp(who, code) {
      const offer = await store.peekToken(offerOf(who), ['totp'], now());
      if (offer === null || typeof offer.payload !== 'string') {
        throw new AppError('state_refused', 'Begin anew: the offer of this authenticator is over.');
      }
      const step = matchTotp(offer.payload, code.replaceAll(/\s/g, ''), now());
      if (step === null)
        throw new AppError('code_needed', 'This is not the code that the authenticator shows.');
      if ((await store.takeToken(offerOf(who), ['totp'], now())) === null) {
        throw new AppError('state_refused', 'This authenticator was enrolled a moment ago.');
      }
      const recoveryCodes = newRecoveryCodes();
      const totp = { secret: offer.payload, recoveryCodes, step };
      await store.update(who.account.id, { totp }, audited('staff.totp_enrolled'));
      // Sessions that were opened with the password alone do not outlive the second factor.
      await store.endSessions(who.account.id, who.token);
      return { recoveryCodes };
    },
    async removeTotp(who, given, address) {
      if (kit.secondFactor === 'required') {
        throw new AppError('totp_needed', 'Everybody here signs in with an authenticator.');
      }
      await signIn.proveAgain(who.account, given, address);
      await store.update(who.account.id, { totp: null }, audited('staff.totp_removed'));
    },
  };
}
