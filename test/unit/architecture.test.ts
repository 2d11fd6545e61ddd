import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { addressesIn } from './addresses.ts';
import { mentionsOf } from './imports.ts';
import { breaksOf, type Project } from './rules.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files of the project: those that git has or would take. */
const files = execFileSync(
  'git',
  ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  {
    cwd: ROOT,
  },
)
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(ROOT, path)));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function readProject(): Project {
  const packages = new Map<string, { run: Set<string>; build: Set<string> }>();
  for (const path of files.filter((file) => /(^|\/)package\.json$/.test(file))) {
    const { dependencies = {}, optionalDependencies = {}, devDependencies = {} } = JSON.parse(read(path));
    const folder = dirname(path) === '.' ? '' : dirname(path);
    packages.set(folder, {
      run: new Set(Object.keys({ ...dependencies, ...optionalDependencies })),
      build: new Set(Object.keys(devDependencies)),
    });
  }
  const sources = new Map(files.filter((path) => /\.tsx?$/.test(path)).map((path) => [path, read(path)]));
  return { sources, packages, exists: (path) => existsSync(join(ROOT, path)) };
}

describe('the house', () => {
  const project = readProject();

  it('keeps the rules of dependence in every file', () => {
    expect(project.sources.size).toBeGreaterThan(20);
    expect(breaksOf(project)).toEqual([]);
  });

  it('names no registry and no path of a machine in any file', () => {
    const texts = files.filter(
      (path) => !/\.(vrm|glb|png|jpg|webp|ico|mp4|wasm|woff2?|onnx|task|wav|bin)$/.test(path),
    );
    const named = texts.flatMap((path) => addressesIn(read(path)).map((found) => `${path}:${found}`));
    expect(named).toEqual([]);
  });
});

/** What the checker says of a house that has these files beside one another, and all that they import of ours. */
function check(sources: Record<string, string>): string[] {
  return breaksOf({
    sources: new Map(Object.entries(sources)),
    exists: (path) => !path.includes('missing'),
    packages: new Map([
      [
        '',
        {
          run: new Set([
            'three',
            '@pixiv/three-vrm',
            'mediasoup',
            'mediasoup-client',
            'ws',
            'pg',
            'drizzle-orm',
            'zod',
          ]),
          build: new Set(['vitest', 'typescript', '@types/express', '@types/foo__bar']),
        },
      ],
      ['server/speech/espeak', { run: new Set(['some-engine']), build: new Set() }],
    ]),
  });
}

