import { describe, expect, it, vi } from 'vitest';
import { createDeviceChoice, type DeviceKind } from './device-choice.ts';

function plugs(...devices: [MediaDeviceKind, string, string][]) {
  const target = new EventTarget();
  const media = {
    enumerateDevices: async () =>
      devices.map(([kind, deviceId, label]) => ({ kind, deviceId, label }) as MediaDeviceInfo),
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  };
  return { media, plug: () => target.dispatchEvent(new Event('devicechange')) };
}

function drawer(text: string | null = null) {
  const kept = { text };
  return {
    kept,
    storage: {
      getItem: () => kept.text,
      setItem: (_: string, value: string) => {
        kept.text = value;
      },
    },
  };
}

describe('the choice of devices', () => {
  it('lists what is plugged in, without the names the browser gives to the system’s own', async () => {
    const { media } = plugs(
      ['audioinput', 'default', 'Default'],
      ['audioinput', 'mic-1', 'Desk microphone'],
      ['videoinput', 'cam-1', 'Camera'],
      ['audiooutput', 'out-1', 'Headset'],
      ['audioinput', '', ''],
    );
    const choice = createDeviceChoice({ media, storage: null });
    expect(await choice.list('microphone')).toEqual([{ id: 'mic-1', label: 'Desk microphone' }]);
    expect(await choice.list('camera')).toEqual([{ id: 'cam-1', label: 'Camera' }]);
    expect(await choice.list('speaker')).toEqual([{ id: 'out-1', label: 'Headset' }]);
  });

  it('is kept for the next visit, and given back to the system', () => {
    const { kept, storage } = drawer();
    const { media } = plugs();
    createDeviceChoice({ media, storage }).choose('microphone', 'mic-1');
    const next = createDeviceChoice({ media, storage });
    expect(next.chosen('microphone')).toBe('mic-1');
    expect(next.chosen('camera')).toBeNull();
    next.choose('microphone', null);
    expect(kept.text).toBe('{}');
  });

  it('tells of a new choice once, and of what is plugged in', () => {
    const { media, plug } = plugs();
    const choice = createDeviceChoice({ media, storage: null });
    const told: (DeviceKind | null)[] = [];
    const stop = choice.onChange((kind) => told.push(kind));
    choice.choose('speaker', 'out-1');
    choice.choose('speaker', 'out-1');
    plug();
    stop();
    plug();
    choice.choose('speaker', null);
    expect(told).toEqual(['speaker', null]);
  });

  it('is empty where storage holds something else or throws', () => {
    const { media } = plugs();
    for (const text of [
      'nonsense',
      '[1]',
      'null',
      '{"microphone":7,"other":"x"}',
      `{"camera":"${'x'.repeat(300)}"}`,
    ])
      expect(createDeviceChoice({ media, storage: drawer(text).storage }).chosen('microphone')).toBeNull();
    const broken = {
      getItem: vi.fn(() => {
        throw new Error('forbidden');
      }),
      setItem: () => {
        throw new Error('full');
      },
    };
    const choice = createDeviceChoice({ media, storage: broken });
    choice.choose('camera', 'cam-1');
    expect(choice.chosen('camera')).toBe('cam-1');
  });

  it('lists nothing where the browser tells nothing', async () => {
    expect(await createDeviceChoice({ media: null, storage: null }).list('camera')).toEqual([]);
    const media = { ...plugs().media, enumerateDevices: () => Promise.reject(new Error('no')) };
    expect(await createDeviceChoice({ media, storage: null }).list('camera')).toEqual([]);
  });
});
