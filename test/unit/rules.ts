import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { type Mention, mentionsOf } from './imports.ts';

/** What the rules are checked against. Paths are relative to the project, with slashes. */
export interface Project {
  /** Every TypeScript source with its text. */
  sources: ReadonlyMap<string, string>;
  /** Whether a file or folder is there. */
  exists(path: string): boolean;
  /** By folder (`''` is the project's): the packages that its package.json names. */
  packages: ReadonlyMap<string, { run: ReadonlySet<string>; build: ReadonlySet<string> }>;
}

/** Rooms of the client that are pages; the others are shared, and know no page. */
const PAGES = new Set(['citizen', 'desk', 'studio', 'ops']);
const SHARED = new Set(['stage', 'senses', 'call', 'ui']);

/**
 * Rooms of the server, and which others each may import besides itself, `store` and `ops`. `main.ts` alone may import
 * them all. A new room is entered here, with what it needs and no more.
 */
const SERVER_ROOMS: Readonly<Record<string, readonly string[]>> = {
  http: ['orders', 'staff'],
  signalling: [],
  rooms: [],
  speech: [],
  dialog: ['affairs'],
  affairs: [],
  consult: ['rooms', 'speech', 'dialog', 'desk', 'affairs', 'signalling', 'avatars', 'orders'],
  desk: [],
  staff: [],
  avatars: [],
  orders: [],
  ops: [],
  store: [],
};

/** The exceptions, by name: for types only, which vanish before the code runs. */
const TYPE_EXCEPTIONS: readonly { from: string; to: string }[] = [
  { from: 'server/dialog/', to: 'server/speech/types.ts' },
];

/** Packages with an owner in the product. A test may play the other side: `inTests`; `also` speaks to servers of others. */
const OWNED: readonly { name: RegExp; owner: string; also?: string; inTests: boolean }[] = [
  { name: /^(drizzle-orm|drizzle-kit|pg|pg-.*|@electric-sql\/.*)$/, owner: 'server/store/', inTests: false },
  { name: /^mediasoup$/, owner: 'server/rooms/', inTests: false },
  { name: /^(three|@pixiv\/three-.*)$/, owner: 'client/stage/', inTests: false },
  { name: /^mediasoup-client$/, owner: 'client/call/', inTests: true },
  { name: /^ws$/, owner: 'server/signalling/', also: 'server/speech/hearing/remote/', inTests: true },
];

