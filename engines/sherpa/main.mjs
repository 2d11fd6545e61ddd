// A recogniser in a process of its own, over sherpa-onnx-node: a model that is broken ends the process that loads it, and
// that must not be the server. It speaks what `engines/pocketsphinx/ears.c` speaks, as far as one model needs it.
//
// In: a letter, a length of four bytes (little endian), and so many bytes.
//   B  begins an utterance      A  16 bit mono samples of 16 kHz      E  ends it: the final follows      C  drops it
// Out: lines, fields divided by tabs, times in ms from the utterance's first sample.
//   ready | begun | partial <word:from:to> ... | final <score> <frames> <word:from:to:probability> ...
//
// Arguments: the recogniser's configuration as JSON; the module that has `OnlineRecognizer` (default: sherpa-onnx-node).
import { createRequire } from 'node:module';

const RATE = 16_000;
/** A second of sound: nothing longer is sent. Bytes. */
const LONGEST = 1 << 20;
/** Silence behind the end: a streaming encoder answers for a frame when it has seen what follows. Samples: 0.6 s. */
const TAIL = 9_600;
/** How long the last word is taken to be. s */
const LAST_WORD = 0.2;

const [config = '{}', module = 'sherpa-onnx-node'] = process.argv.slice(2);
const { OnlineRecognizer } = createRequire(import.meta.url)(module);
const recogniser = new OnlineRecognizer(JSON.parse(config));

const put = (/** @type {string[]} */ ...fields) => process.stdout.write(`${fields.join('\t')}\n`);
const ms = (/** @type {number} */ seconds) => Math.max(0, Math.round(seconds * 1000));

/**
 * Pieces as words: `▁` begins one, Chinese characters are one each, `@@` goes on.
 * @param {{tokens?: string[], timestamps?: number[], ys_probs?: number[]}} result
 */
function wordsOf({ tokens = [], timestamps = [], ys_probs: logs = [] }) {
  /** @type {{text: string, from: number, to: number, logs: number[], open: boolean}[]} */
  const words = [];
  for (const [i, token] of tokens.entries()) {
    const begins = token.startsWith('▁') || token.startsWith(' ');
    const text = token.replace(/[▁\s:]|@@$/gu, '');
    if (text === '' || /^<.*>$/u.test(text)) continue;
    const from = timestamps[i] ?? 0;
    const to = timestamps[i + 1] ?? from + LAST_WORD;
    const log = logs[i];
    const last = words.at(-1);
    const han = /\p{Script=Han}/u.test(text);
    if (last?.open && !begins && !han) {
      last.text += text;
      last.to = to;
      if (log !== undefined) last.logs.push(log);
    } else words.push({ text, from, to, logs: log === undefined ? [] : [log], open: !han });
  }
  return words;
}

function putWords(/** @type {string[]} */ head, /** @type {any} */ stream, /** @type {boolean} */ probable) {
  const words = wordsOf(recogniser.getResult(stream));
  put(
    ...head,
    ...words.map(({ text, from, to, logs }) => {
      const times = `${text}:${ms(from)}:${ms(to)}`;
      if (!probable) return times;
      const mean = logs.length === 0 ? 0 : logs.reduce((sum, log) => sum + log, 0) / logs.length;
      return `${times}:${Math.min(1, Math.exp(mean)).toFixed(4)}`;
    }),
  );
}

/** @type {any} */
let stream = null;
let told = '';

const decode = () => {
  while (recogniser.isReady(stream)) recogniser.decode(stream);
};

function feed(/** @type {Buffer} */ body) {
  const samples = new Float32Array(body.length >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = body.readInt16LE(i * 2) / 32_768;
  stream.acceptWaveform({ samples, sampleRate: RATE });
  decode();
  const { text } = recogniser.getResult(stream);
  if (text === told || text === '') return;
  told = text;
  putWords(['partial'], stream, false);
}

function finish() {
  stream.acceptWaveform({ samples: new Float32Array(TAIL), sampleRate: RATE });
  stream.inputFinished();
  decode();
  putWords(['final', '0', '0'], stream, true);
  stream = null;
}

function take(/** @type {string} */ kind, /** @type {Buffer} */ body) {
  switch (kind) {
    case 'B':
      stream = recogniser.createStream();
      told = '';
      put('begun');
      break;
    case 'A':
      if (stream) feed(body);
      break;
    case 'E':
      if (stream) finish();
      break;
    case 'C':
      stream = null;
      break;
    default:
      process.exit(6);
  }
}

let rest = Buffer.alloc(0);
process.stdin.on('data', (/** @type {Buffer} */ chunk) => {
  rest = Buffer.concat([rest, chunk]);
  while (rest.length >= 5) {
    const size = rest.readUInt32LE(1);
    if (size > LONGEST) process.exit(5);
    if (rest.length < 5 + size) return;
    take(rest.toString('latin1', 0, 1), rest.subarray(5, 5 + size));
    rest = rest.subarray(5 + size);
  }
});
process.stdin.on('end', () => process.exit(0));
put('ready');
