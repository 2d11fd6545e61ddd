/** What the thread of the embedded database is started with. */
export interface EmbeddedTask {
  /** Its folder. */
  dir: string;
  /** `create` makes a new database there and ends; `serve` opens it and answers requests. */
  task: 'create' | 'serve';
}

/** To the thread: one statement, or the wish to close. */
export type EmbeddedRequest = { id: number; sql: string; params: unknown[] } | { close: true };

/** From the thread. Rows are arrays in the order of the columns. `code` is PostgreSQL's SQLSTATE. */
export type EmbeddedAnswer =
  | { ready: true }
  | { id: number; rows: unknown[][] }
  | { id: number; error: { code: string; message: string } };
