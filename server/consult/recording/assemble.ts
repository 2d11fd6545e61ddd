import type { RecordedUtterance, RecordingManifest, Role, TrackSource } from '../../../protocol/index.ts';
import { type Placed, placePieces, ticks } from '../../rooms/recording/place.ts';
import type { PieceClock } from '../../rooms/recording/types.ts';
import type { IndexLine } from './index-lines.ts';

/** A piece that holds something, and where it lies: `at` is Unix ms. */
export interface PlacedPiece extends Placed {
  file: string;
  role: Role;
  source: TrackSource;
  kind: 'audio' | 'video';
  codec: string;
  name: string | null;
  epoch: number;
  rtpStart: number;
}

export interface Assembled {
  /** Unix ms of the beginning. */
  startedAt: number;
  pieces: PlacedPiece[];
  rests: RecordingManifest['rests'];
  avatar: RecordedUtterance[];
}

/**
 * Puts together what the indexes of a recording say: where each piece lies, when the avatar said what, and when nothing was
 * recorded. Null where nothing ever came.
 */
export function assemble(lines: readonly IndexLine[]): Assembled | null {
  const pieces = placed(lines);
  if (pieces.length === 0) return null;
  const startedAt = Math.floor(Math.min(...pieces.map(({ at }) => at)));
  return { startedAt, pieces, rests: restsOf(lines, startedAt), avatar: avatarOf(lines, pieces, startedAt) };
}

function placed(lines: readonly IndexLine[]): PlacedPiece[] {
  const clocks = new Map<string, PieceClock>();
  for (const line of lines)
    if ((line.k === 'placed' || line.k === 'end') && line.clock !== null) clocks.set(line.file, line.clock);
  const opened = lines.flatMap((line) => {
    const clock = line.k === 'open' ? clocks.get(line.file) : undefined;
    return line.k === 'open' && clock !== undefined ? [{ line, clock }] : [];
  });
  const peers = new Set(opened.map(({ line }) => line.peer));
  return [...peers].flatMap((peer) => {
    const own = opened.filter(({ line }) => line.peer === peer);
    const places = placePieces(own.map(({ clock }) => clock));
    return own.flatMap(({ line, clock }, index) => {
      const place = places[index];
      if (place === undefined) return [];
      const { file, role, source, kind, codec, name, epoch } = line;
      return [{ ...place, file, role, source, kind, codec, name, epoch, rtpStart: clock.rtpStart }];
    });
  });
}

function restsOf(lines: readonly IndexLine[], startedAt: number): RecordingManifest['rests'] {
  const rests: RecordingManifest['rests'] = [];
  let since: { at: number; why: RecordingManifest['rests'][number]['why'] } | null = null;
  for (const line of lines) {
    if (line.k !== 'rest') continue;
    const fromMs = since === null ? 0 : Math.max(0, since.at - startedAt);
    const toMs = Math.max(0, line.at - startedAt);
    if (since !== null && toMs > fromMs) rests.push({ fromMs, toMs, why: since.why });
    since = line.why === null ? null : { at: line.at, why: line.why };
  }
  return rests;
}

/** On the voice's own clock, as it was heard; by the server's where that piece is not there. */
function avatarOf(
  lines: readonly IndexLine[],
  pieces: readonly PlacedPiece[],
  startedAt: number,
): RecordedUtterance[] {
  const said = new Map<string, RecordedUtterance>();
  const voices = pieces.filter(({ source }) => source === 'voice');
  for (const line of lines) {
    if (line.k === 'say') {
      const { utterance } = line;
      // Told again after a media worker died: the first telling is when it began.
      if (said.has(utterance.id)) continue;
      const { audio } = utterance;
      const voice = voices.findLast(({ epoch, at }) => epoch === audio?.epoch && at <= line.at + 1_000);
      const atMs =
        audio === null || voice === undefined
          ? line.at - startedAt
          : voice.at + (ticks(voice.rtpStart, audio.rtpStart) / audio.clockRate) * 1_000 - startedAt;
      said.set(utterance.id, { atMs: Math.max(0, atMs), cutMs: null, utterance });
    }
    if (line.k === 'cut') {
      const cutAt = line.at - startedAt;
      for (const one of said.values()) {
        if (one.utterance.turn !== line.turn || one.atMs + one.utterance.durationMs <= cutAt) continue;
        one.cutMs ??= Math.max(0, cutAt - one.atMs);
      }
    }
  }
  // What was silenced before its first sample was never said.
  return [...said.values()].filter(({ cutMs }) => cutMs === null || cutMs > 0);
}
