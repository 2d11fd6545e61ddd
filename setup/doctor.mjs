// npm run doctor: looks at everything the product needs and says what to do about what is missing. Changes nothing.
// Flags of npm start may follow ( npm run doctor -- --port 8443 ). Exit code 1 when something fails.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkAddress } from './doctor/address.mjs';
import { fail, lineOf, ok } from './doctor/finding.mjs';
import { checkModels } from './doctor/models.mjs';
import { checkPorts } from './doctor/ports.mjs';
import { checkTls } from './doctor/tls.mjs';
import { checkTurn } from './doctor/turn.mjs';
import { NODE, ROOT } from './paths.mjs';
import { capture } from './run.mjs';
import { runMain } from './say.mjs';
import { keptWorker, mediasoupPackage, proveWorker } from './worker.mjs';

let failed = 0;
let warned = 0;

/** @param {import('./doctor/finding.mjs').Finding} finding */
function tell(finding) {
  if (finding.level === 'fail') failed++;
  if (finding.level === 'warn') warned++;
  process.stdout.write(`${lineOf(finding)}\n`);
  return finding.level !== 'fail';
}

/** Node 24 and the packages: without them nothing else can be looked at. */
function checkBase() {
  const version = existsSync(NODE) ? capture(NODE, ['--version']).stdout.trim() : '';
  const node = version.startsWith('v24.')
    ? ok('Node', `${version} (in node_modules)`)
    : fail(
        'Node',
        version ? `${version} in node_modules, 24 is needed` : 'not installed in node_modules',
        'npm run setup',
      );
  const missing = ['mediasoup', 'express', 'vite', '@roamhq/wrtc'].filter(
    (name) => !existsSync(join(ROOT, 'node_modules', name, 'package.json')),
  );
  const packages =
    missing.length === 0
      ? ok('packages', 'installed')
      : fail('packages', `missing: ${missing.join(', ')}`, 'npm run setup');
  return [tell(node), tell(packages)].every(Boolean);
}

async function checkWorker() {
  const worker = keptWorker();
  if ('problem' in worker) return tell(fail('media worker', worker.problem, worker.todo));
  const proof = await proveWorker(worker.path);
  const { version } = mediasoupPackage();
  return tell(
    proof.ok
      ? ok(
          'media worker',
          `${version} (${worker.origin}); a test call with DTLS and SRTP took ${proof.ms} ms`,
        )
      : fail(
          'media worker',
          `the test call failed: ${proof.message}`,
          worker.origin === 'environment'
            ? 'unset MEDIASOUP_WORKER_BIN or mend that worker'
            : `remove ${worker.path}, then npm run setup`,
        ),
  );
}

/** @param {{host: string, port: number, tls: {kind: string}}} config */
async function answersAsGovatar({ host, port, tls }) {
  const name = /^(0\.0\.0\.0|::)$/.test(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  // A certificate of our own or for another name must not hide that it is us: only the answer's form is looked at.
  const { get } = tls.kind === 'off' ? await import('node:http') : await import('node:https');
  return new Promise((resolve) => {
    const request = get(
      { host: name, port, path: '/healthz', timeout: 2000, rejectUnauthorized: false },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200 && /json/.test(String(response.headers['content-type'])));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

runMain(async () => {
  if (checkBase()) {
    await checkWorker();
    const probe = capture(NODE, [join(ROOT, 'setup/doctor/probe.mjs'), ...process.argv.slice(2)]);
    let seen;
    try {
      seen = JSON.parse(probe.stdout.trim().split('\n').at(-1) ?? '');
    } catch {
      seen = { problem: probe.stderr.trim().split('\n').at(-1) || 'the probe ended without an answer' };
    }
    if (seen.problem) {
      for (const problem of String(seen.problem).split('\n'))
        tell(fail('configuration', problem, 'mend it and run again'));
      for (const finding of checkModels({ assetsDir: process.env.GOVATAR_ASSETS ?? null })) tell(finding);
    } else {
      const { config, database } = seen;
      tell(ok('configuration', 'valid'));
      for (const finding of await checkPorts(config, { isOurs: () => answersAsGovatar(config) }))
        tell(finding);
      tell(await checkAddress(config));
      tell(checkTls(config));
      for (const finding of await checkTurn(config.turn)) tell(finding);
      for (const finding of checkModels(config)) tell(finding);
      tell(database.ok ? ok('database', database.text) : fail('database', database.text, database.todo));
    }
  }
  process.stdout.write(
    failed > 0 ? `${failed} to mend, ${warned} to consider\n` : `Nothing to mend, ${warned} to consider\n`,
  );
  return failed > 0 ? 1 : 0;
});
