import type { AuditEntry } from '../../protocol/index.ts';

/**
 * The audit of who did what and why: append-only and hash-chained in the store. What is audited is done only when the
 * entry is kept: callers await it before they act.
 */
export interface Audit {
  /** Resolves when the entry is durable. @throws AppError `internal` when it cannot be kept */
  record(entry: AuditEntry): Promise<void>;
}
