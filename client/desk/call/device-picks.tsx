import { Select } from 'antd';
import { useEffect, useState } from 'react';
import {
  canChooseSpeaker,
  type DeviceChoice,
  type DeviceKind,
  type ListedDevice,
} from '../../call/device-choice.ts';
import { useTexts } from '../texts.ts';

/** Which microphone, camera and loudspeaker; a choice holds at once and for the next calls at this desk. */
export function DevicePicks({ devices, known }: { devices: DeviceChoice; known: unknown }) {
  const t = useTexts();
  const [lists, setLists] = useState<Partial<Record<DeviceKind, ListedDevice[]>>>({});
  // Names are told only after a device was allowed: `known` changes with that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const [microphone, camera, speaker] = await Promise.all([
        devices.list('microphone'),
        devices.list('camera'),
        devices.list('speaker'),
      ]);
      if (!gone) setLists({ microphone, camera, speaker });
    };
    void read();
    const stop = devices.onChange(() => void read());
    return () => {
      gone = true;
      stop();
    };
  }, [devices, known]);
  return (
    <div className="device-picks">
      {(['microphone', 'camera', 'speaker'] as const).map((kind) => {
        if (kind === 'speaker' && !canChooseSpeaker()) return null;
        const list = lists[kind] ?? [];
        const chosen = devices.chosen(kind);
        const gone = chosen !== null && !list.some(({ id }) => id === chosen);
        return (
          <label key={kind} htmlFor={`pick-${kind}`}>
            <span>{t.check[kind]}</span>
            <Select<string>
              id={`pick-${kind}`}
              value={chosen ?? ''}
              onChange={(id) => devices.choose(kind, id === '' ? null : id)}
              options={[
                { value: '', label: t.check.system },
                ...(gone ? [{ value: chosen, label: t.check.gone }] : []),
                ...list.map(({ id, label }, index) => ({
                  value: id,
                  label: label === '' ? `${t.check[kind]} ${index + 1}` : label,
                })),
              ]}
            />
          </label>
        );
      })}
    </div>
  );
}
