import { networkInterfaces } from 'node:os';

/** The machine's first IPv4 address that others in its network can reach, or null on a machine without network. */
export function lanAddress(interfaces = networkInterfaces()): string | null {
  for (const addresses of Object.values(interfaces)) {
    for (const entry of addresses ?? []) {
      if (entry.family === 'IPv4' && !entry.internal) return entry.address;
    }
  }
  return null;
}
