/**
 * `npm run kiosk -- enrol hall-1`: the machines in the halls, for operators. Works while the server runs and while it
 * does not; what is changed here holds at once.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, KIOSK_PAGE } from '../../protocol/index.ts';
import { createKioskFiles } from './kiosk-files.ts';
import { createKiosks, type KioskHealth, type KioskWish } from './kiosks.ts';

const HELP = `npm run kiosk -- enrol ID     a code for a machine, valid for 30 minutes (a new one for a known machine)
npm run kiosk -- set ID       changes what is said below
npm run kiosk -- list         all machines and how they are
npm run kiosk -- revoke ID    the machine is locked out at once

--name 一楼大厅东侧           as staff call it
--staff-number 8001           shown when the button for staff is pressed; "" for none
--staff-webhook https://…     is sent {"kiosk","name","at"} when the button is pressed; "" for none
--presence sign-posted        the camera may see that somebody comes: only where a sign beside the machine says so
--presence off
--quiet 90                    seconds without a sign before it asks whether somebody is there (15 to 600)
--warn 20                     seconds that the question counts down before everything is wiped (5 to 60)
--url https://12345.example.cn   the address of the server, for the link that is printed
--data FOLDER                 the server's data folder, if it is not GOVATAR_DATA or ./data
`;

/** @throws AppError `config_invalid`, `not_found` */
async function main(argv: string[]): Promise<string> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      ...{ quiet: text, warn: text },
      ...{ name: text, 'staff-number': text, 'staff-webhook': text, presence: text, url: text, data: text },
      help: { type: 'boolean' },
    },
  });
  const [command, id = ''] = positionals;
  if (values.help === true || command === undefined) return HELP;
  const kiosks = createKiosks({
    files: createKioskFiles(join(resolve(values.data ?? process.env.GOVATAR_DATA ?? 'data'), 'kiosks')),
    now: Date.now,
    randomBytes,
    randomInt,
  });
  if (values.presence !== undefined && !['sign-posted', 'off'].includes(values.presence))
    throw new AppError('config_invalid', '--presence is sign-posted or off.');
  const wish: KioskWish = {
    name: values.name,
    staffNumber: values['staff-number'] === undefined ? undefined : values['staff-number'] || null,
    staffWebhook: values['staff-webhook'] === undefined ? undefined : values['staff-webhook'] || null,
    quietS: seconds(values.quiet),
    warnS: seconds(values.warn),
    presence: values.presence === undefined ? undefined : values.presence === 'sign-posted',
  };
  switch (command) {
    case 'enrol': {
      const code = await kiosks.enrol(id, wish);
      const base = (values.url ?? process.env.GOVATAR_PUBLIC_URL ?? 'http://localhost:12345').replace(
        /\/$/,
        '',
      );
      const page = `${base}${KIOSK_PAGE}?kiosk=${id}`;
      return [
        `Code for ${id}: ${code.slice(0, 4)} ${code.slice(4)}   (once, within 30 minutes)`,
        `Open on the machine and type the code:  ${page}`,
        `Or open this link once on the machine:  ${page}#${code}`,
        '',
      ].join('\n');
    }
    case 'set':
      return `${line({ record: await kiosks.change(id, wish), seen: null, health: 'well' }, false)}\n`;
    case 'revoke':
      await kiosks.revoke(id);
      return `${id} is locked out. A new code lets it in again.\n`;
    case 'list': {
      const all = await kiosks.list();
      return all.length === 0 ? 'No kiosks yet.\n' : `${all.map((one) => line(one, true)).join('\n')}\n`;
    }
    default:
      throw new AppError('config_invalid', `There is no command ${command}.\n\n${HELP}`);
  }
}

const seconds = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

function line({ record, seen, health }: KioskHealth, withHealth: boolean): string {
  const staff = [record.staffNumber, record.staffWebhook].filter((one) => one !== null).join(' + ') || 'none';
  const parts = [record.id, record.name, `staff: ${staff}`, `presence: ${record.presence ? 'on' : 'off'}`];
  if (!withHealth) return parts.join('  ');
  const when = seen === null ? 'never heard of' : `heard ${new Date(seen.at).toISOString()}`;
  const beat = seen?.beat;
  const what =
    beat === undefined
      ? ''
      : `${beat.doing}, up ${Math.round(beat.upMs / 60_000)} min, hangs ${beat.hangs}, wiped ${beat.wipes}`;
  return [health.padEnd(7), ...parts, when, what].join('  ');
}

try {
  process.stdout.write(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
