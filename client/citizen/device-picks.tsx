import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  canChooseSpeaker,
  type DeviceChoice,
  type DeviceKind,
  type ListedDevice,
} from '../call/device-choice.ts';

const KINDS: readonly DeviceKind[] = ['microphone', 'camera', 'speaker'];

/**
 * Which microphone, camera and loudspeaker. A kind is asked of only where there is something to choose: a machine with
 * one of each shows nothing here.
 */
export function DevicePicks({ devices, known }: { devices: DeviceChoice; known: unknown }) {
  const { t } = useTranslation();
  const [lists, setLists] = useState<Partial<Record<DeviceKind, ListedDevice[]>>>({});
  const [, again] = useState(0);
  // Names are told only after the citizen has allowed a device: `known` changes with that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const found: typeof lists = {};
      for (const kind of KINDS) found[kind] = await devices.list(kind);
      if (!gone) setLists(found);
    };
    void read();
    const stop = devices.onChange(() => {
      again((count) => count + 1);
      void read();
    });
    return () => {
      gone = true;
      stop();
    };
  }, [devices, known]);
  return (
    <>
      {KINDS.map((kind) => {
        const list = lists[kind] ?? [];
        const chosen = devices.chosen(kind);
        const gone = chosen !== null && !list.some(({ id }) => id === chosen);
        if ((list.length < 2 && !gone) || (kind === 'speaker' && !canChooseSpeaker())) return null;
        return (
          <label key={kind} className="device-pick">
            <span>{t(`settings.which.${kind}`)}</span>
            <select
              value={chosen ?? ''}
              onChange={({ target }) => devices.choose(kind, target.value === '' ? null : target.value)}
            >
              <option value="">{t('settings.which.system')}</option>
              {gone ? <option value={chosen}>{t('settings.which.gone')}</option> : null}
              {list.map(({ id, label }, index) => (
                <option key={id} value={id}>
                  {label === '' ? t('settings.which.numbered', { number: index + 1 }) : label}
                </option>
              ))}
            </select>
          </label>
        );
      })}
    </>
  );
}
