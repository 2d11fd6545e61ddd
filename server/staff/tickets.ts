import type { StaffIdentity } from '../../protocol/index.ts';

/** Long enough to open a socket, too short to be passed on. */
export const TICKET_TTL_MS = 60_000;

/** Tickets for the desk socket: each proves once, within a minute, who somebody is and what they may. */
export interface Tickets {
  /** @throws AppError `token_invalid` when it is unknown, used, over, or its owner may no longer sign in */
  redeem(ticket: string): Promise<StaffIdentity>;
}
