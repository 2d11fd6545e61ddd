import { AppError, type StaffIdentity } from '../../protocol/index.ts';
import { identityOf, newToken, type StaffKit } from './kit.ts';

/** Long enough to open a socket, too short to be passed on. */
export const TICKET_TTL_MS = 60_000;

/** Tickets for the desk socket: each proves once, within a minute, who somebody is and what they may. */
export interface Tickets {
  /** A new one for the owner of this account. */
  issue(staff: string): Promise<string>;
  /** @throws AppError `token_invalid` when it is unknown, used, over, or its owner may no longer sign in */
  redeem(ticket: string): Promise<StaffIdentity>;
}

/** Kept in the store, so that the socket may be another process's than the page. Roles are those of the moment of use. */
export function createTickets({ store, now }: Pick<StaffKit, 'store' | 'now'>): Tickets {
  return {
    async issue(staff) {
      const ticket = newToken();
      await store.putToken(ticket, { kind: 'ticket', staff, payload: null, endsAt: now() + TICKET_TTL_MS });
      return ticket;
    },
    async redeem(ticket) {
      const taken = await store.takeToken(ticket, ['ticket'], now());
      const account = taken?.staff ? await store.find(taken.staff) : null;
      if (account === null || account.disabled) {
        throw new AppError('token_invalid', 'This ticket was used, is too old, or was never given.');
      }
      return identityOf(account);
    },
  };
}