/** One sentence for each break of a rule of dependence; empty when the house stands as it was designed. */
export function breaksOf(project: Project): string[] {
  const breaks: string[] = [];
  for (const [path, source] of project.sources) {
    try {
      for (const mention of mentionsOf(path, source)) {
        const reason = reasonAgainst(project, path, mention);
        if (reason) breaks.push(`${path} imports ${mention.specifier}: ${reason}`);
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      breaks.push(error.message);
    }
  }
  return breaks;
}

function reasonAgainst(project: Project, from: string, mention: Mention): string | null {
  const specifier = mention.specifier.replace(/[?#].*$/, '');
  if (/^\.{1,2}(\/|$)/.test(specifier)) return reasonAgainstPath(project, from, specifier, mention.kind);
  if (specifier.startsWith('/') || specifier.includes('\\') || /^(file|https?):/.test(specifier)) {
    return 'a path is relative and inside the project';
  }
  if (mention.kind === 'url') return null;
  return isBuiltin(specifier)
    ? reasonAgainstBuiltin(from, specifier)
    : reasonAgainstPackage(project, from, specifier, mention.kind);
}

function reasonAgainstPath(
  project: Project,
  from: string,
  specifier: string,
  kind: Mention['kind'],
): string | null {
  const to = posix.join(posix.dirname(from), specifier);
  if (to === '..' || to.startsWith('../')) return 'it is outside the project';
  const isCode = /\.(ts|tsx|mts|mjs|js)$/.test(to);
  if (kind === 'url') return isCode ? reasonAgainstCode(from, to, 'value') : null;
  if (!project.exists(to)) return 'there is no such file (the name is written in full, with its extension)';
  return reasonAgainstCode(from, to, kind);
}

function reasonAgainstCode(from: string, to: string, kind: 'value' | 'type'): string | null {
  const [fromTop = '', fromRoom = ''] = from.split('/');
  const [toTop = '', toRoom = ''] = to.split('/');
  if (fromTop === 'protocol') return toTop === 'protocol' ? null : 'protocol imports nothing of ours';
  if (fromTop !== 'client' && fromTop !== 'server') return null;
  if (toTop === 'protocol') return null;
  if (toTop !== fromTop) return `${fromTop} imports protocol and itself, never ${toTop}`;
  if (fromTop === 'client') return reasonAgainstClient(fromRoom, toRoom);
  if (from === 'server/main.ts' || fromRoom === toRoom) return null;
  if (TYPE_EXCEPTIONS.some((one) => kind === 'type' && from.startsWith(one.from) && to === one.to))
    return null;
  return reasonAgainstServer(fromRoom, toRoom);
}

function reasonAgainstClient(from: string, to: string): string | null {
  for (const room of [from, to]) {
    if (!PAGES.has(room) && !SHARED.has(room)) return `${room} is no room of the client that the rules know`;
  }
  if (from === to || !PAGES.has(to)) return null;
  return PAGES.has(from) ? 'a page imports no other page' : `${from} is shared, so it knows no page`;
}

function reasonAgainstServer(from: string, to: string): string | null {
  if (to === 'main.ts') return 'main.ts knows all, and nobody knows it';
  if (from.endsWith('.ts') && to.endsWith('.ts')) return null;
  if (from.endsWith('.ts')) return 'only main.ts may import the rooms of the server';
  if (to.endsWith('.ts')) return 'a room is given what it needs; it does not reach for the configuration';
  const allowed = SERVER_ROOMS[from];
  if (!allowed) return `${from} is no room of the server that the rules know`;
  if (from === 'ops') return 'ops offers to all and imports none of them';
  if (to === 'ops' || allowed.includes(to)) return null;
  if (to === 'store') return null;
  return `${from} may not know ${to}`;
}

const isTest = (path: string): boolean =>
  /\.test\.tsx?$/.test(path) || path.includes('/fixtures/') || path.startsWith('test/');

function reasonAgainstBuiltin(from: string, specifier: string): string | null {
  if (!specifier.startsWith('node:')) return 'modules of Node are named with node:';
  if (/^(client|protocol)\//.test(from) && !isTest(from)) return 'browsers have no modules of Node';
  return null;
}

function reasonAgainstPackage(
  project: Project,
  from: string,
  specifier: string,
  kind: 'value' | 'type',
): string | null {
  const [first = '', second = ''] = specifier.split('/');
  const name = first.startsWith('@') ? `${first}/${second}` : first;
  const isProduct = /^(client|server|protocol)\//.test(from);
  const owned = isProduct ? OWNED.find((one) => one.name.test(name)) : undefined;
  const owns = [owned?.owner, owned?.also].some((folder) => folder !== undefined && from.startsWith(folder));
  if (owned && !owns && !(owned.inTests && isTest(from))) {
    return `only ${owned.owner} knows ${name}`;
  }
  const folders = [...project.packages.keys()].filter(
    (folder) => folder === '' || from.startsWith(`${folder}/`),
  );
  const lists = folders.flatMap((folder) => project.packages.get(folder) ?? []);
  if (lists.some((list) => list.run.has(name))) return null;
  const built = lists.some(
    (list) => list.build.has(name) || (kind === 'type' && list.build.has(typesOf(name))),
  );
  if (!built) return `${name} is not in package.json`;
  // What runs on the server is installed also where the tools are not.
  if (/^(server|protocol)\//.test(from) && kind === 'value' && !isTest(from)) {
    return `${name} is a tool (devDependencies), not a part of the product`;
  }
  return null;
}

/** The package of types of a package without its own: `@a/b` becomes `@types/a__b`. */
function typesOf(name: string): string {
  return `@types/${name.replace(/^@/, '').replace('/', '__')}`;
}
