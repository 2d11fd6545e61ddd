import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { AppError } from '../../protocol/errors.ts';
import type { Sql, StoreLog } from './sql.ts';

/** Options of the pool. Times in ms. */
const POOL = {
  /** A consultation writes a few short transactions a minute; ten connections serve thousands of them. */
  max: 10,
  connectionTimeoutMillis: 5000,
  /** No statement of ours takes long; one that does is stuck behind a lock. */
  statement_timeout: 15_000,
  application_name: 'govatar',
};

/** PostgreSQL at `url`. `AppError('config_invalid')` when it does not answer; the message holds no password. */
export async function openPostgres(url: string, log: StoreLog): Promise<Sql> {
  let pool: pg.Pool;
  try {
    pool = new pg.Pool({ ...POOL, connectionString: url });
  } catch (cause) {
    throw new AppError('config_invalid', 'DATABASE_URL is not an address like postgres://user@host/name.', {
      cause,
    });
  }
  // Without a listener, a connection that breaks while it rests would end the process.
  pool.on('error', (error) => log.warn({ code: codeOf(error) }, 'an idle connection to PostgreSQL broke'));
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    throw new AppError(
      'config_invalid',
      `The database of DATABASE_URL does not answer (${codeOf(cause)}). Check that it runs, its address and its password.`,
      { cause },
    );
  }
  const db = drizzle(pool);
  return {
    db,
    transaction: (work) => db.transaction((tx) => work(tx)),
    close: () => pool.end(),
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
}
