/** Folders of somebody's machine, written as absolute paths; and the temporary folder, which has a function. */
const MACHINE_PATH = /(?<![\w./~-])\/(?:root|home|work|Users|mnt|tmp)\/[\w.-]/;

/** Addresses of package registries and their mirrors. Those of examples (RFC 2606) are nobody's. */
const REGISTRY =
  /https?:\/\/(?![^/\s]*\.(?:test|example|invalid)\b)[^\s/"'`]*(?:registry|npmmirror|artifactory|nexus|verdaccio|jfrog)[^\s/"'`]*/i;

/** Lines of a file that name an address which only holds on one machine or one network: `line: what`. */
export function addressesIn(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = MACHINE_PATH.exec(line)?.[0] ?? REGISTRY.exec(line)?.[0];
    return found === undefined ? [] : [`${index + 1}: ${found}`];
  });
}