describe('the checker of the rules', () => {
  const refused: [file: string, code: string, reason: RegExp][] = [
    ['protocol/a.ts', "import '../server/config.ts'", /protocol imports nothing of ours/],
    ['client/call/a.ts', "import type { A } from '../../server/config.ts'", /never server/],
    ['server/http/a.ts', "import { a } from '../../client/ui/a.ts'", /never client/],
    ['server/http/a.ts', "import { a } from '../../test/unit/rules.ts'", /never test/],
    ['client/stage/a.ts', "export * from '../citizen/a.ts'", /shared, so it knows no page/],
    ['client/senses/a.ts', "import '../desk/a.ts'", /shared, so it knows no page/],
    ['client/call/a.ts', "const a = () => import('../ops/a.ts')", /shared, so it knows no page/],
    ['client/ui/a.tsx', "import { A } from '../studio/a.tsx'; export const b = <A>text</A>", /knows no page/],
    ['client/citizen/a.ts', "import '../desk/a.ts'", /no other page/],
    ['client/citizen/a.ts', "import '../cellar/a.ts'", /no room of the client/],
    ['server/rooms/a.ts', "import '../speech/a.ts'", /rooms may not know speech/],
    ['server/rooms/a.ts', "import type { A } from '../speech/types.ts'", /rooms may not know speech/],
    ['server/speech/a.ts', "import '../dialog/a.ts'", /speech may not know dialog/],
    ['server/dialog/a.ts', "import '../desk/a.ts'", /dialog may not know desk/],
    ['server/dialog/a.ts', "import { a } from '../speech/types.ts'", /dialog may not know speech/],
    ['server/dialog/a.ts', "import type { A } from '../speech/voice.ts'", /dialog may not know speech/],
    ['server/dialog/a.ts', "import { type A, b } from '../speech/types.ts'", /dialog may not know speech/],
    ['server/desk/a.ts', "import '../consult/a.ts'", /desk may not know consult/],
    ['server/speech/a.ts', "import '../affairs/a.ts'", /speech may not know affairs/],
    ['server/affairs/a.ts', "import '../dialog/a.ts'", /affairs may not know dialog/],
    [
      'server/rooms/a.ts',
      "new Worker(new URL('../speech/worker.ts', import.meta.url))",
      /may not know speech/,
    ],
    ['server/ops/a.ts', "import '../store/store.ts'", /ops offers to all/],
    ['server/ops/a.ts', "import '../rooms/a.ts'", /ops offers to all/],
    ['server/cellar/a.ts', "import '../rooms/a.ts'", /no room of the server/],
    ['server/config.ts', "import './rooms/a.ts'", /only main\.ts/],
    ['server/http/a.ts', "import '../main.ts'", /nobody knows it/],
    [
      'server/http/a.ts',
      "import type { Config } from '../config.ts'",
      /does not reach for the configuration/,
    ],
    ['server/consult/a.ts', "import { sql } from 'drizzle-orm/pg-core'", /only server\/store\//],
    ['server/consult/a.test.ts', "import pg from 'pg'", /only server\/store\//],
    ['server/http/a.ts', "import type { PGlite } from '@electric-sql/pglite'", /only server\/store\//],
    ['server/consult/a.ts', "import type { types } from 'mediasoup'", /only server\/rooms\//],
    ['client/citizen/a.ts', "import * as three from 'three'", /only client\/stage\//],
    ['client/ui/a.ts', "import '@pixiv/three-vrm'", /only client\/stage\//],
    ['client/citizen/a.ts', "import { Device } from 'mediasoup-client'", /only client\/call\//],
    ['server/http/a.ts', "import { WebSocketServer } from 'ws'", /only server\/signalling\//],
    ['server/http/a.ts', "type A = import('ws').WebSocket", /only server\/signalling\//],
    ['server/http/a.ts', "import x from '../../../elsewhere/x.ts'", /outside the project/],
    ['server/http/a.ts', "new URL('../../../elsewhere', import.meta.url)", /outside the project/],
    ['server/http/a.ts', "import x from '/somewhere/x.ts'", /relative and inside/],
    ['server/http/a.ts', "import x from 'https://example.test/x.js'", /relative and inside/],
    ['server/http/a.ts', "import './missing.ts'", /no such file/],
    ['server/http/a.ts', "import 'left-pad'", /left-pad is not in package\.json/],
    ['server/http/a.ts', "import '@some/thing/deep'", /@some\/thing is not in package\.json/],
    ['server/http/a.ts', "import 'some-engine'", /some-engine is not in package\.json/],
    ['server/http/a.ts', "import ts from 'typescript'", /is a tool/],
    ['server/http/a.ts', "import fs from 'fs'", /named with node:/],
    ['client/ui/a.ts', "import fs from 'node:fs'", /no modules of Node/],
    ['server/http/a.ts', 'const a = (name: string) => import(name)', /made at run time/],
    ['server/http/a.ts', 'const = 1', /does not parse/],
  ];
  it.each(refused)('refuses in %s: %s', (file, code, reason) => {
    const breaks = check({ [file]: code });
    expect(breaks).toHaveLength(1);
    expect(breaks[0]).toMatch(reason);
  });

  const allowed: [file: string, code: string][] = [
    ['protocol/a.ts', "import { z } from 'zod'; export * from './b.ts'"],
    [
      'client/citizen/a.tsx',
      "import { Stage } from '../stage/index.ts'; import '../ui/theme.css'; import './a.ts'",
    ],
    [
      'client/stage/a.ts',
      "import * as three from 'three/addons/a.js'; import { VRM } from '@pixiv/three-vrm'",
    ],
    [
      'client/call/a.ts',
      "import { Device } from 'mediasoup-client'; import { A } from '../../protocol/index.ts'",
    ],
    [
      'server/dialog/types.ts',
      "import type { A } from '../speech/types.ts'; import { b } from '../affairs/b.ts'",
    ],
    ['server/dialog/a.ts', "import { type A, type B } from '../speech/types.ts'"],
    ['server/consult/a.ts', "import '../rooms/a.ts'; import '../speech/a.ts'; import '../store/types.ts'"],
    [
      'server/main.ts',
      "import './rooms/a.ts'; import './http/a.ts'; import './config.ts'; import './ops/a.ts'",
    ],
    ['server/rooms/a.ts', "import { counter } from '../ops/metrics.ts'; import { x } from 'mediasoup'"],
    ['server/rooms/a.test.ts', "import { Device } from 'mediasoup-client'; import { it } from 'vitest'"],
    ['server/speech/espeak/a.ts', "import engine from 'some-engine'"],
    ['server/http/a.ts', "import type { Express } from 'express'; import type { A } from '@foo/bar'"],
    [
      'test/integration/a.test.ts',
      "import '../../server/main.ts'; import '../../client/call/call.ts'; import 'ws'",
    ],
    ['server/http/a.ts', "const text = \"import x from 'left-pad'\"; // import 'left-pad'"],
  ];
  it.each(allowed)('allows in %s: %s', (file, code) => {
    expect(check({ [file]: code })).toEqual([]);
  });

  it('sees every way to mention a module', () => {
    const code = `
      import a from 'a'; import type { B } from 'b'; import { type C } from 'c'; import 'd';
      export * from 'e'; export { f } from 'f'; export type { G } from 'g';
      const h = import('h'); const i = import(\`i\`); type J = import('j').J;
      require('k'); require.resolve('l'); import.meta.resolve('m'); new URL('./n', import.meta.url);
    `;
    const seen = mentionsOf('a.ts', code);
    expect(seen.map((mention) => mention.specifier).join(' ')).toBe('a b c d e f g h i j k l m ./n');
    expect(seen.filter((mention) => mention.kind === 'type').map((mention) => mention.specifier)).toEqual([
      ...['b', 'c', 'g', 'j'],
    ]);
  });
});

describe('the checker of addresses', () => {
  // Written in parts, so that this file itself names none.
  const machine = ['', 'root', 'project'].join('/');
  const registry = ['https:/', ['regi', 'stry.npmjs.org'].join(''), 'zod'].join('/');

  it('finds a path of a machine and the address of a registry', () => {
    expect(addressesIn(`one\nconst a = '${machine}/a.ts'`)).toHaveLength(1);
    expect(addressesIn(`"resolved": "${registry}"`)).toHaveLength(1);
    expect(addressesIn(`see ${machine}`)[0]).toMatch(/^1: /);
  });

  it('leaves paths of the project and other addresses in peace', () => {
    expect(
      addressesIn('client/work/a.ts ./home/b https://vrm.dev/licenses/1.0/ /api/work https://a.test/root/b'),
    ).toEqual([]);
  });
});
