/**
 * Prints one part of the page: the print style sheet hides everything that is marked by nobody. The marks are gone
 * when the browser's dialog is.
 */
export function printOnly(part: Element): void {
  part.setAttribute('data-printed', '');
  document.documentElement.setAttribute('data-printing', '');
  for (const details of part.querySelectorAll('details')) details.setAttribute('open', '');
  const done = (): void => {
    part.removeAttribute('data-printed');
    document.documentElement.removeAttribute('data-printing');
    window.removeEventListener('afterprint', done);
  };
  window.addEventListener('afterprint', done);
  window.print();
}
