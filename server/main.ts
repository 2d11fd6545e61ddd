import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type About, AppError, DESK_PATH, LANGS, RecordingManifest, STAFF_API } from '../protocol/index.ts';
import { loadForms } from './affairs/forms.ts';
import { keptIn } from './affairs/learn/kept.ts';
import { loadAffairs } from './affairs/load.ts';
import { createLookUp } from './affairs/look-up.ts';
import { createReloading, watchFolder } from './affairs/reload.ts';
import { spokenTexts } from './affairs/spoken.ts';
import { announce } from './announce.ts';
import { avatarsFolder, readAvatar } from './avatar.ts';
import { type Config, needsAnnouncedAddress, readConfig } from './config.ts';
import { Consultations } from './consult/consultations.ts';
import { hallsOf } from './consult/halls.ts';
import { createHistoryService } from './consult/history/history.ts';
import { textOf } from './consult/performance.ts';
import { createRecording, type RecordingService } from './consult/recording/create.ts';
import { makeFilm } from './consult/recording/film.ts';
import { affairsSources } from './consult/sources.ts';
import { affairsTopics } from './consult/takeover/topics.ts';
import { loadVideos } from './consult/videos.ts';
import { deskAnswers } from './desk/answers.ts';
import { Desk } from './desk/desk.ts';
import { readHours } from './desk/hours.ts';
import { createDialog } from './dialog/dialog.ts';
import { createCareful } from './dialog/heard.ts';
import { createAssisted } from './dialog/model/assist.ts';
import { createModelClient } from './dialog/model/client.ts';
import { createApp } from './http/app.ts';
import { clientAddress } from './http/client-address.ts';
import { originCheck } from './http/security.ts';
import { createWebServer } from './http/tls.ts';
import { lanUrl, listen, urlHost } from './listen.ts';
import { lanAddress } from './network.ts';

import { createKioskFiles } from './ops/kiosk-files.ts';
import { callStaff } from './ops/kiosk-staff.ts';
import { createKiosks } from './ops/kiosks.ts';
import { createLog, type Log } from './ops/log.ts';
import { createMetrics } from './ops/metrics.ts';
import { createCalendar, TIME_LIMITS } from './orders/calendar.ts';
import { runDelivery } from './orders/deliver.ts';
import { readDayTable } from './orders/holidays.ts';

import { createOrders } from './orders/orders.ts';
import { outboxGauge } from './orders/outbox-gauge.ts';
import { retentionOf, runPurge } from './orders/retention.ts';
import { Rooms } from './rooms/rooms.ts';
import { turnServers } from './rooms/turn-credentials.ts';
import { DeskServer } from './signalling/desk-server.ts';
import { SignallingServer } from './signalling/server.ts';
import { createHearing, earsOf } from './speech/hearing/service.ts';
import type { HearingService } from './speech/hearing/types.ts';
import { silenceFrame } from './speech/opus.ts';
import { createSpeechService } from './speech/service.ts';
import type { SpeechService } from './speech/types.ts';
import { createProvider } from './staff/oidc/provider.ts';
import { createStaff, type Staff } from './staff/staff.ts';
import { openStore } from './store/store.ts';

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Number that is told wherever a person is needed. */
const HOTLINE = '12345';
/** A shutdown that takes longer than this is ended. */
const CLOSE_WITHIN_MS = 8_000;

/** A second stop signal within this is the same one. */
const SAME_SIGNAL_MS = 500;

/** A running server, for the command line and for tests and benchmarks. */
export interface Running {
  /** Where it listens; the port that was really taken. */
  url: string;
  rooms: Rooms;
  consultations: Consultations;
  speech: SpeechService;
  hearing: HearingService;
  staff: Staff;
  /** Null where calls cannot be recorded. */
  recording: RecordingService | null;
  /** Path and query of the one-time link that makes the first administrator; null when there is one. */
  setupLink: string | null;
  config: Config;
  close(): Promise<void>;
}

