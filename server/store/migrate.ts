import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { AppError } from '../../protocol/errors.ts';
import type { Sql } from './sql.ts';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** One number for all processes of this product that share a PostgreSQL ("govatar" in ASCII, shortened to 32 bits). */
const MIGRATION_LOCK = 0x676f7661;

const applied = pgTable('migrations', {
  position: integer().primaryKey(),
  hash: text().notNull(),
  appliedAt: timestamp('applied_at', { withTimezone: true }).notNull().defaultNow(),
});

/**
 * Brings the database to the schema of this version: each migration in a transaction of its own, recorded in it, and
 * behind a lock, so that processes that start together do not step on each other. Resolves with how many were applied.
 * `AppError('config_invalid')` when the database was written by a newer version, or its history is another one.
 */
export async function migrate(database: Sql, folder: string = FOLDER): Promise<number> {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  let count = 0;
  await database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await tx.execute(sql`create table if not exists migrations (
      position integer primary key, hash text not null, applied_at timestamptz not null default now())`);
  });
  for (const [position, migration] of migrations.entries()) {
    await database.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await tx.execute(sql`set local statement_timeout = 0`);
      const rows = await tx.select().from(applied).orderBy(applied.position);
      if (rows.length > migrations.length) {
        throw new AppError(
          'config_invalid',
          `The database has ${rows.length} migrations, this version knows ${migrations.length}: ` +
            'it was written by a newer version. Start that one, or restore an older backup.',
        );
      }
      const row = rows[position];
      if (row && row.hash !== migration.hash) {
        throw new AppError(
          'config_invalid',
          `Migration ${position} of the database is not the one of this version: it belongs to another program or fork.`,
        );
      }
      if (row) return;
      for (const statement of migration.sql) await tx.execute(sql.raw(statement));
      await tx.insert(applied).values({ position, hash: migration.hash });
      count += 1;
    });
  }
  return count;
}
