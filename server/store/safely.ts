import { DrizzleQueryError } from 'drizzle-orm';
import { AppError } from '../../protocol/errors.ts';

/** Drizzle's errors quote the parameters of the statement, which have no place in a log: only their cause goes on. */
export async function safely<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DrizzleQueryError)) throw error;
    if (error.cause instanceof AppError) throw error.cause;
    const code = error.cause && 'code' in error.cause ? String(error.cause.code) : 'unknown';
    throw new AppError('internal', `The database refused a statement (${code}).`, { cause: error.cause });
  }
}
