import { and, eq, lte, sql } from 'drizzle-orm';
import { safely } from './safely.ts';
import { bookings, slots } from './schema-cases.ts';
import type { Db, Sql } from './sql.ts';

/** A time of a hall, `YYYY-MM-DD` and `HH:MM` of Beijing; `startsAt` Unix ms; `person` a keyed hash. */
export interface NewBooking {
  hall: string;
  service: string;
  date: string;
  from: string;
  to: string;
  startsAt: number;
  places: number;
  person: string;
}

export interface KeptBooking extends Omit<NewBooking, 'places' | 'person'> {
  active: boolean;
}

export interface BookingStore {
  /** Taken places of a hall from one date to another, by `date from`. */
  taken(hall: string, first: string, last: string): Promise<Map<string, number>>;
  of(number: string): Promise<KeptBooking | null>;
}

export function createBookings(database: Sql): BookingStore {
  return {
    taken: (hall, first, last) =>
      safely(async () => {
        const rows = await database.db
          .select()
          .from(slots)
          .where(and(eq(slots.hall, hall), sql`${slots.date} between ${first} and ${last}`));
        return new Map(rows.map((row) => [`${row.date} ${row.from}`, row.taken]));
      }),
    of: (number) => safely(async () => (await readBooking(database.db, number))?.kept ?? null),
  };
}

/** Takes a place in the transaction of the case; what stands against it, or null. Never more than `places` are taken. */
export async function bookSlot(
  tx: Db,
  number: string,
  booking: NewBooking,
  now: number,
): Promise<'full' | 'booked_already' | null> {
  const { hall, service, date, from, to, person, places } = booking;
  const startsAt = new Date(booking.startsAt);
  await tx.insert(slots).values({ hall, date, from, taken: 0 }).onConflictDoNothing();
  const took = await tx
    .update(slots)
    .set({ taken: sql`${slots.taken} + 1` })
    .where(
      and(
        eq(slots.hall, hall),
        eq(slots.date, date),
        eq(slots.from, from),
        sql`${slots.taken} < ${places}::integer`,
      ),
    )
    .returning({ taken: slots.taken });
  if (took.length === 0) return 'full';
  // One that is over does not stand in the way of the next.
  await tx
    .update(bookings)
    .set({ active: false })
    .where(
      and(eq(bookings.person, person), eq(bookings.service, service), lte(bookings.startsAt, new Date(now))),
    );
  const made = await tx
    .insert(bookings)
    .values({ number, hall, service, date, from, to, startsAt, active: true, person })
    .onConflictDoNothing()
    .returning({ number: bookings.number });
  return made.length === 0 ? 'booked_already' : null;
}

/** A booking with the way to give its place back. */
export async function readBooking(
  db: Db,
  number: string,
): Promise<{ kept: KeptBooking; active: boolean; release: () => Promise<void> } | null> {
  const [row] = await db.select().from(bookings).where(eq(bookings.number, number));
  if (row === undefined) return null;
  const { hall, service, date, from, to, active } = row;
  return {
    kept: { hall, service, date, from, to, active, startsAt: row.startsAt.getTime() },
    active,
    release: async () => {
      const ended = await db
        .update(bookings)
        .set({ active: false })
        .where(and(eq(bookings.number, number), bookings.active))
        .returning({ number: bookings.number });
      if (ended.length === 0) return;
      await db
        .update(slots)
        .set({ taken: sql`greatest(${slots.taken} - 1, 0)` })
        .where(and(eq(slots.hall, hall), eq(slots.date, date), eq(slots.from, from)));
    },
  };
}
