/**
 * `npm run staff -- reset chen.jie`: for an administrator who is locked out, at the machine itself. Beside a running server
 * only where the records are in a PostgreSQL: the embedded database has one process at a time.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../protocol/index.ts';
import { openStore } from '../store/store.ts';
import { rescue } from './rescue.ts';

const HELP = `npm run staff -- reset NAME     a one-time link (24 hours) to choose a new password; password and authenticator
                               of before are forgotten, all sessions end
npm run staff -- list          all accounts
npm run staff -- verify        whether the audit is whole

--enable                       with reset: enables a disabled account as well
--url https://12345.example.cn the address of the server, for the link that is printed
--data FOLDER                  the server's data folder, if it is not GOVATAR_DATA or ./data

With the embedded database the server must be stopped first. DATABASE_URL and GOVATAR_DATA_KEY_FILE are read as by the server.
`;

const NO_LOG = { info() {}, warn() {}, error() {} };

/** @throws AppError with what to do */
async function main(argv: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      data: { type: 'string' },
      enable: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  const [command, name = ''] = positionals;
  if (values.help === true || command === undefined) return HELP;
  if (!['reset', 'list', 'verify'].includes(command)) {
    throw new AppError('config_invalid', `There is no command ${command}.\n${HELP}`);
  }
  const dataDir = resolve(values.data ?? (env.GOVATAR_DATA || 'data'));
  const store = await openStore({
    dataDir,
    databaseUrl: env.DATABASE_URL || undefined,
    keyFile: env.GOVATAR_DATA_KEY_FILE || undefined,
    log: NO_LOG,
  }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'data_locked') throw error;
    throw new AppError(
      'data_locked',
      `The server is running on the embedded database in ${dataDir}, which one process has at a time. ` +
        'Stop the server, run this again, and start the server. (With a PostgreSQL this works beside it.)',
      { cause: error },
    );
  });
  try {
    if (command === 'verify') {
      const { ok, rows, brokenAt, fault } = await store.audit.verify();
      if (!ok) throw new AppError('internal', `The audit is broken at row ${brokenAt} (${fault}).`);
      return `The audit is whole: ${rows} rows.\n`;
    }
    if (command === 'list') {
      const all = await store.staff.list();
      const lines = all.map(
        (one) => `${one.disabled ? '(disabled) ' : ''}${one.name}  ${one.roles.join(' ')}\n`,
      );
      return lines.join('') || 'There are no accounts: start the server and open the link that it prints.\n';
    }
    const path = await rescue(store, { name, enable: values.enable, now: Date.now });
    const base = (values.url ?? (env.GOVATAR_PUBLIC_URL || 'http://localhost:12345')).replace(/\/$/, '');
    return `Once, within 24 hours; nobody else may see this link:\n  ${base}${path}\n`;
  } finally {
    await store.close();
  }
}

try {
  process.stdout.write(await main(process.argv.slice(2), process.env));
} catch (error) {
  const message = error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
