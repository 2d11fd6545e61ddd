import { REJOIN_WINDOW_MS } from '../../../protocol/index.ts';
import { ffmpegRuns } from '../../rooms/recording/ffmpeg.ts';
import { Finisher, type FinisherParts } from './finisher.ts';
import type { RecordingParts } from './recording.ts';

/** After a start nobody comes back to a call of the process before, once this is over. */
const ORPHANS_AFTER_MS = REJOIN_WINDOW_MS + 60_000;

export interface RecordingService {
  /** For each call. */
  parts: RecordingParts;
  finisher: Finisher;
  close(): Promise<void>;
}

/** Everything that recording needs; null, with a word in the log, where the program is missing. */
export async function createRecording(
  options: FinisherParts & { days: number },
): Promise<RecordingService | null> {
  const { store, ffmpeg, days, log } = options;
  if (!(await ffmpegRuns(ffmpeg))) {
    log('warn', 'calls cannot be recorded: ffmpeg is missing (apt-get install ffmpeg)', {});
    return null;
  }
  const finisher = new Finisher(options);
  const recover = (orphansToo: boolean): void => {
    finisher.recover(orphansToo).catch((error: unknown) => {
      log('error', 'recordings of an earlier run could not be looked for', { pii: String(error) });
    });
  };
  recover(false);
  const timer = setInterval(() => recover(true), ORPHANS_AFTER_MS);
  timer.unref();
  return {
    parts: { store, ffmpeg, days, onOver: (id) => finisher.over(id) },
    finisher,
    close: async () => {
      clearInterval(timer);
      await finisher.close();
    },
  };
}
