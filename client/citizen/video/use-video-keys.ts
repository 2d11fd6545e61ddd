import { useEffect } from 'react';
import type { VideoController } from './types.ts';

/** Steers the player with keys while the focus is in it: space, left (back), Home, Escape. */
export function useVideoKeys(
  region: { current: HTMLElement | null },
  controller: VideoController | null,
  onClose: () => void,
): void {
  useEffect(() => {
    const element = region.current;
    if (element === null || controller === null) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const onButton = event.target instanceof HTMLButtonElement;
      const { phase } = controller.snapshot();
      if (event.key === ' ' && !onButton) {
        if (phase === 'playing' || phase === 'holding') controller.pause();
        else controller.play();
      } else if (event.key === 'ArrowLeft') controller.back();
      else if (event.key === 'Home') controller.replay();
      else if (event.key === 'Escape') onClose();
      else return;
      event.preventDefault();
    };
    element.addEventListener('keydown', pressed);
    return () => element.removeEventListener('keydown', pressed);
  }, [region, controller, onClose]);
}
