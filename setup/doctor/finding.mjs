/**
 * What one check found. `todo` says what to do about it, for a person.
 * @typedef {{name: string, level: 'ok' | 'warn' | 'fail', text: string, todo?: string}} Finding
 */

const MARKS = { ok: '✓', warn: '!', fail: '✗' };

/** @param {string} name @param {string} text @returns {Finding} */
export const ok = (name, text) => ({ name, level: 'ok', text });
/** @param {string} name @param {string} text @param {string} todo @returns {Finding} */
export const warn = (name, text, todo) => ({ name, level: 'warn', text, todo });
/** @param {string} name @param {string} text @param {string} todo @returns {Finding} */
export const fail = (name, text, todo) => ({ name, level: 'fail', text, todo });

/** @param {Finding} finding @returns {string} one line, or two where something is to be done */
export function lineOf({ name, level, text, todo }) {
  const head = `${MARKS[level]} ${name.padEnd(18)} ${text}`;
  return todo ? `${head}\n${' '.repeat(21)}→ ${todo}` : head;
}
