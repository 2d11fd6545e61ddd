/** `npm run db:generate` writes the next migration from the difference between schema and last snapshot; it asks no network. */
export default {
  dialect: 'postgresql',
  schema: [
    './server/store/schema.ts',
    './server/store/schema-cases.ts',
    './server/store/schema-staff.ts',
    './server/store/schema-desk.ts',
    './server/store/schema-recordings.ts',
  ],
  out: './server/store/migrations',
};
