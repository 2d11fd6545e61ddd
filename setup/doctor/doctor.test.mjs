import { createSocket } from 'node:dgram';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkAddress } from './address.mjs';
import { lineOf } from './finding.mjs';
import { checkModels } from './models.mjs';
import { checkPorts, tryPort } from './ports.mjs';
import { checkTls } from './tls.mjs';
import { askStun, bindingRequest, checkTurn, isBindingSuccess, parseTurnUrl } from './turn.mjs';

/** @param {string[]} addresses */
const machine = (...addresses) => ({
  eth0: addresses.map((address) => /** @type {any} */ ({ address, family: 'IPv4', internal: false })),
});

describe('a finding', () => {
  it('says what to do on a line of its own', () => {
    const line = lineOf({ name: 'TLS', level: 'fail', text: 'expired', todo: 'renew it' });
    expect(line.split('\n').map((part) => part.trim())).toEqual([
      '✗ TLS                expired',
      '→ renew it',
    ]);
    expect(lineOf({ name: 'TLS', level: 'ok', text: 'fine' })).not.toContain('\n');
  });
});

describe('the check of ports', () => {
  const config = {
    host: '127.0.0.1',
    port: 8000,
    rtc: { port: 40000, listenAddress: '0.0.0.0', workers: 2 },
  };
  const states = (/** @type {Record<string, string>} */ taken) => ({
    isOurs: async () => false,
    attempt: async (
      /** @type {string} */ protocol,
      /** @type {string} */ _host,
      /** @type {number} */ port,
    ) => taken[`${protocol}:${port}`] ?? 'free',
  });

  it('is content when all are free, and names the range to open', async () => {
    const found = await checkPorts(config, states({}));
    expect(found.map(({ level }) => level)).toEqual(['ok', 'ok']);
    expect(found[1]?.text).toContain('40000–40001');
  });

  it("finds the second worker's taken TCP port", async () => {
    const [, media] = await checkPorts(config, states({ 'tcp:40001': 'taken' }));
    expect(media).toMatchObject({ level: 'fail', text: '0.0.0.0:40001 (TCP): taken' });
    expect(media?.todo).toContain('GOVATAR_RTC_PORT');
  });

  it('knows a port that needs rights from a taken one', async () => {
    const [pages] = await checkPorts(config, states({ 'tcp:8000': 'denied' }));
    expect(pages?.todo).toContain('below 1024');
  });

  it('takes a running Govatar for no fault', async () => {
    const tools = { ...states({ 'tcp:8000': 'taken', 'udp:40000': 'taken' }), isOurs: async () => true };
    expect((await checkPorts(config, tools)).map(({ level }) => level)).toEqual(['ok']);
  });

  it('sees real ports, taken and free, of both protocols', async () => {
    const tcp = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => tcp.once('listening', resolve));
    const udp = createSocket('udp4');
    await new Promise((resolve) => udp.bind(0, '127.0.0.1', () => resolve(undefined)));
    const tcpPort = /** @type {import('node:net').AddressInfo} */ (tcp.address()).port;
    const udpPort = udp.address().port;
    expect(await tryPort('tcp', '127.0.0.1', tcpPort)).toBe('taken');
    expect(await tryPort('udp', '127.0.0.1', udpPort)).toBe('taken');
    await new Promise((resolve) => tcp.close(resolve));
    await new Promise((resolve) => udp.close(() => resolve(undefined)));
    expect(await tryPort('tcp', '127.0.0.1', tcpPort)).toBe('free');
    expect(await tryPort('udp', '127.0.0.1', udpPort)).toBe('free');
    // TEST-NET-1 of RFC 5737 is never an address of this machine.
    expect(await tryPort('udp', '203.0.113.1', 0)).toBe('no-address');
  });
});

