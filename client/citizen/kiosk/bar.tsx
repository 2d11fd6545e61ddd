import { Icon } from '../../ui/icon.tsx';
import type { KioskTexts } from './texts.ts';

interface BarProps {
  texts: KioskTexts;
  inert: boolean;
  /** A consultation runs: a number can be keyed in. */
  serving: boolean;
  low: boolean;
  contrast: boolean;
  onLow: () => void;
  onContrast: () => void;
  onStaff: () => void;
  onKeypad: () => void;
  onFinish: () => void;
}

/** Always there, always at the lower edge: a person, a number, reach, contrast, and the way to leave nothing behind. */
export function Bar(props: BarProps) {
  const { texts } = props;
  return (
    <nav className="kiosk-bar" aria-label={texts.bar} inert={props.inert}>
      <button type="button" onClick={props.onStaff}>
        <Icon name="person" />
        {texts.staff}
      </button>
      <button type="button" disabled={!props.serving} onClick={props.onKeypad}>
        <Icon name="checklist" />
        {texts.keypad}
      </button>
      <button type="button" aria-pressed={props.low} onClick={props.onLow}>
        <Icon name="down" />
        {texts.low}
      </button>
      <button type="button" aria-pressed={props.contrast} onClick={props.onContrast}>
        <Icon name="eye" />
        {texts.contrast}
      </button>
      <button type="button" className="kiosk-finish" onClick={props.onFinish}>
        <Icon name="erase" />
        {texts.finish}
      </button>
    </nav>
  );
}
