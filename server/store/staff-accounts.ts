import { and, asc, eq, sql } from 'drizzle-orm';
import { AppError } from '../../protocol/errors.ts';
import { appendAudit } from './audit.ts';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { staffAccounts } from './schema-staff.ts';
import type { Db, Sql } from './sql.ts';
import type { NewStaffRecord, StaffRecord, StaffRecordChange, StaffStore } from './staff-types.ts';

type AccountStore = Pick<
  StaffStore,
  | 'create'
  | 'createFirst'
  | 'find'
  | 'findByName'
  | 'findExternal'
  | 'list'
  | 'hasAdministrator'
  | 'update'
  | 'secrets'
  | 'takeStep'
  | 'takeRecoveryCode'
>;

/** One number for all processes ("staf" in ASCII): who is the last administrator is decided by one at a time. */
const ADMINISTRATOR_LOCK = 0x73746166;

const passwordPlace = (id: string) => ({ table: 'staff_accounts', column: 'password', row: [id] });
const totpPlace = (id: string) => ({ table: 'staff_accounts', column: 'totp', row: [id] });

/** Accounts over either driver. */
export function createStaffAccounts(database: Sql, cipher: Cipher): AccountStore {
  const externalKey = (issuer: string, subject: string): string =>
    cipher.blind(JSON.stringify([issuer, subject]), 'staff.external');
  const recoveryKey = (id: string, code: string): string =>
    cipher.blind(JSON.stringify([id, code]), 'staff.recovery');

  const insert = async (db: Db, account: NewStaffRecord): Promise<void> => {
    const { id, password, external, createdAt, roles, skills, ...rest } = account;
    const [kept] = await db
      .insert(staffAccounts)
      .values({
        ...{ id, ...rest, roles: [...roles], skills: [...skills] },
        disabled: false,
        external: external === undefined ? null : externalKey(external.issuer, external.subject),
        password: password === undefined ? null : cipher.seal(password, passwordPlace(id)),
        recovery: [],
        createdAt: new Date(createdAt),
      })
      .onConflictDoNothing()
      .returning({ id: staffAccounts.id });
    if (kept === undefined) throw taken();
  };
  const one = async (where: ReturnType<typeof eq>, db: Db = database.db): Promise<StaffRecord | null> => {
    const [row] = await db.select().from(staffAccounts).where(where);
    return row === undefined ? null : recordOf(row);
  };
  const valuesOf = (id: string, change: StaffRecordChange) => {
    const { password, totp, roles, skills, lastSignInAt, ...plain } = change;
    return {
      ...plain,
      ...(roles === undefined ? {} : { roles: [...roles] }),
      ...(skills === undefined ? {} : { skills: [...skills] }),
      ...(lastSignInAt === undefined ? {} : { lastSignInAt: new Date(lastSignInAt) }),
      ...(password === undefined
        ? {}
        : { password: password === null ? null : cipher.seal(password, passwordPlace(id)) }),
      ...(totp === undefined ? {} : totp === null ? NO_TOTP : totpValues(id, totp)),
    };
  };
  const totpValues = (id: string, totp: NonNullable<StaffRecordChange['totp']>) => ({
    totp: cipher.seal(totp.secret, totpPlace(id)),
    totpStep: totp.step,
    recovery: totp.recoveryCodes.map((code) => recoveryKey(id, code)),
  });

  return {
    create: (account, audited) =>
      safely(() =>
        database.transaction(async (tx) => {
          await insert(tx, account);
          if (audited !== undefined) await appendAudit(tx, cipher, audited);
        }),
      ),
    createFirst: (account, audited) =>
      safely(() =>
        database.transaction(async (tx) => {
          await tx.execute(sql`select pg_advisory_xact_lock(${ADMINISTRATOR_LOCK})`);
          if ((await administrators(tx)).length > 0) {
            throw new AppError('state_refused', 'There is an administrator already.');
          }
          await insert(tx, account);
          if (audited !== undefined) await appendAudit(tx, cipher, audited);
        }),
      ),
    find: (id) => safely(() => one(eq(staffAccounts.id, id))),
    findByName: (name) => safely(() => one(eq(staffAccounts.name, name))),
    findExternal: (issuer, subject) =>
      safely(() => one(eq(staffAccounts.external, externalKey(issuer, subject)))),
    list: () =>
      safely(async () => {
        const rows = await database.db.select().from(staffAccounts).orderBy(asc(staffAccounts.name));
        return rows.map(recordOf);
      }),
    hasAdministrator: () => safely(async () => (await administrators(database.db)).length > 0),
    update: (id, change, { keepAdministrator = false, audited } = {}) =>
      safely(() =>
        database.transaction(async (tx) => {
          await tx.execute(sql`select pg_advisory_xact_lock(${ADMINISTRATOR_LOCK})`);
          const before = await administrators(tx);
          if (change.number !== undefined) {
            const other = await one(eq(staffAccounts.number, change.number), tx);
            if (other !== null && other.id !== id) throw taken();
          }
          const values = valuesOf(id, change);
          if (Object.keys(values).length > 0) {
            await tx.update(staffAccounts).set(values).where(eq(staffAccounts.id, id));
          }
          if (keepAdministrator && before.length > 0 && (await administrators(tx)).length === 0) {
            throw new AppError('state_refused', 'This is the last administrator: make another one first.');
          }
          const account = await one(eq(staffAccounts.id, id), tx);
          if (account !== null && audited !== undefined) await appendAudit(tx, cipher, audited(account));
          return account;
        }),
      ),
    secrets: (id) =>
      safely(async () => {
        const [row] = await database.db
          .select({ password: staffAccounts.password, totp: staffAccounts.totp })
          .from(staffAccounts)
          .where(eq(staffAccounts.id, id));
        return {
          password: row?.password ? cipher.open(row.password, passwordPlace(id)) : null,
          totp: row?.totp ? cipher.open(row.totp, totpPlace(id)) : null,
        };
      }),
    takeStep: (id, step) =>
      safely(async () => {
        const used = await database.db
          .update(staffAccounts)
          .set({ totpStep: step })
          .where(
            and(
              eq(staffAccounts.id, id),
              sql`(${staffAccounts.totpStep} is null or ${staffAccounts.totpStep} < ${step})`,
            ),
          )
          .returning({ id: staffAccounts.id });
        return used.length > 0;
      }),
    takeRecoveryCode: (id, code) =>
      safely(async () => {
        const key = recoveryKey(id, code);
        const used = await database.db
          .update(staffAccounts)
          .set({ recovery: sql`array_remove(${staffAccounts.recovery}, ${key})` })
          .where(and(eq(staffAccounts.id, id), sql`${key} = any(${staffAccounts.recovery})`))
          .returning({ id: staffAccounts.id });
        return used.length > 0;
      }),
  };
}

const NO_TOTP = { totp: null, totpStep: null, recovery: [] as string[] };

/** Those who can manage accounts: enabled, and with a way to sign in. */
async function administrators(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: staffAccounts.id })
    .from(staffAccounts)
    .where(
      sql`${'administrator'} = any(${staffAccounts.roles}) and not ${staffAccounts.disabled}
        and (${staffAccounts.password} is not null or ${staffAccounts.external} is not null)`,
    );
  return rows.map(({ id }) => id);
}

function recordOf(row: typeof staffAccounts.$inferSelect): StaffRecord {
  const { id, name, publicName, number, roles, skills, disabled } = row;
  return {
    ...{ id, name, publicName, number, roles, skills, disabled },
    external: row.external !== null,
    password: row.password !== null,
    totp: row.totp !== null,
    recoveryCodes: row.recovery.length,
    createdAt: row.createdAt.getTime(),
    lastSignInAt: row.lastSignInAt?.getTime() ?? null,
  };
}

const taken = (): AppError => new AppError('name_taken', 'This name or number belongs to another account.');