describe('the check of the announced address', () => {
  const rtc = (
    /** @type {string} */ listenAddress,
    /** @type {string | undefined} */ announcedAddress = undefined,
  ) => ({
    rtc: { listenAddress, ...(announcedAddress ? { announcedAddress } : {}) },
  });
  const one = { interfaces: machine('10.0.0.5') };

  it('warns when only this machine can call', async () => {
    expect((await checkAddress(rtc('127.0.0.1'), one)).level).toBe('warn');
    expect((await checkAddress(rtc('0.0.0.0', '127.0.0.1'), one)).level).toBe('warn');
  });

  it('takes the only address of the machine, and asks for a choice among several', async () => {
    expect((await checkAddress(rtc('0.0.0.0'), one)).level).toBe('ok');
    const several = await checkAddress(rtc('0.0.0.0'), { interfaces: machine('10.0.0.5', '172.17.0.1') });
    expect(several).toMatchObject({ level: 'warn' });
    expect(several.text).toContain('10.0.0.5, 172.17.0.1');
  });

  it('fails on a listening address that the machine does not have', async () => {
    expect((await checkAddress(rtc('10.9.9.9'), one)).level).toBe('fail');
  });

  it('accepts an address of this machine, follows a name, and warns about a foreign one', async () => {
    const lookup = async (/** @type {string} */ host) => (host === 'rtc.test' ? ['10.0.0.5'] : []);
    expect((await checkAddress(rtc('0.0.0.0', '10.0.0.5'), one)).level).toBe('ok');
    expect((await checkAddress(rtc('0.0.0.0', 'rtc.test'), { ...one, lookup })).level).toBe('ok');
    expect((await checkAddress(rtc('0.0.0.0', 'typo.test'), { ...one, lookup })).level).toBe('fail');
    expect((await checkAddress(rtc('0.0.0.0', '198.51.100.7'), one)).level).toBe('warn');
  });
});

describe('the check of TLS', async () => {
  const make = (/** @type {string} */ name) =>
    generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      notAfterDate: new Date('2031-01-01T00:00:00Z'),
      notBeforeDate: new Date('2030-01-01T00:00:00Z'),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    });
  const [pair, other] = await Promise.all([make('hotline.test'), make('other.test')]);
  const files = new Map([
    ['cert', pair.cert],
    ['key', pair.private],
    ['other-key', other.private],
    ['junk', 'no certificate'],
  ]);
  const read = (/** @type {string} */ file) => {
    const text = files.get(file);
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return Buffer.from(text);
  };
  const check = (
    /** @type {Partial<Parameters<typeof checkTls>[0]>} */ change,
    now = '2030-06-01T00:00:00Z',
  ) =>
    checkTls(
      { host: '0.0.0.0', trustProxy: false, tls: { kind: 'files', cert: 'cert', key: 'key' }, ...change },
      { read, now: Date.parse(now) },
    );

  it('accepts a pair that fits, with the days that are left', () => {
    expect(check({})).toMatchObject({ level: 'ok' });
    expect(check({ publicUrl: 'https://hotline.test' }).level).toBe('ok');
    expect(check({ publicUrl: 'https://elsewhere.test' })).toMatchObject({ level: 'fail' });
  });

  it('finds a missing file, junk and a key of another pair', () => {
    expect(check({ tls: { kind: 'files', cert: 'nowhere', key: 'key' } }).text).toContain('no such file');
    expect(check({ tls: { kind: 'files', cert: 'junk', key: 'key' } }).level).toBe('fail');
    expect(check({ tls: { kind: 'files', cert: 'cert', key: 'other-key' } }).text).toContain(
      'two different pairs',
    );
  });

  it('tells expired, expiring and not yet valid apart', () => {
    expect(check({}, '2031-02-01T00:00:00Z').text).toContain('expired');
    expect(check({}, '2030-12-20T00:00:00Z')).toMatchObject({ level: 'warn' });
    expect(check({}, '2029-12-20T00:00:00Z').text).toContain('only from');
  });

  it('fails without TLS on an address for others, not on this machine alone or behind a proxy', () => {
    expect(check({ tls: { kind: 'off' } }).level).toBe('fail');
    expect(check({ tls: { kind: 'off' }, host: '127.0.0.1' }).level).toBe('ok');
    expect(check({ tls: { kind: 'off' }, publicUrl: 'https://hotline.test' }).level).toBe('ok');
    expect(check({ tls: { kind: 'self-signed' } }).level).toBe('warn');
  });
});

