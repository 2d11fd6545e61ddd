import { RTP_CLOCK_RATE, rtpDistance, type Utterance } from '../../protocol/index.ts';
import type { Playhead, PlayheadReading } from './types.ts';

const SAMPLES_PER_MS = RTP_CLOCK_RATE / 1000;
/** A reading of the receiver serves this long: a packet lasts 20 ms; when none comes, the clock stands still. */
const EXTRAPOLATE_MS = 40;
/** Without a newer reading for this long the audio has no clock, and the server's serves. */
const STALE_MS = 1_000;
/** Utterances are kept this long after their end, for late readers. */
const KEEP_AFTER_END_MS = 5_000;

/** What the audio receiver reports: this RTP timestamp was handed to the output at `atMs` (performance.now() ms). */
export interface AudioReading {
  rtp: number;
  atMs: number;
  /** What the output device still holds back, ms. */
  outputLatencyMs: number;
  epoch: number;
}

export interface PlayheadOptions {
  /** Reads the receiver; null while no sound is played (blocked, paused, hidden, no media). */
  readAudio: () => AudioReading | null;
}

interface Entry {
  utterance: Utterance;
  /** When it starts by the server's send clock, performance.now() ms. */
  startsAt: number;
}

/**
 * The one clock. It reads which sample is heard and finds the utterance and the place in it. Where the audio has no
 * clock, the server's send clock (told with each utterance and beat) serves.
 */
export class UtterancePlayhead implements Playhead {
  readonly #readAudio: () => AudioReading | null;
  #entries: Entry[] = [];
  readonly #closedTurns = new Set<string>();

  constructor(options: PlayheadOptions) {
    this.#readAudio = options.readAudio;
  }

  /** An utterance was announced, or announced again (new epoch, reload). */
  add(utterance: Utterance, now: number): void {
    if (this.#closedTurns.has(utterance.turn)) return;
    this.#entries = this.#entries.filter(
      (entry) =>
        entry.utterance.id !== utterance.id &&
        now < entry.startsAt + entry.utterance.durationMs + KEEP_AFTER_END_MS,
    );
    this.#entries.push({ utterance, startsAt: now + utterance.startsInMs });
    this.#entries.sort((a, b) => a.startsAt - b.startsAt);
  }

  /** The server's send clock: `sentMs` of an utterance had left. */
  beat(utterance: string, sentMs: number, now: number): void {
    const entry = this.#entries.find((candidate) => candidate.utterance.id === utterance);
    if (entry !== undefined) entry.startsAt = now - sentMs;
  }

  /** Nothing of this turn is performed any more, whatever is still in the buffers. */
  closeTurn(turn: string): void {
    this.#closedTurns.add(turn);
    this.#entries = this.#entries.filter((entry) => entry.utterance.turn !== turn);
  }

  isClosed(turn: string): boolean {
    return this.#closedTurns.has(turn);
  }

  clear(): void {
    this.#entries = [];
  }

  utterances(): readonly Utterance[] {
    return this.#entries.map((entry) => entry.utterance);
  }

  at(now: number, offsetMs = 0): PlayheadReading | null {
    if (this.#entries.length === 0) return null;
    const audio = this.#readAudio();
    if (audio !== null && now - audio.atMs < STALE_MS) {
      const sinceMs = Math.min(Math.max(0, now - audio.atMs), EXTRAPOLATE_MS);
      const heardRtp = audio.rtp + (sinceMs - audio.outputLatencyMs + offsetMs) * SAMPLES_PER_MS;
      return this.#find((entry) => {
        const { audio: place } = entry.utterance;
        if (place === null || place.epoch !== audio.epoch) return null;
        return rtpDistance(Math.round(heardRtp), place.rtpStart) / SAMPLES_PER_MS;
      }, true);
    }
    return this.#find((entry) => now + offsetMs - entry.startsAt, false);
  }

  #find(positionIn: (entry: Entry) => number | null, audible: boolean): PlayheadReading | null {
    for (const entry of this.#entries) {
      const ms = positionIn(entry);
      if (ms !== null && ms >= 0 && ms < entry.utterance.durationMs)
        return { utterance: entry.utterance, ms, audible };
    }
    return null;
  }
}
