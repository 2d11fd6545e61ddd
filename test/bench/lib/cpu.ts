import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second of /proc, on every Linux that Chromium runs on. */
const TICKS_PER_S = 100;

interface Process {
  parent: number;
  name: string;
  ms: number;
}

function processes(): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The name in brackets may hold blanks; what follows it is plain.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      const called = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      found.set(Number(name), { parent: Number(fields[1]), name: called, ms: (ticks * 1000) / TICKS_PER_S });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** Processor time in ms that the children of this process, and theirs, have used so far; `named`: only programs of such names. */
export function childrenCpuMs(named = /./): number {
  const all = processes();
  let sum = 0;
  for (const [pid, { ms, name }] of all) {
    if (!named.test(name)) continue;
    for (let at = all.get(pid)?.parent; at !== undefined && at !== 0; at = all.get(at)?.parent) {
      if (at === process.pid) {
        sum += ms;
        break;
      }
    }
  }
  return sum;
}