describe('the check of TURN', () => {
  it('reads the addresses of RFC 7065', () => {
    expect(parseTurnUrl('turn:turn.test')).toEqual({ host: 'turn.test', port: 3478, transport: 'udp' });
    expect(parseTurnUrl('turn:10.0.0.1:80?transport=tcp')).toEqual({
      host: '10.0.0.1',
      port: 80,
      transport: 'tcp',
    });
    expect(parseTurnUrl('turns:[2001:db8::1]:443')).toEqual({
      host: '2001:db8::1',
      port: 443,
      transport: 'tls',
    });
    expect(parseTurnUrl('https://turn.test')).toBeNull();
  });

  it('asks a server that answers over UDP, and takes no other answer for one', async () => {
    const server = createSocket('udp4');
    server.on('message', (request, { port, address }) => {
      const answer = bindingRequest();
      answer.writeUInt16BE(0x0101, 0);
      server.send(answer, port, address);
      request.copy(answer, 4, 4);
      server.send(answer, port, address);
    });
    await new Promise((resolve) => server.bind(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = server.address();
    expect(await askStun({ host: '127.0.0.1', port, transport: 'udp' })).toBeNull();
    server.close();
    const request = bindingRequest();
    expect(isBindingSuccess(request, request)).toBe(false);
  });

  it('asks a server over TCP, and says when it refuses', async () => {
    const server = createServer((socket) => {
      socket.on('data', (request) => {
        const answer = Buffer.from(request);
        answer.writeUInt16BE(0x0101, 0);
        socket.end(answer);
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    expect(await askStun({ host: '127.0.0.1', port, transport: 'tcp' })).toBeNull();
    await new Promise((resolve) => server.close(resolve));
    expect(await askStun({ host: '127.0.0.1', port, transport: 'tcp' })).toBe('ECONNREFUSED');
  });

  it('warns without one, fails on a wrong address and on a silent server', async () => {
    const ask = async (/** @type {{host: string}} */ { host }) => (host === 'good.test' ? null : 'no answer');
    expect((await checkTurn(null)).map(({ level }) => level)).toEqual(['warn']);
    const found = await checkTurn({ urls: ['turn:good.test', 'turn:bad.test', 'nonsense'] }, { ask });
    expect(found.map(({ level }) => level)).toEqual(['ok', 'fail', 'fail']);
  });
});

describe('the check of voices and models', () => {
  /** @type {string} */
  let root;
  const put = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const found = (/** @type {string | null} */ assetsDir = null) =>
    checkModels(
      { assetsDir },
      { root, folders: [join(root, 'models')], manifest: join(root, 'models/manifest.json') },
    );
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'models-'));
    const entry = { title: 'T', recommended: true, kind: 'vision', id: 'm', installs: ['a/m.task'] };
    const entries = [{ ...entry, files: [{ file: 'a/m.task', size: 4 }] }];
    put('models/manifest.json', JSON.stringify({ entries }));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('tells absent, at hand, damaged and installed apart', () => {
    expect(found()[0]).toMatchObject({ level: 'warn', todo: 'npm run models -- m' });
    put('assets/a/m.task', 'four');
    expect(found(join(root, 'assets'))[0]?.text).toContain('at hand');
    put('models/a/m.task', 'cut');
    expect(found()[0]).toMatchObject({ level: 'fail' });
    put('models/a/m.task', 'four');
    expect(found()[0]).toMatchObject({ level: 'ok' });
  });

  it('fails without a manifest', () => {
    rmSync(join(root, 'models/manifest.json'));
    expect(found()[0]).toMatchObject({ level: 'fail' });
  });
});
