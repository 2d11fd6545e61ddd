import { clamp, EASES, part } from '../ease.ts';
import { element } from '../element.ts';
import { INK } from '../palette.ts';
import { at, box, disc, lifted, shade, trace, wide, words } from '../pen.ts';

const COLOURS: Readonly<Record<string, string>> = {
  navy: INK.navy,
  gold: INK.gold,
  red: INK.red,
  green: INK.green,
  teal: INK.teal,
  white: INK.white,
};
const colourOf = (name: string): string => COLOURS[name] ?? INK.navy;

/** Large words without a ground; the characters come one after another as `show` goes from 0 to 1. */
export const title = element(
  { text: '', height: 84, colour: 'navy', show: 1, align: 'center' },
  (c, p) => {
    const signs = [...p.text];
    const widths = signs.map((sign) => wide(c, sign, p.height) + p.height * 0.03);
    const all = widths.reduce((sum, one) => sum + one, 0);
    let x = p.align === 'left' ? 0 : -all / 2;
    signs.forEach((sign, i) => {
      const w = widths[i] ?? 0;
      const on = EASES.back(part(p.show * (signs.length + 4), i, 4));
      at(c, x + w / 2, (1 - on) * p.height * 0.5, () => words(c, sign, 0, 0, p.height, colourOf(p.colour)), {
        alpha: clamp(part(p.show * (signs.length + 4), i, 2)),
      });
      x += w;
    });
  },
  (p) => p.text,
);

/** A few words on a rounded card, with a mark before them: `tick`, `cross`, `dot`, `none`. */
export const label = element(
  { text: '', height: 46, colour: 'navy', mark: 'none', filled: false, done: 1 },
  (c, p) => {
    const colour = colourOf(p.colour);
    const lead = p.mark === 'none' ? 0 : p.height * 1.45;
    const w = wide(c, p.text, p.height) + p.height * 1.3 + lead;
    const h = p.height * 1.95;
    lifted(c, 9, () => box(c, -w / 2, -h / 2, w, h, h / 2, p.filled ? colour : INK.card));
    words(c, p.text, lead / 2, 0, p.height, p.filled ? INK.white : colour);
    if (p.mark === 'none') return;
    at(c, -w / 2 + h * 0.56, 0, () => {
      const r = p.height * 0.56;
      const tone = p.mark === 'cross' ? INK.redLight : p.mark === 'tick' ? INK.greenMid : INK.gold;
      disc(c, 0, 0, r, p.done > 0 ? tone : INK.line);
      if (p.done <= 0) return;
      at(
        c,
        0,
        0,
        () => {
          if (p.mark === 'tick')
            trace(c, `M${-r * 0.45} 0L${-r * 0.1} ${r * 0.36}L${r * 0.48} ${-r * 0.36}`, r * 0.24, INK.white);
          else if (p.mark === 'cross')
            trace(
              c,
              `M${-r * 0.34} ${-r * 0.34}L${r * 0.34} ${r * 0.34}M${r * 0.34} ${-r * 0.34}L${-r * 0.34} ${r * 0.34}`,
              r * 0.24,
              INK.white,
            );
          else disc(c, 0, 0, r * 0.34, INK.white);
        },
        { size: EASES.back(p.done) },
      );
    });
  },
  (p) => p.text,
);

/** A number as large as a thumb, with its unit and a word above it; counts as `value` moves. */
export const figure = element(
  { value: 0, unit: '', above: '', height: 170, colour: 'navy', before: '' },
  (c, p) => {
    const number = `${Math.round(p.value)}`;
    const small = p.height * 0.34;
    const nw = wide(c, number, p.height);
    const uw = p.unit === '' ? 0 : wide(c, p.unit, small) + 10;
    const bw = p.before === '' ? 0 : wide(c, p.before, small) + 12;
    const left = -(nw + uw + bw) / 2;
    const colour = colourOf(p.colour);
    if (p.before) words(c, p.before, left, p.height * 0.2, small, colour, { align: 'left' });
    words(c, number, left + bw + nw / 2, 0, p.height, colour);
    if (p.unit) words(c, p.unit, left + bw + nw + 10, p.height * 0.2, small, colour, { align: 'left' });
    if (p.above) words(c, p.above, 0, -p.height * 0.72, small * 0.86, INK.muted);
  },
  (p) => `${p.above}${p.before}${Math.round(p.value)}${p.unit}`,
);

/** A telephone number to call: a round receiver, the number, who answers. */
export const hotline = element(
  { number: '12345', name: '', ringing: 1 },
  (c, p, t) => {
    const w = 560;
    lifted(c, 14, () => box(c, -w / 2, -95, w, 190, 95, INK.card));
    at(c, -w / 2 + 95, 0, () => {
      for (const k of [0, 0.5]) {
        const x = (t * 0.7 + k) % 1;
        disc(c, 0, 0, 62 + x * 40 * p.ringing, `rgba(29, 107, 61, ${0.22 * (1 - x) * p.ringing})`);
      }
      disc(c, 0, 0, 64, INK.green);
      at(
        c,
        0,
        0,
        () =>
          trace(
            c,
            'M-18 -22L-10 -6L-17 2C-12 12 -6 18 4 22L11 14L26 22L23 32C8 36 -30 6 -29 -20Z',
            9,
            INK.white,
          ),
        {
          turn: Math.sin(t * 18) * 5 * p.ringing * Number(t % 1.6 < 0.6),
        },
      );
    });
    words(c, p.number, 72, p.name ? -22 : 0, 104, INK.navy);
    if (p.name) words(c, p.name, 72, 54, 34, INK.muted, { weight: 500 });
  },
  (p) => `${p.number}${p.name}`,
);

/** A round number of a step. */
export const badge = element(
  { text: '1', colour: 'gold', radius: 46 },
  (c, p) => {
    lifted(c, 7, () => disc(c, 0, 0, p.radius, colourOf(p.colour)));
    disc(c, 0, 0, p.radius * 0.84, shade(colourOf(p.colour), 0.1));
    words(c, p.text, 0, 0, p.radius * 1.05, INK.white);
  },
  (p) => p.text,
);

/** What somebody says: a bubble whose tail points down to the left (`side` -1) or right (1). */
export const bubble = element(
  { text: '', height: 44, side: -1, colour: 'navy', dark: false },
  (c, p) => {
    const w = Math.max(120, wide(c, p.text, p.height) + p.height * 1.5);
    const h = p.height * 2;
    const ground = p.dark ? INK.navy : INK.card;
    lifted(c, 9, () => {
      c.beginPath();
      c.roundRect(-w / 2, -h / 2, w, h, h * 0.42);
      const x = (p.side * w) / 3.4;
      c.moveTo(x - 20, h / 2 - 2);
      c.quadraticCurveTo(x, h / 2 + 18, x + p.side * 32, h / 2 + 34);
      c.quadraticCurveTo(x + 26, h / 2 + 12, x + 22, h / 2 - 2);
      c.fillStyle = ground;
      c.fill();
    });
    words(c, p.text, 0, 0, p.height, p.dark ? INK.white : colourOf(p.colour));
  },
  (p) => p.text,
);
