// The one change that the worker's sources need to live with the system's OpenSSL.
//
// OpenSSL asks a BIO through its callback also about what the BIO is able to do, and the answer of the BIO reaches it only
// if the callback hands the given value back whenever BIO_CB_RETURN is among the bits of the operation. The worker's callback
// does so for the bare BIO_CB_RETURN alone and answers 1 to everything else; a system OpenSSL built with kernel TLS reads that 1
// as "kernel TLS is on" and writes into a buffer it never made: a crash at the first handshake.

export const BEFORE = '(operationType == BIO_CB_RETURN)';
export const AFTER = '((operationType & BIO_CB_RETURN) != 0)';

/**
 * @param {string} source  text of worker/src/RTC/DtlsTransport.cpp
 * @returns {string} the changed text
 * @throws {Error} when the line is not there exactly once: a worker built without the change crashes in its first call
 */
export function patchDtls(source) {
  const parts = source.split(BEFORE);
  if (parts.length !== 2)
    throw new Error(`DtlsTransport.cpp: expected "${BEFORE}" once, found it ${parts.length - 1} times`);
  return parts.join(AFTER);
}
