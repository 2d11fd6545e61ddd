import { which } from './run.mjs';
import { say } from './say.mjs';
import { canInstall, installPackages, missingLine } from './system.mjs';

/**
 * ffmpeg packs what is recorded of calls. Installed where that can be done without asking; else the product runs, and says that
 * calls cannot be recorded.
 * @returns {Promise<boolean>} whether it is there now
 */
export async function prepareRecorder() {
  if (process.env.GOVATAR_FFMPEG || which('ffmpeg') !== null) return true;
  if (!canInstall()) {
    say(`  ${missingLine(['ffmpeg'], 'recording calls')} (they go on without being recorded)`);
    return false;
  }
  try {
    await installPackages(['ffmpeg'], 'recording calls');
    return true;
  } catch {
    say('  ffmpeg could not be installed: calls go on without being recorded');
    return false;
  }
}