/** Builds all parts, listens, and says where. @throws AppError with what to mend. */
export async function startServer(config: Config, log: Log): Promise<Running> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        log('error', 'could not be closed well', { pii: String(error) });
      }
    }
  };
  try {
    return await build(config, log, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function build(
  config: Config,
  log: Log,
  closers: (() => Promise<unknown> | unknown)[],
  closeAll: () => Promise<void>,
): Promise<Running> {
  await mkdir(config.dataDir, { recursive: true });
  const metrics = createMetrics();

  const contentDir = join(PROJECT, 'affairs');
  // What takes time is begun at once: database, voices, workers and content do not wait for each other.
  const opensRooms = Rooms.open({
    workerBin: config.rtc.workerBin,
    count: config.rtc.workers,
    listenAddress: config.rtc.listenAddress,
    announcedAddress:
      config.rtc.announcedAddress ??
      (needsAnnouncedAddress(config) ? (lanAddress() ?? undefined) : undefined),
    port: config.rtc.port,
    maxRooms: config.maxRooms,
    silence: silenceFrame(),
    log,
  }).then((rooms) => {
    closers.push(() => rooms.close());
    return rooms;
  });
  // Voices are warmed and a language model is made when the server is ready; where it does not get so far, not at all.
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  const speech = createSpeechService({
    modelsDir: join(PROJECT, 'models'),
    assetsDir: config.assetsDir,
    cacheDir: join(config.dataDir, 'speech'),
    after: ready.promise,
    log: (event, fields) => log('warn', event, { ...fields }),
  });
  closers.push(() => speech.close());
  const giveUp = (): void => ready.reject(new AppError('server_closing', 'The server did not start.'));
  closers.push(giveUp);
  const opening = [
    openStore({
      dataDir: config.dataDir,
      databaseUrl: config.databaseUrl,
      keyFile: config.dataKeyFile,
      log: {
        info: (fields, event) => log('info', event, { ...fields }),
        warn: (fields, event) => log('warn', event, { ...fields }),
        error: (fields, event) => log('error', event, { ...fields }),
      },
    }).then((store) => {
      closers.push(() => store.close());
      return store;
    }),
    opensRooms,
    // Reading takes this thread for a while: first the workers stand; database and voices open meanwhile.
    opensRooms.then(() =>
      createReloading(
        () => loadAffairs(contentDir),
        () => loadForms(contentDir),
      ),
    ),
  ] as const;
  // All are awaited even when one fails, so that what did open is closed again.
  await Promise.allSettled(opening);
  const [store, rooms, content] = await Promise.all(opening);
  const hearing = createHearing({
    off: !config.ears,
    modelsDir: join(PROJECT, 'models'),
    assetsDir: config.assetsDir,
    cacheDir: join(config.dataDir, 'hearing'),
    phrases: () => spokenTexts(contentDir),
    after: ready.promise,
    remote: config.hearing,
    log: (event, fields) => log('warn', event, { ...fields }),
  });
  closers.push(() => hearing.close());
  closers.push(giveUp);

  const { affairs, forms } = content;
  const watching = watchFolder(contentDir, () => {
    const outcome = content.reload();
    if (outcome.ok) log('info', 'the content was read again');
    else log('error', 'the content is broken: the old one stays', { fault: outcome.fault });
  });
  closers.push(() => watching.close());
  const onIgnoredMarkup = (): void => metrics.count('markup', 'ignored');
  const kept = keptIn(join(config.dataDir, 'learnt'), (error) =>
    log('warn', 'what was learnt cannot be kept: the next start learns it again', { error: String(error) }),
  );
  const plain = createDialog({ affairs, forms, onIgnoredMarkup, kept });
  const dialog = createCareful(
    config.model === null
      ? plain
      : createAssisted({
          dialog: plain,
          affairs,
          model: createModelClient({
            url: config.model.url,
            model: config.model.model,
            key: config.model.key,
          }),
          reword: config.model.reword,
        }),
  );
  const calendar = createCalendar(readDayTable(config.holidaysFile));
  const unknownYears = calendar.unknownYears(Date.now());
  if (unknownYears.length > 0) {
    log('warn', 'holidays of a year are not known: name them in GOVATAR_HOLIDAYS', { years: unknownYears });
  }
  const orders = createOrders({
    store,
    definition: (kind) => forms.form(kind),
    halls: () => hallsOf(affairs.city),
    service: (id) => {
      const node = affairs.service(id);
      return node && { zh: node.short, en: node.english };
    },
    calendar,
    limits: TIME_LIMITS[config.timeLimits],
    tellsCity: config.city !== null,
    now: Date.now,
  });
  if (config.city !== null) {
    const delivery = runDelivery({
      ...config.city,
      ...{ store, log, now: Date.now, random: Math.random, count: metrics.count },
    });
    closers.push(() => delivery.close());
  }
  const purging = runPurge({ store, log, now: Date.now, retention: retentionOf(config.retention) });
  closers.push(() => purging.close());
  const outbox = outboxGauge({ store, log, now: Date.now });
  closers.push(() => outbox.close());
  metrics.gauge('outbox_waiting', 'Words to the city that wait', () => outbox.now().waiting);
  metrics.gauge('outbox_dead', 'Words to the city that were given up', () => outbox.now().dead);
  metrics.gauge('outbox_oldest_s', 'Age of the oldest undelivered word to the city', () => outbox.oldestS());
  const staff = createStaff({
    ...{ store: store.staff, audit: store.audit, now: Date.now, secondFactor: config.staffTotp, log },
    oidc: config.oidc && {
      ...config.oidc,
      provider: createProvider({
        ...config.oidc,
        redirectUri: `${config.publicUrl}${STAFF_API}/oidc/callback`,
        now: Date.now,
      }),
    },
  });
  closers.push(() => staff.close());
  const isOriginAllowed = originCheck({
    publicUrl: config.publicUrl,
    origins: config.origins,
    trustHost: config.publicUrl === undefined,
  });
  const videos = loadVideos(join(PROJECT, 'media'));
  const web = await createWebServer(config.tls, config.dataDir);
  const recording = config.recording
    ? await createRecording({
        store: store.recordings,
        ffmpeg: config.ffmpeg,
        days: retentionOf(config.retention).recordings,
        isLive: (id) => consultations.find(id) !== null,
        log,
      })
    : null;
  if (recording !== null) closers.push(() => recording.close());
  const consultations = new Consultations({
    ...(recording === null ? {} : { recording: recording.parts }),
    dialog,
    beside: {
      ...{ orders, forms, videos, sources: affairsSources(affairs), now: Date.now },
      addresses: () => ({ publicUrl: config.publicUrl ?? null, lanUrl: lanUrl(config, web) }),
    },
    humans: {
      topics: affairsTopics(affairs),
      definition: (kind) => forms.form(kind),
      lookUp: createLookUp(affairs, videos.all()),
      rated: (rating) => store.desk.rateSuggestion(rating),
    },
    speech,
    hearing,
    store,
    rooms,
    silence: silenceFrame(),
    now: Date.now,
    log,
    iceServers: (peer) => turnServers(config.turn, peer, Date.now()),
    observeMs: metrics.observeMs,
  });
  metrics.gauge('rooms', 'Rooms that stand', () => rooms.size);
  metrics.gauge('consultations', 'Consultations in memory', () => consultations.size);
  metrics.gauge('worker_load_max', 'Share of a core used by the busiest media worker', () =>
    Math.max(0, ...rooms.workers().map(({ load }) => load)),
  );

  const avatar = await readAvatar(PROJECT, config.avatar);
  const history = createHistoryService({
    ...{ history: store.history, turns: store, recordings: store.recordings, cases: store.cases },
    service: affairsTopics(affairs).service,
    definition: (kind) => forms.form(kind),
    staff: () => store.staff.list(),
  });
  const filmParts = {
    ffmpeg: config.ffmpeg,
    portrait: join(PROJECT, 'avatars', `${config.avatar}.webp`),
    label: join(PROJECT, 'avatars', 'label.png'),
  };
  const app = createApp({
    clientDir: join(PROJECT, 'dist/client'),
    avatarsDir: avatarsFolder(PROJECT),
    mediaDir: join(PROJECT, 'media'),
    modelDirs: [
      join(PROJECT, 'models/models'),
      ...(config.assetsDir === null ? [] : [join(config.assetsDir, 'models')]),
    ],
    tls: config.tls.kind !== 'off' || (config.publicUrl?.startsWith('https:') ?? false),
    publicUrl: config.publicUrl,
    socketOrigins: config.publicUrl === undefined ? [] : [config.publicUrl.replace(/^http/, 'ws')],
    trustProxy: config.trustProxy,
    createPerMinute: config.createPerMinute,
    about: (): About => ({
      version: avatar.version,
      avatar: avatar.avatar,
      background: config.background,
      voices: voicesOf(speech),
      ears: earsOf(hearing.status()),
      hotline: HOTLINE,
    }),
    createConsultation: (lang) => consultations.create(lang),
    textMode: {
      greet: (lang) => {
        const { sentences, suggestions } = dialog.greet(lang);
        return { text: textOf(sentences), suggestions };
      },
      create: (lang) => consultations.createText(lang),
      read: (proof) => consultations.readText(proof),
      say: (params, address) => consultations.sayText(params, address),
    },
    lineChecks: {
      checks: rooms.lineChecks,
      iceServers: () => turnServers(config.turn, 'check', Date.now()),
    },
    ready: async () => {
      await store.ping();
      if (!rooms.hasRoom()) throw new AppError('server_busy', 'No media worker has room left.');
    },
    orders,
    prove: (proof) => consultations.prove(proof),
    notes: () => outbox.now(),
    kiosks: {
      kiosks: createKiosks({
        files: createKioskFiles(join(config.dataDir, 'kiosks')),
        now: Date.now,
        randomBytes,
        randomInt,
      }),
      callStaff: (kiosk) => callStaff(kiosk, new Date()),
    },
    staff: {
      ...{ staff, oidcName: config.oidc?.name ?? null, isOriginAllowed },
      records: {
        history,
        recordings: store.recordings,
        film:
          recording === null
            ? null
            : async (id, signal) => {
                const known = await store.recordings.find(id);
                const manifest = RecordingManifest.parse(known?.manifest);
                const { transcript } = await history.read(manifest.consultation, null);
                const files = await store.recordings.files(id);
                return makeFilm(filmParts, manifest, transcript, files, signal);
              },
      },
    },
    metrics: config.metrics ? metrics.text : null,
    log,
  });
  web.on('request', app);
  const consoles = new DeskServer({
    join: async (ticket) => {
      const identity = await staff.tickets.redeem(ticket);
      return { staff: identity.staff, result: await desk.join(identity) };
    },
    answers: deskAnswers(() => desk),
    left: (who) => desk.leave(who),
    log,
  });
  const desk = new Desk({
    store: store.desk,
    audit: store.audit,
    hours: readHours(config.deskHours, calendar.isWorkday),
    now: Date.now,
    random: Math.random,
    tell: (who, event, data) => consoles.tell(who, event, data),
    log,
  });
  await desk.start(consultations);
  consultations.joinDesk(desk);
  staff.onRevoked((who) => {
    consoles.dismiss(who);
    consultations.expel(who);
  });
  const signalling = new SignallingServer({
    server: web,
    path: '/ws',
    isOriginAllowed,
    addressOf: clientAddress(app),
    authority: consultations,
    others: new Map([[DESK_PATH, (socket) => consoles.accept(socket)]]),
    log,
    count: metrics.count,
  });
  await listen(web, config, log);
  ready.resolve();
  // The first words are ready before the first citizen comes.
  for (const lang of LANGS) for (const sentence of dialog.greet(lang).sentences) void speech.speak(sentence);
  // In reverse: nobody new is admitted, sessions hear of the restart and end, then the sockets that are left.
  closers.push(() => {
    signalling.close();
    web.closeAllConnections();
  });
  closers.push(() => consultations.close());
  closers.push(() => desk.close());
  closers.push(() => {
    consultations.drain();
    signalling.drain();
    web.close();
    web.closeIdleConnections();
  });
  const { port } = web.address() as AddressInfo;
  const scheme = config.tls.kind === 'off' ? 'http' : 'https';
  return {
    url: `${scheme}://${urlHost(config.host)}:${port}`,
    rooms,
    consultations,
    speech,
    hearing,
    staff,
    recording,
    setupLink: await staff.links.first(),
    config,
    close: closeAll,
  };
}

function voicesOf(speech: SpeechService): About['voices'] {
  const engineOf = (lang: 'zh' | 'en'): string | null =>
    speech.status().find((voice) => voice.lang === lang)?.engine ?? null;
  return { zh: engineOf('zh'), en: engineOf('en') };
}

async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.argv.slice(2), process.env, process.cwd());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
  const log = createLog(config.logLevel);
  if (!existsSync(join(PROJECT, 'dist/client'))) log('warn', 'the pages are not built: run npm start', {});
  let running: Running;
  try {
    running = await startServer(config, log);
  } catch (error) {
    process.stderr.write(
      `${error instanceof AppError ? `${error.code}: ${error.message}` : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exit(1);
  }
  announce(running);
  let closingSince = 0;
  const close = (signal: string): void => {
    if (closingSince > 0) {
      // One Ctrl-C may come twice: from the terminal and from whoever started us. A later one means it.
      if (performance.now() - closingSince < SAME_SIGNAL_MS) return;
      process.exit(130);
    }
    closingSince = performance.now();
    log('info', 'closing', { signal });
    const limit = setTimeout(() => process.exit(1), CLOSE_WITHIN_MS);
    limit.unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => close(signal));
  process.on('unhandledRejection', (reason) => {
    log('error', 'unhandled rejection', { pii: reason instanceof Error ? reason.stack : String(reason) });
  });
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === resolve(process.argv[1]))
  await main();
