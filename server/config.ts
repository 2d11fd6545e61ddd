import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppError, Background } from '../protocol/index.ts';
import { STAFF_SETTINGS, type StaffConfig, staffConfig, staffContradictions } from './config-staff.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

/** `name=days` parted by commas; which names there are, and their least, the retention itself knows. */
const days = z
  .string()
  .regex(/^\s*([a-z]+\s*=\s*\d{1,5}\s*(,\s*|$))*$/)
  .transform((value) =>
    Object.fromEntries(
      value
        .split(',')
        .map((part) => part.split('='))
        .filter((part) => part.length === 2)
        .map(([name = '', count = '']) => [name.trim(), Number(count)]),
    ),
  );

/**
 * Every setting: its environment variable, its shape and default, and what to say when it is wrong. A flag has the
 * variable's name without GOVATAR_, in lower case with hyphens (`--rtc-port 50000`), and goes before the environment.
 */
const SETTINGS = {
  GOVATAR_HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    help: 'an address of this machine, 0.0.0.0 for all',
  },
  GOVATAR_PORT: { schema: port.default(12_345), help: 'a port from 1 to 65535' },
  GOVATAR_DATA: { schema: z.string().min(1).default('data'), help: 'a folder that can be written' },
  GOVATAR_TLS: { schema: z.enum(['off', 'self-signed']).default('off'), help: 'off or self-signed' },
  GOVATAR_TLS_CERT: { schema: z.string().optional(), help: 'a PEM file with the certificate chain' },
  GOVATAR_TLS_KEY: { schema: z.string().optional(), help: 'a PEM file with the private key' },
  GOVATAR_PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    help: 'the address people use, such as https://12345.example.cn',
  },
  GOVATAR_ORIGINS: {
    schema: list.default([]),
    help: 'further origins whose pages may connect, parted by commas',
  },
  GOVATAR_TRUST_PROXY: {
    schema: z.string().default('false'),
    help: 'false, a number of proxies, or their addresses parted by commas',
  },
  GOVATAR_RTC_PORT: {
    schema: z.coerce.number().int().min(1).max(65_000).default(40_000),
    help: 'the first media port; worker n uses UDP and TCP port + n',
  },
  GOVATAR_RTC_ADDRESS: { schema: z.string().optional(), help: 'the address the media listen on' },
  GOVATAR_ANNOUNCED_ADDRESS: {
    schema: z.string().optional(),
    help: 'the address at which browsers reach the media',
  },
  GOVATAR_WORKERS: {
    schema: z.coerce.number().int().min(1).max(64).optional(),
    help: 'a number of media workers, at most one per core',
  },
  GOVATAR_MAX_ROOMS: {
    schema: z.coerce.number().int().min(1).max(10_000).default(200),
    help: 'a number of consultations at the same time',
  },
  GOVATAR_TURN_URLS: {
    schema: list.default([]),
    help: 'TURN addresses such as turns:turn.example.cn:443, parted by commas',
  },
  GOVATAR_TURN_SECRET: { schema: z.string().optional(), help: "the TURN server's shared secret" },
  GOVATAR_DATA_KEY_FILE: {
    schema: z.string().optional(),
    help: 'a file with the key of the encrypted fields',
  },
  GOVATAR_ASSETS: { schema: z.string().optional(), help: 'a folder with downloads (voices, models)' },
  GOVATAR_AVATAR: {
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .default('xiaozheng'),
    help: 'the name of an avatar in avatars/, such as xiaozheng or xiaomin',
  },
  GOVATAR_BACKGROUND: {
    schema: Background.default('hall'),
    help: 'hall, plain or brand',
  },
  GOVATAR_CREATE_PER_MINUTE: {
    schema: z.coerce.number().int().min(1).max(100_000).default(30),
    help: 'new consultations per minute and address',
  },
  GOVATAR_LOG: {
    schema: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    help: 'debug, info, warn or error',
  },
  GOVATAR_METRICS: { schema: flag.default(false), help: 'true to serve /metrics (keep it behind the proxy)' },
  GOVATAR_CITY_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    help: "the address of the city's own 12345 system that takes work orders, such as https://12345.example.cn/govatar",
  },
  GOVATAR_CITY_SECRET: {
    schema: z.string().min(32).optional(),
    help: 'at least 32 signs that sign what is sent to the city, the same on both sides',
  },
  GOVATAR_TIME_LIMITS: {
    schema: z.enum(['product', 'guangdong', 'shandong']).default('product'),
    help: 'product, guangdong or shandong',
  },
  GOVATAR_HOLIDAYS: {
    schema: z.string().optional(),
    help: 'a YAML file with holidays and workdays (调休) of years that the calendar does not know',
  },
  GOVATAR_RETENTION: {
    schema: days.default({}),
    help: 'days per kind, such as drafts=7,photos=7,recordings=90,consultations=180,cases=1095,ratings=365,unanswered=180,outbox=30,audit=365 (audit at least 183)',
  },
  GOVATAR_RECORDING: {
    schema: z.enum(['ask', 'off']).default('ask'),
    help: 'ask (calls are recorded where the citizen agrees) or off',
  },
  GOVATAR_FFMPEG: {
    schema: z.string().min(1).default('ffmpeg'),
    help: 'the program ffmpeg, which recordings need',
  },
  GOVATAR_MODEL_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    help: 'the address of an OpenAI-compatible endpoint that may help to understand, such as http://127.0.0.1:8000/v1',
  },
  GOVATAR_MODEL_NAME: { schema: z.string().min(1).default('default'), help: 'the name of the model there' },
  GOVATAR_MODEL_KEY: { schema: z.string().optional(), help: 'the key of the endpoint' },
  GOVATAR_MODEL_REWORD: {
    schema: flag.default(false),
    help: 'true to let the model say grounded answers in plainer words',
  },
  GOVATAR_EARS: {
    schema: flag.default(true),
    help: 'false to recognise no speech: typing and touch carry the conversation',
  },
  GOVATAR_HEARING_URL: {
    schema: z.url({ protocol: /^(?:https?|wss?)$/ }).optional(),
    help: 'the address of a recognition server: ws://… for FunASR, http://…/v1 for an OpenAI-compatible one; citizens’ voices are sent there',
  },
  GOVATAR_HEARING_MODEL: {
    schema: z.string().min(1).default('whisper-1'),
    help: 'the name of the model there (OpenAI-compatible only)',
  },
  GOVATAR_HEARING_KEY: { schema: z.string().optional(), help: 'the key of the recognition server' },
  GOVATAR_DESK_HOURS: {
    schema: z.string().max(300).default(''),
    help: 'when human agents take video calls, e.g. "workdays 08:30-17:30; restdays 09:00-16:00" (Beijing; empty: always)',
  },
  ...STAFF_SETTINGS,
  DATABASE_URL: {
    schema: z.string().startsWith('postgres').optional(),
    help: 'postgres://user:password@host/database',
  },
  MEDIASOUP_WORKER_BIN: { schema: z.string().optional(), help: 'the path of the media worker' },
} as const;
type SettingName = keyof typeof SETTINGS;
type Values = { [N in SettingName]: z.output<(typeof SETTINGS)[N]['schema']> };

