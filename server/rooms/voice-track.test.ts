import { describe, expect, it } from 'vitest';
import { VoiceTrack } from './voice-track.ts';

const SILENCE = Uint8Array.of(0);
const frames = (count: number, mark: number): Uint8Array[] =>
  Array.from({ length: count }, () => Uint8Array.of(mark));

function setUp(first = { firstTimestamp: 1_000, firstSequence: 5 }) {
  const track = new VoiceTrack({ silence: SILENCE, ...first });
  const packets: { sequence: number; timestamp: number; ssrc: number; mark: number | undefined }[] = [];
  const sink = (producerId: string, ssrc: number) => ({
    producerId,
    payloadType: 100,
    ssrc,
    send: (packet: Buffer) =>
      void packets.push({
        sequence: packet.readUInt16BE(2),
        timestamp: packet.readUInt32BE(4),
        ssrc: packet.readUInt32BE(8),
        mark: packet[12],
      }),
  });
  track.attach(sink('p1', 1));
  const tick = (count: number): void => {
    for (let i = 0; i < count; i += 1) track.tick(0);
  };
  return { track, packets, sink, tick };
}

describe('the voice track', () => {
  it('sends silence when nothing is said, with an unbroken clock', () => {
    const { packets, tick } = setUp();
    tick(3);
    expect(packets.map(({ timestamp }) => timestamp)).toEqual([1_000, 1_960, 2_920]);
    expect(packets.map(({ sequence }) => sequence)).toEqual([5, 6, 7]);
    expect(packets.every(({ mark }) => mark === 0)).toBe(true);
  });

  it('sends speech exactly from the timestamp that it announced', () => {
    const { track, packets, tick } = setUp();
    tick(2);
    const { rtpStart } = track.play({ turn: 't', utterance: 'u', frames: frames(2, 9), gapMs: 0 }, () => {});
    tick(5);
    expect(packets.filter(({ mark }) => mark === 9).map(({ timestamp }) => timestamp)).toEqual([
      rtpStart,
      rtpStart + 960,
    ]);
  });

  it('puts the next utterance behind the last one, with its gap', () => {
    const { track } = setUp();
    const first = track.play({ turn: 't', utterance: 'a', frames: frames(10, 1), gapMs: 240 }, () => {});
    const second = track.play({ turn: 't', utterance: 'b', frames: frames(1, 2), gapMs: 240 }, () => {});
    expect((second.rtpStart - first.rtpStart) / 960).toBe(10 + 12);
  });

  it('stops a cancelled turn within one packet and never tells that it was sent', () => {
    const { track, packets, tick } = setUp();
    let sent = false;
    track.play({ turn: 't', utterance: 'a', frames: frames(50, 1), gapMs: 0 }, () => {
      sent = true;
    });
    tick(10);
    track.cancel('t');
    const before = packets.length;
    tick(60);
    expect(packets.slice(before).some(({ mark }) => mark === 1)).toBe(false);
    expect(sent).toBe(false);
  });

  it('cancels one turn and lets another one speak', () => {
    const { track, packets, tick } = setUp();
    track.play({ turn: 'old', utterance: 'a', frames: frames(50, 1), gapMs: 0 }, () => {});
    tick(5);
    track.cancel('old');
    track.play({ turn: 'new', utterance: 'b', frames: frames(3, 2), gapMs: 0 }, () => {});
    const before = packets.length;
    tick(10);
    const after = packets.slice(before).map(({ mark }) => mark);
    expect(after).not.toContain(1);
    expect(after.filter((mark) => mark === 2)).toHaveLength(3);
  });

  it('tells how much has been sent, and when all of it', () => {
    const { track, tick } = setUp();
    let sent = 0;
    track.play({ turn: 't', utterance: 'u', frames: frames(5, 1), gapMs: 0 }, () => {
      sent += 1;
    });
    expect(track.sentMs('u')).toBe(0);
    tick(2);
    expect(track.sentMs('u')).toBe(40);
    expect(sent).toBe(0);
    tick(3);
    expect(sent).toBe(1);
    expect(track.sentMs('u')).toBeNull();
  });

  it('keeps its clock when the producer is replaced, in a new epoch', () => {
    const { track, packets, sink, tick } = setUp();
    const before = track.play({ turn: 't', utterance: 'u', frames: frames(20, 7), gapMs: 0 }, () => {});
    tick(5);
    track.detach();
    tick(3);
    track.attach(sink('p2', 2));
    const after = track.placement('u');
    expect(after).toMatchObject({ producerId: 'p2', epoch: before.epoch + 1, rtpStart: before.rtpStart });
    expect(after?.startsInMs).toBeLessThan(0);
    tick(1);
    expect(packets.at(-1)).toMatchObject({ ssrc: 2, timestamp: 1_000 + 8 * 960, mark: 7 });
  });

  it('wraps timestamps and sequence numbers', () => {
    const { packets, tick } = setUp({ firstTimestamp: 0xffff_ffff - 959, firstSequence: 0xffff });
    tick(2);
    expect(packets.map(({ timestamp }) => timestamp)).toEqual([0xffff_ffff - 959, 0]);
    expect(packets.map(({ sequence }) => sequence)).toEqual([0xffff, 0]);
  });

  it('leaves out the frames of a standstill without breaking the clock', () => {
    const { track, packets } = setUp();
    track.tick(0);
    track.tick(10);
    expect(packets.map(({ timestamp }) => timestamp)).toEqual([1_000, 1_000 + 11 * 960]);
    expect(packets.map(({ sequence }) => sequence)).toEqual([5, 6]);
  });
});
