import { useEffect, useRef, useState } from 'react';
import type { Call, CallState, DeviceState } from '../call/types.ts';
import type { Eyes, EyesPressure, EyesTrouble } from '../senses/eyes/types.ts';
import type { Stage } from '../stage/types.ts';
import { createEyesCamera, type LendCamera } from './eyes-camera.ts';
import { createEyesEffects, type EyesEffects, type EyesNote } from './eyes-effects.ts';
import type { Probe } from './probe.ts';

/** Why it cannot see. */
export type SightTrouble = EyesTrouble | Exclude<DeviceState, 'off' | 'asking' | 'on'>;

/** What the page may show of the eyes, and do with them. */
export interface Sight {
  /** `starting`: the browser asks, or the model is on its way. */
  status: 'off' | 'starting' | 'on';
  /** On, but the device needs all it has for the avatar. */
  resting: boolean;
  trouble: SightTrouble | null;
  note: EyesNote | null;
  start(): void;
  stop(): void;
  act: Pick<EyesEffects, 'other' | 'dismiss' | 'simpler' | 'goOn'>;
  setPressure(level: EyesPressure): void;
}

interface SightParts {
  call: Call | null;
  /** Only in a call that is seen and heard anybody is looked at. */
  allowed: boolean;
  state: CallState | null;
  stage: Stage | null;
  probe: Probe | null;
  /** Where a camera is open already. */
  lend: LendCamera | null;
}

interface Open {
  eyes: Eyes | null;
  effects: EyesEffects;
  close(): void;
}

const NOTHING = () => {};

/** The device's eye in a call: off until the citizen says yes, off at once when asked, when the call ends, and by text. */
export function useSight({ call, allowed, state, stage, probe, lend }: SightParts): Sight {
  const [wanted, setWanted] = useState(false);
  const [status, setStatus] = useState<Sight['status']>('off');
  const [trouble, setTrouble] = useState<SightTrouble | null>(null);
  const [note, setNote] = useState<EyesNote | null>(null);
  const open = useRef<Open | null>(null);
  const stageNow = useRef(stage);
  stageNow.current = stage;
  const pressure = useRef<EyesPressure>(0);
  const [resting, setResting] = useState(false);

  useEffect(() => {
    if (!allowed) setWanted(false);
  }, [allowed]);

  useEffect(() => {
    if (!wanted || call === null) return;
    const opened = openSight(call, {
      pressure: () => pressure.current,
      stage: () => stageNow.current,
      onStatus: setStatus,
      onNote: setNote,
      onTrouble: (why) => {
        setTrouble(why);
        setWanted(false);
      },
      probe,
      lend,
    });
    open.current = opened;
    return () => {
      open.current = null;
      opened.close();
      setStatus('off');
      setNote(null);
    };
  }, [wanted, call, probe, lend]);

  useEffect(() => {
    if (state !== null) open.current?.effects.changed(state);
  }, [state]);

  const act = (what: 'other' | 'dismiss' | 'simpler' | 'goOn') => () => open.current?.effects[what]();
  return {
    status,
    resting,
    trouble,
    note,
    start: () => {
      setTrouble(null);
      setWanted(true);
    },
    stop: () => setWanted(false),
    act: { other: act('other'), dismiss: act('dismiss'), simpler: act('simpler'), goOn: act('goOn') },
    setPressure: (level) => {
      pressure.current = level;
      setResting(level >= 2);
      open.current?.eyes?.setPressure(level);
    },
  };
}

interface OpenParts {
  pressure: () => EyesPressure;
  stage: () => Stage | null;
  onStatus: (status: Sight['status']) => void;
  onNote: (note: EyesNote | null) => void;
  onTrouble: (trouble: SightTrouble) => void;
  probe: Probe | null;
  lend: LendCamera | null;
}

function openSight(call: Call, parts: OpenParts): Open {
  let closed = false;
  const effects = createEyesEffects({
    call,
    show: (note) => closed || parts.onNote(note),
    now: () => performance.now(),
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
  const camera = createEyesCamera(call, parts.lend, parts.onTrouble);
  const opened: Open = {
    eyes: null,
    effects,
    close: () => {
      closed = true;
      call.setLips(null);
      opened.eyes?.close();
      camera.close();
      effects.close();
      parts.stage()?.setFaceAt(null);
    },
  };
  const start = async (): Promise<void> => {
    parts.onStatus('starting');
    const { watch, hasFaceModel } = await import('../senses/eyes/index.ts');
    // Nobody is asked for a camera that nothing could look through.
    if (!(await hasFaceModel())) {
      if (!closed) parts.onTrouble('no_model');
      return;
    }
    if (closed) return;
    await camera.open();
    if (closed || camera.stream === null) return;
    const eyes = watch({
      source: camera.stream,
      onCue: (cue) => {
        probe(cue);
        if (cue.kind === 'presence' || cue.kind === 'absence') camera.seen(cue.kind === 'presence');
        effects.cue(cue);
      },
      onFace: (face) => parts.stage()?.setFaceAt(face),
      onTrouble: (why) => parts.onTrouble(why),
      ...(parts.probe === null
        ? {}
        : { onLook: (look, ms) => void parts.probe?.looks.push({ ...look, ms }) }),
    });
    opened.eyes = eyes;
    eyes.setPressure(parts.pressure());
    if (await eyes.ready) {
      if (closed) return;
      parts.onStatus('on');
      camera.began();
      call.setLips(eyes.lips);
    }
  };
  const probe: (cue: Parameters<EyesEffects['cue']>[0]) => void =
    parts.probe === null ? NOTHING : (cue) => void parts.probe?.cues.push(cue);
  start().catch(() => {
    if (!closed) parts.onTrouble('unsupported');
  });
  return opened;
}