/** The whole configuration, validated. Paths are absolute. */
export interface Config extends StaffConfig {
  host: string;
  port: number;
  dataDir: string;
  dataKeyFile: string | undefined;
  databaseUrl: string | undefined;
  tls: { kind: 'off' } | { kind: 'self-signed' } | { kind: 'files'; cert: string; key: string };
  publicUrl: string | undefined;
  origins: readonly string[];
  /** As express's `trust proxy` takes it. */
  trustProxy: boolean | number | string;
  rtc: {
    port: number;
    listenAddress: string;
    announcedAddress: string | undefined;
    workers: number;
    workerBin: string | undefined;
  };
  turn: { urls: readonly string[]; secret: string } | null;
  maxRooms: number;
  createPerMinute: number;
  /** The city's own system; null where work orders stay here. */
  city: { url: string; secret: string } | null;
  timeLimits: 'product' | 'guangdong' | 'shandong';
  holidaysFile: string | undefined;
  /** Days by kind of record; what is not named keeps its default. */
  retention: Readonly<Record<string, number>>;
  /** Calls may be recorded. */
  recording: boolean;
  ffmpeg: string;
  /** A model that may help to understand; null: none. It sees masked text only and states no facts. */
  model: { url: string; model: string; key: string | undefined; reword: boolean } | null;
  /** Whether speech is recognised at all. */
  ears: boolean;
  /** A recognition server that hears the citizens; null: the recognisers on this machine. */
  hearing: { url: string; model: string; key: string | undefined } | null;
  /** When human agents take calls; read by `server/desk/hours.ts`. Empty: always. */
  deskHours: string;
  assetsDir: string | null;
  /** Name of the avatar's files in `avatars/`. */
  avatar: string;
  background: Background;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  metrics: boolean;
}

