// Proves a media worker with a real call: two WebRTC clients, DTLS and SRTP, Opus from one to the other. A worker that only
// starts, or only makes transports, may still crash at its first handshake.
//
//   node_modules/.bin/node setup/selftest.mjs [worker]     (Node 24; ends with one line of JSON on stdout)

/** The whole call must be done within this time; on an idle machine it takes about a second. */
const LIMIT_MS = 20_000;
/** Pieces of 10 ms in which the tone must be heard: half a second. */
const ENOUGH_PIECES = 50;

/** Shows which state of the call was reached when the time is up. */
let stage = 'loading the libraries';

/** @param {string} message */
function fail(message) {
  process.stdout.write(`${JSON.stringify({ ok: false, stage, message })}\n`);
  // Native threads of the WebRTC library may keep the process alive otherwise.
  process.exit(1);
}

async function main() {
  if (process.argv[2]) process.env.MEDIASOUP_WORKER_BIN = process.argv[2];
  const started = performance.now();
  const [mediasoup, { Device }, wrtc] = await Promise.all([
    import('mediasoup'),
    import('mediasoup-client'),
    import('@roamhq/wrtc').then((module) => module.default),
  ]);
  // mediasoup-client's browser handler looks for the browser's names.
  for (const name of ['RTCPeerConnection', 'RTCSessionDescription', 'MediaStream', 'MediaStreamTrack'])
    Object.assign(globalThis, { [name]: wrtc[name] });

  stage = 'starting the worker';
  const worker = await mediasoup.createWorker({ logLevel: 'error' });
  worker.on('died', (error) => fail(`the worker died: ${error.message}`));
  const router = await worker.createRouter({
    mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }],
  });
  const server = await worker.createWebRtcServer({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1', portRange: { min: 20_000, max: 59_999 } }],
  });

  /** @param {'send' | 'recv'} direction */
  async function connectClient(direction) {
    const remote = await router.createWebRtcTransport({ webRtcServer: server });
    const device = await Device.factory({ handlerName: 'Chrome111' });
    await device.load({ routerRtpCapabilities: router.rtpCapabilities });
    const options = {
      id: remote.id,
      iceParameters: remote.iceParameters,
      iceCandidates: remote.iceCandidates,
      dtlsParameters: remote.dtlsParameters,
    };
    const local =
      direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
    local.on('connect', ({ dtlsParameters }, done, failed) => {
      remote.connect({ dtlsParameters }).then(done, failed);
    });
    const connected = new Promise((resolve, reject) => {
      local.on('connectionstatechange', (state) => {
        if (state === 'connected') resolve(undefined);
        if (state === 'failed') reject(new Error(`the ${direction} transport failed to connect`));
      });
    });
    // Awaited later; a failure before that must not count as unhandled.
    connected.catch(() => {});
    return { remote, device, local, connected };
  }

  stage = 'making the transports';
  const speaker = await connectClient('send');
  const listener = await connectClient('recv');
  /** @type {import('mediasoup').types.Producer | undefined} */
  let producer;
  speaker.local.on('produce', ({ kind, rtpParameters }, done, failed) => {
    speaker.remote.produce({ kind, rtpParameters }).then((made) => {
      producer = made;
      done({ id: made.id });
    }, failed);
  });

  stage = 'handshake of the speaker';
  const source = new wrtc.nonstandard.RTCAudioSource();
  await speaker.local.produce({ track: source.createTrack() });
  if (!producer) throw new Error('no producer was made');
  // A tone, so that the encoder has something to say: 10 ms of 440 Hz each time.
  let phase = 0;
  const samples = new Int16Array(480);
  const sound = setInterval(() => {
    for (let i = 0; i < samples.length; i++)
      samples[i] = Math.round(8000 * Math.sin((phase++ * 2 * Math.PI * 440) / 48_000));
    source.onData({ samples, sampleRate: 48_000, bitsPerSample: 16, channelCount: 1, numberOfFrames: 480 });
  }, 10);
  await speaker.connected;

  stage = 'handshake of the listener';
  const sent = await listener.remote.consume({
    producerId: producer.id,
    rtpCapabilities: listener.device.recvRtpCapabilities,
    paused: true,
  });
  const consumer = await listener.local.consume({
    id: sent.id,
    producerId: producer.id,
    kind: sent.kind,
    rtpParameters: sent.rtpParameters,
  });
  await listener.connected;
  await sent.resume();

  stage = 'sound from one to the other';
  // The listener hears the tone itself: its packets passed both SRTP sessions and could be decoded.
  let heard = 0;
  const sink = new wrtc.nonstandard.RTCAudioSink(consumer.track);
  sink.ondata = ({ samples: piece }) => {
    let peak = 0;
    for (const sample of piece) peak = Math.max(peak, Math.abs(sample));
    if (peak > 2000) heard++;
  };
  while (heard < ENOUGH_PIECES) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const side of [speaker, listener])
    if (side.remote.dtlsState !== 'connected') throw new Error(`DTLS is ${side.remote.dtlsState}`);

  sink.stop();
  clearInterval(sound);
  worker.close();
  process.stdout.write(
    `${JSON.stringify({ ok: true, heardMs: heard * 10, ms: Math.round(performance.now() - started) })}\n`,
  );
  process.exit(0);
}

setTimeout(() => fail(`not done within ${LIMIT_MS / 1000} s`), LIMIT_MS);
main().catch((error) => fail(String(error?.message ?? error)));
