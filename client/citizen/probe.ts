import type { Call } from '../call/types.ts';
import type { Cue, Look } from '../senses/eyes/types.ts';
import type { FrameReport, Stage, StageOptions } from '../stage/types.ts';

/** What a measuring browser reads: the running parts and every drawn frame. */
export interface Probe {
  call: Call | null;
  stage: Stage | null;
  frames: FrameReport[];
  /** What the eyes measured and told, while they are on. */
  looks: (Look & { ms: number })[];
  cues: Cue[];
  /** For pictures of the page (`?probe=1&tier=high`): drawn at this tier, however slow the machine is. */
  tier?: StageOptions['holdTier'];
}

declare global {
  interface Window {
    __govatar?: Probe;
  }
}

/** The probe, only where the address asks for it (`?probe=1`); null for every citizen. */
export function openProbe(search: string): Probe | null {
  const query = new URLSearchParams(search);
  if (query.get('probe') !== '1') return null;
  const probe: Probe = { call: null, stage: null, frames: [], looks: [], cues: [] };
  if (query.get('tier') === 'high') probe.tier = 'high';
  window.__govatar = probe;
  return probe;
}
