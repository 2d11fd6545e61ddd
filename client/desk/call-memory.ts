import { z } from 'zod';
import { ConsultationId, StaffId, SupervisorMode } from '../../protocol/index.ts';

/** What a tab remembers of the call it is in: a reload comes back to it, and the citizen is not passed on. */
const Memory = z.strictObject({
  /** Whose call it is: whoever signs in to the tab after them is not let into it. */
  staff: StaffId,
  consultation: ConsultationId,
  secret: z.string().min(1).max(200),
  mode: z.enum(['serving', 'supervising']),
  supervising: SupervisorMode.nullable(),
});
export type CallMemory = z.infer<typeof Memory>;

const KEY = 'desk.call';

/** Null when there is none of theirs, or none that can be read. */
export function recallCall(staff: string): CallMemory | null {
  try {
    const parsed = Memory.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
    return parsed.success && parsed.data.staff === staff ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Storage may be off: the call then lives with the page alone. */
export function rememberCall(memory: CallMemory | null): void {
  try {
    if (memory === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // Nothing to be done, and nothing lost while the page stays.
  }
}
