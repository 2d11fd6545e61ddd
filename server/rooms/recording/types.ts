import type { Role, TrackSource } from '../../../protocol/index.ts';

/** A track of the room that may be recorded. */
export interface TrackInfo {
  /** Id of the room's peer; `avatar` for the avatar's own voice. */
  peer: string;
  role: Role;
  source: TrackSource;
  kind: 'audio' | 'video';
  /** `opus`, `vp8` or `h264`. */
  codec: string;
  /** Epoch of the avatar's voice (see `Utterance.audio`); 0 elsewhere. */
  epoch: number;
}

/** What a sender says of its own clock (RTCP sender report, RFC 3550 section 6.4.1), and when it came. */
export interface SenderReport {
  /** The sender's wall clock, ms. */
  ntp: number;
  /** The RTP timestamp of the same moment. */
  rtp: number;
  /** When it arrived, Unix ms. */
  at: number;
}

/** Where the first sample or picture of a piece lies in time. */
export interface PieceClock {
  /** RTP timestamp at which the piece's own time is 0. */
  rtpStart: number;
  /** Ticks of the RTP timestamp a second. */
  clockRate: number;
  /** When the packet with that timestamp was sent on to the recorder, Unix ms. */
  at: number;
  /** The first and the last few reports of its sender; none for what this server makes itself. */
  reports: SenderReport[];
}

/** One uninterrupted piece of a track, as it is written. Its bytes are a Matroska (WebM) stream. */
export interface Piece {
  write(bytes: Uint8Array): void;
  /** Its first packet has come: known from now on, whatever becomes of the process. */
  placed(clock: PieceClock): void;
  /** It is over. `clock` is null when nothing of it ever came. */
  end(clock: PieceClock | null): Promise<void>;
}

/** Where pieces go. */
export interface PieceSink {
  open(track: TrackInfo): Piece;
}
