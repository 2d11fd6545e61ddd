// What set-up tells the person in front of it: one line per step, on stderr, so that stdout stays the command's own.

/**
 * A failure with the one line that says what to do.
 * `message` is shown as it is; anything else that is thrown is a defect and is shown with its stack.
 */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

const out = process.stderr;
/** In a log, progress is told no more often than this. */
const QUIET_MS = 5000;
let open = false;

function clear() {
  if (open && out.isTTY) out.write('\r\x1b[2K');
  open = false;
}

/** @param {string} line */
export function say(line) {
  clear();
  out.write(`${line}\n`);
}

/**
 * Progress within a step: redrawn in place on a terminal, told at each tenth elsewhere.
 * @param {string} title
 */
export function meter(title) {
  let tenth = -1;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    /** @param {number} done @param {number} total */
    set(done, total) {
      const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
      if (out.isTTY) {
        open = true;
        out.write(`\r\x1b[2K  ${title} [${done}/${total}] ${percent} %`);
      } else if (Math.floor(percent / 10) > tenth && performance.now() - toldAt > QUIET_MS) {
        toldAt = performance.now();
        tenth = Math.floor(percent / 10);
        say(`  ${title} [${done}/${total}] ${percent} %`);
      }
    },
    close: clear,
  };
}

/**
 * Runs a step that has something to do, and tells how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  say(`• ${title} …`);
  const start = performance.now();
  const result = await work();
  say(`✓ ${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return result;
}

/**
 * The outermost handler of every set-up command.
 * @param {() => Promise<number | undefined>} main  its result is the exit code
 */
export function runMain(main) {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      clear();
      out.write(error instanceof SetupError ? `✗ ${error.message}\n` : `✗ ${error?.stack ?? error}\n`);
      process.exitCode = 1;
    },
  );
}
