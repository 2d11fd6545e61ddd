/** Keys that lead out of the page or change it: with Ctrl, Alt or Meta, or alone. */
const FUNCTION_KEY = /^F\d{1,2}$/;
/** With Ctrl, only these are for typing. */
const TYPING = new Set(['a', 'x', 'z', 'y', 'v', 'c', 'arrowleft', 'arrowright', 'backspace', 'delete']);

/**
 * No way out of the page: no links to elsewhere, new windows, context menu, drag, selection outside of fields, zoom, file
 * dialogs, or keys of the browser. Printing only through the page's own buttons. `onRefused` is told of a link or file
 * dialog that was pressed, so that the page can say a word. @returns how to take it off
 */
export function guard(onRefused: (what: 'link' | 'file') => void): () => void {
  const off = new AbortController();
  const on = <K extends keyof DocumentEventMap>(
    type: K,
    listener: (event: DocumentEventMap[K]) => void,
    passive = false,
  ): void => document.addEventListener(type, listener, { capture: true, signal: off.signal, passive });
  const refuse = (event: Event): void => event.preventDefault();
  const isField = (target: EventTarget | null): boolean =>
    target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;

  for (const type of ['contextmenu', 'dragstart', 'drop', 'dragover', 'copy', 'cut'] as const)
    on(type, refuse);
  on('selectstart', (event) => {
    if (!isField(event.target)) refuse(event);
  });
  on('click', (event) => clicked(event));
  on('auxclick', (event) => clicked(event));
  on('wheel', (event) => {
    if (event.ctrlKey) refuse(event);
  });
  on('touchmove', (event) => {
    if (event.touches.length > 1) refuse(event);
  });
  document.addEventListener('gesturestart', refuse, { capture: true, signal: off.signal });
  on('submit', (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement && form.hasAttribute('action')) refuse(event);
  });
  on('keydown', (event) => {
    const key = event.key.toLowerCase();
    const withKey = event.ctrlKey || event.metaKey;
    if (FUNCTION_KEY.test(event.key) || event.altKey || (withKey && !TYPING.has(key))) refuse(event);
    if (['contextmenu', 'browserback', 'browserforward', 'browserhome'].includes(key)) refuse(event);
  });
  const open = window.open;
  window.open = () => null;

  function clicked(event: MouseEvent): void {
    const target = event.composedPath().find((node) => node instanceof Element);
    if (!(target instanceof Element)) return;
    const file = target.closest('input[type="file"], label:has(input[type="file"])');
    const link = target.closest('a[href], area[href]');
    if (file !== null) {
      refuse(event);
      onRefused('file');
    } else if (link !== null) {
      refuse(event);
      // A place on this page is shown without leaving a trace in the history.
      const place = link.getAttribute('href') ?? '';
      if (place.startsWith('#')) document.getElementById(place.slice(1))?.scrollIntoView();
      else onRefused('link');
    } else if (event.type === 'auxclick' || event.ctrlKey || event.shiftKey) refuse(event);
  }
  return () => {
    off.abort();
    window.open = open;
  };
}
