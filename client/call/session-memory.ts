import { z } from 'zod';

/** What a tab remembers to find its consultation again: kept in sessionStorage, gone with the tab. */
const Memory = z.strictObject({
  consultation: z.string(),
  secret: z.string(),
  wsUrl: z.string(),
  /** The page's own messages that the server has not confirmed yet: sent again, they make no second turn. */
  unsent: z.array(
    z.strictObject({ message: z.string(), text: z.string(), via: z.enum(['text', 'tap', 'voice']) }),
  ),
});
export type SessionMemory = z.infer<typeof Memory>;

const KEY = 'govatar.session';

/** Null when there is none, or none that can be read. */
export function recall(): SessionMemory | null {
  try {
    const parsed = Memory.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Storage may be off (private mode of old browsers): the call then lives with the page alone. */
export function remember(memory: SessionMemory | null): void {
  try {
    if (memory === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // Nothing to be done, and nothing lost while the page stays.
  }
}
