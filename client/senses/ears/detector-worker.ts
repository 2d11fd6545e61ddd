/// Voice activity in a worker of its own: the page may be busy drawing.
import modelUrl from '@ricky0123/vad-web/dist/silero_vad_v6.onnx?url';
import { createJudging } from './judging.ts';
import type { Chunk, FromDetector, ToDetector } from './messages.ts';

const tell = (message: FromDetector): void => self.postMessage(message);

async function fetchModel(): Promise<ArrayBuffer> {
  const answer = await fetch(modelUrl);
  if (!answer.ok) throw new Error(`the voice model is not served: ${answer.status}`);
  return answer.arrayBuffer();
}

self.onmessage = ({ data }: MessageEvent<ToDetector>) => {
  // The library is large: it is fetched only here, when a microphone is on.
  const load = async () => (await import('./silero.ts')).loadSilero(fetchModel);
  const judging = createJudging({ rate: data.rate, tell, load: data.energyOnly ? null : load });
  data.from.onmessage = ({ data: chunk }: MessageEvent<Chunk>) => void judging.chunk(chunk);
};
