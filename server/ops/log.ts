import { pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
/** Writes one structured line. Whatever may hold personal data goes under the key `pii`, which is never written. */
export type Log = (level: LogLevel, event: string, fields?: Record<string, unknown>) => void;

/** The process's logger: JSON lines on standard output, without anything under a key named `pii` at any depth used here. */
export function createLog(level: LogLevel, destination?: { write(line: string): void }): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['pii', '*.pii', '*.*.pii'], remove: true },
      formatters: { level: (label) => ({ level: label }) },
    },
    ...(destination === undefined ? [] : [destination]),
  );
  return (at, event, fields = {}) => logger[at](fields, event);
}
