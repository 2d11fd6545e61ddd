import { serve } from '../threads/serve.ts';
import { type Finished, type FinishPart, finish } from './finish.ts';

serve<readonly FinishPart[], Finished>((parts) => {
  const output = finish(parts);
  return { output, transfer: [output.bytes.buffer as ArrayBuffer, output.sizes.buffer as ArrayBuffer] };
});
