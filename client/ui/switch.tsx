import { useId } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface SwitchProps {
  icon: IconName;
  label: string;
  /** What it is for, in plain words; read out with the label. */
  why: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

/** A large on/off row: the whole row is the target, the state is shown by place, mark and colour. */
export function Switch({ icon, label, why, checked, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <label className="switch" data-disabled={disabled || undefined}>
      <span className="switch-icon">
        <Icon name={icon} />
      </span>
      <span className="switch-words">
        <span className="switch-label" id={`${id}l`}>
          {label}
        </span>
        <span className="switch-why" id={`${id}w`}>
          {why}
        </span>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-labelledby={`${id}l`}
        aria-describedby={`${id}w`}
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="switch-track" aria-hidden="true">
        <span className="switch-knob">{checked ? <Icon name="check" /> : null}</span>
      </span>
    </label>
  );
}
