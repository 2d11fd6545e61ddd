// Stands for sherpa-onnx-node in the tests of the process around it: no model can be had there. One word per tenth of a second of
// sound; a sample at full scale is a fault that ends the process as the library's own do.
class OnlineRecognizer {
  constructor(config) {
    if (!config.modelConfig.tokens) throw new Error('Please check your config!');
  }
  createStream() {
    return {
      samples: 0,
      ended: false,
      acceptWaveform: accept,
      inputFinished() {
        this.ended = true;
      },
    };
  }
  isReady() {
    return false;
  }
  decode() {}
  getResult(stream) {
    const count = Math.min(3, Math.floor(stream.samples / 1600));
    return {
      text: '社保卡'.slice(0, count),
      tokens: [...'社保卡'].slice(0, count),
      timestamps: [0.1, 0.3, 0.5].slice(0, count),
      ys_probs: [0, -0.1, -1].slice(0, count),
    };
  }
}

function accept({ samples }) {
  if (samples.some((sample) => sample <= -1)) process.abort();
  if (!this.ended) this.samples += samples.length;
}

module.exports = { OnlineRecognizer };