const LOOPBACK = /^(127\.|localhost$|::1$)/;
const ANY = /^(0\.0\.0\.0|::)$/;

const flagName = (name: string): string =>
  name
    .replace(/^GOVATAR_/, '')
    .toLowerCase()
    .replaceAll('_', '-');

/** Reads flags over environment. @throws AppError `config_invalid` with one line for each thing to mend. */
export function readConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Config {
  const names = Object.keys(SETTINGS) as SettingName[];
  const problems: string[] = [];
  let flags: Record<string, unknown> = {};
  try {
    const options = Object.fromEntries(names.map((name) => [flagName(name), { type: 'string' as const }]));
    flags = parseArgs({ args: [...argv], options, strict: true }).values;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('.')[0] ?? '') : String(error);
    problems.push(`${message}. Flags: ${names.map((name) => `--${flagName(name)}`).join(' ')}`);
  }
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    const { schema, help } = SETTINGS[name];
    // An empty variable counts as not set: that is how a service file switches one off.
    const given = flags[flagName(name)] ?? (env[name] || undefined);
    const parsed = schema.safeParse(given);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name} (--${flagName(name)}) must be ${help}.`);
  }
  if (problems.length === 0) problems.push(...contradictions(values as Values));
  if (problems.length > 0) throw new AppError('config_invalid', problems.join('\n'));
  return build(values as Values, cwd);
}

function contradictions(values: Values): string[] {
  const problems: string[] = [];
  if ((values.GOVATAR_TLS_CERT === undefined) !== (values.GOVATAR_TLS_KEY === undefined)) {
    problems.push('GOVATAR_TLS_CERT and GOVATAR_TLS_KEY go together: give both or none.');
  }
  if (values.GOVATAR_TLS === 'self-signed' && values.GOVATAR_TLS_CERT !== undefined) {
    problems.push('GOVATAR_TLS=self-signed and GOVATAR_TLS_CERT exclude each other: give one of them.');
  }
  if (values.GOVATAR_TURN_URLS.length > 0 && values.GOVATAR_TURN_SECRET === undefined) {
    problems.push('GOVATAR_TURN_URLS needs GOVATAR_TURN_SECRET (static-auth-secret of the TURN server).');
  }
  if ((values.GOVATAR_CITY_URL === undefined) !== (values.GOVATAR_CITY_SECRET === undefined)) {
    problems.push('GOVATAR_CITY_URL and GOVATAR_CITY_SECRET go together: give both or none.');
  }
  problems.push(...staffContradictions(values));
  const city = values.GOVATAR_CITY_URL;
  if (city?.startsWith('http:') && !LOOPBACK.test(new URL(city).hostname)) {
    problems.push('GOVATAR_CITY_URL must be https: work orders hold personal data.');
  }
  return problems;
}

function build(values: Values, cwd: string): Config {
  const listenAddress =
    values.GOVATAR_RTC_ADDRESS ?? (LOOPBACK.test(values.GOVATAR_HOST) ? '127.0.0.1' : values.GOVATAR_HOST);
  const { GOVATAR_TLS_CERT: cert, GOVATAR_TLS_KEY: key, GOVATAR_TRUST_PROXY: proxy } = values;
  return {
    host: values.GOVATAR_HOST,
    port: values.GOVATAR_PORT,
    dataDir: resolve(cwd, values.GOVATAR_DATA),
    dataKeyFile: values.GOVATAR_DATA_KEY_FILE && resolve(cwd, values.GOVATAR_DATA_KEY_FILE),
    databaseUrl: values.DATABASE_URL,
    tls:
      cert !== undefined && key !== undefined
        ? { kind: 'files', cert: resolve(cwd, cert), key: resolve(cwd, key) }
        : { kind: values.GOVATAR_TLS },
    publicUrl: values.GOVATAR_PUBLIC_URL?.replace(/\/$/, ''),
    origins: values.GOVATAR_ORIGINS,
    trustProxy:
      proxy === 'true' || proxy === 'false' ? proxy === 'true' : /^\d+$/.test(proxy) ? Number(proxy) : proxy,
    rtc: {
      port: values.GOVATAR_RTC_PORT,
      listenAddress,
      announcedAddress: values.GOVATAR_ANNOUNCED_ADDRESS,
      workers: values.GOVATAR_WORKERS ?? availableParallelism(),
      workerBin: values.MEDIASOUP_WORKER_BIN,
    },
    turn:
      values.GOVATAR_TURN_SECRET === undefined || values.GOVATAR_TURN_URLS.length === 0
        ? null
        : { urls: values.GOVATAR_TURN_URLS, secret: values.GOVATAR_TURN_SECRET },
    maxRooms: values.GOVATAR_MAX_ROOMS,
    createPerMinute: values.GOVATAR_CREATE_PER_MINUTE,
    city:
      values.GOVATAR_CITY_URL === undefined || values.GOVATAR_CITY_SECRET === undefined
        ? null
        : { url: values.GOVATAR_CITY_URL, secret: values.GOVATAR_CITY_SECRET },
    timeLimits: values.GOVATAR_TIME_LIMITS,
    holidaysFile: values.GOVATAR_HOLIDAYS && resolve(cwd, values.GOVATAR_HOLIDAYS),
    retention: values.GOVATAR_RETENTION,
    recording: values.GOVATAR_RECORDING === 'ask',
    ffmpeg: values.GOVATAR_FFMPEG,
    model:
      values.GOVATAR_MODEL_URL === undefined
        ? null
        : {
            url: values.GOVATAR_MODEL_URL,
            model: values.GOVATAR_MODEL_NAME,
            key: values.GOVATAR_MODEL_KEY,
            reword: values.GOVATAR_MODEL_REWORD,
          },
    ears: values.GOVATAR_EARS,
    hearing:
      values.GOVATAR_HEARING_URL === undefined
        ? null
        : {
            url: values.GOVATAR_HEARING_URL,
            model: values.GOVATAR_HEARING_MODEL,
            key: values.GOVATAR_HEARING_KEY,
          },
    deskHours: values.GOVATAR_DESK_HOURS,
    ...staffConfig(values),
    assetsDir: values.GOVATAR_ASSETS === undefined ? null : resolve(cwd, values.GOVATAR_ASSETS),
    avatar: values.GOVATAR_AVATAR,
    background: values.GOVATAR_BACKGROUND,
    logLevel: values.GOVATAR_LOG,
    metrics: values.GOVATAR_METRICS,
  };
}

/** Whether media listen everywhere without a word on how to reach them from outside. */
export function needsAnnouncedAddress(config: Config): boolean {
  return ANY.test(config.rtc.listenAddress) && config.rtc.announcedAddress === undefined;
}
