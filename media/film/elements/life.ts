import { swing } from '../ease.ts';
import { element } from '../element.ts';
import { INK } from '../palette.ts';
import { at, box, type Ctx, disc, footing, lifted, oval, ring, shade, shape, trace } from '../pen.ts';

/** A car, 300 long. `drive` turns its wheels. */
export const car = element({ drive: 0, colour: '#d9614f' }, (c, p) => {
  footing(c, 0, 56, 320);
  shape(
    c,
    'M-150 30C-156 -14 -130 -22 -96 -26C-70 -66 -48 -78 8 -78C64 -78 84 -54 100 -26C136 -20 152 -12 150 30Q150 42 136 42H-136Q-150 42 -150 30Z',
    p.colour,
  );
  shape(c, 'M-74 -26C-56 -56 -40 -62 -6 -62V-26ZM8 -62C48 -62 64 -50 78 -26H8Z', '#dcebf5');
  shape(c, 'M-150 20H150Q150 42 136 42H-136Q-150 42 -150 20Z', shade(p.colour, -0.14));
  oval(c, 138, -4, 10, 9, '#fbe9b5');
  for (const x of [-86, 88]) {
    disc(c, x, 42, 34, '#2c2f36');
    disc(c, x, 42, 17, '#cfd5dc');
    at(c, x, 42, () => box(c, -3, -15, 6, 30, 3, '#8d96a1'), { turn: p.drive * 360 });
  }
});

/** A chart for the eyes, with a pointer at line `line`. */
export const eyechart = element({ line: 0 }, (c, p) => {
  lifted(c, 10, () => box(c, -95, -150, 190, 300, 16, INK.card));
  const rows = [[0], [-1, 1], [-1.5, 0, 1.5], [-2, -0.7, 0.7, 2]];
  rows.forEach((row, r) => {
    const s = 26 - r * 5;
    row.forEach((x, i) => {
      at(c, x * 32, -104 + r * 62, () => trace(c, 'M10 -10H-10V10H10M-10 0H8', 5, INK.navy), {
        size: s / 14,
        turn: ((i + r) % 4) * 90,
      });
    });
  });
  if (p.line >= 0) ring(c, 0, -104 + p.line * 62, 34, 5, INK.redLight);
});

/** A heart, 120 wide; `beat` lets it beat. */
export const heart = element({ beat: 1, colour: '#d9614f' }, (c, p, t) => {
  at(
    c,
    0,
    0,
    () =>
      shape(
        c,
        'M0 46C-70 4 -60 -50 -28 -50C-12 -50 -2 -40 0 -30C2 -40 12 -50 28 -50C60 -50 70 4 0 46Z',
        p.colour,
      ),
    {
      size: 1.1 + p.beat * 0.07 * Math.max(0, swing(t, 1.1)),
    },
  );
});

/** A box with one's things from the office, 170 wide. */
export const belongings = element({}, (c) => {
  trace(c, 'M-40 -60C-50 -110 -20 -120 -14 -60', 9, INK.greenMid);
  oval(c, -50, -96, 14, 24, INK.greenMid, -0.6);
  oval(c, -14, -104, 13, 26, '#66b184', 0.4);
  box(c, 12, -92, 44, 60, 6, INK.card);
  box(c, 18, -86, 32, 40, 4, '#cfe0f0');
  shape(c, 'M-85 -50H85L74 70Q73 78 64 78H-64Q-73 78 -74 70Z', '#c69c6b');
  shape(c, 'M-92 -58H92V-34H-92Z', '#b78a57');
  box(c, -24, -8, 48, 16, 8, '#8d6a41');
});

/** A pot with a plant that stands on the ground, 150 high. */
export const plant = element({ tall: 1 }, (c, p, t, seed) => {
  footing(c, 0, 0, 90);
  for (const [x, turn, w] of [
    [-22, -34, 20],
    [22, 32, 20],
    [-8, -12, 22],
    [10, 12, 22],
  ] as const) {
    at(
      c,
      x * 0.4,
      -52,
      () =>
        shape(
          c,
          `M0 0C${-w} ${-40 * p.tall} ${-w} ${-80 * p.tall} 0 ${-116 * p.tall}C${w} ${-80 * p.tall} ${w} ${-40 * p.tall} 0 0Z`,
          turn < 0 ? '#5aa57a' : '#7abb93',
        ),
      {
        turn: turn + swing(t, 5, seed * 0.2 + x * 0.01) * 2,
      },
    );
  }
  shape(c, 'M-38 -56H38L28 0H-28Z', '#c9775a');
  box(c, -42, -64, 84, 16, 6, '#b5654a');
});

function wheel(c: Ctx, x: number): void {
  disc(c, x, 62, 22, '#3a4353');
  disc(c, x, 62, 9, '#cfd5dc');
}
/** A pram, 200 wide, without the baby. */
export const pram = element({ colour: '#2f568f' }, (c, p) => {
  footing(c, 0, 86, 200);
  trace(c, 'M-70 62L50 -4M60 62L-50 -4M84 -20L128 -62', 9, '#5d6878');
  wheel(c, -64);
  wheel(c, 58);
  shape(c, 'M-92 -30H92C92 30 52 44 0 44C-52 44 -92 30 -92 -30Z', p.colour);
  shape(c, 'M-92 -30C-92 -90 -40 -116 0 -116V-30Z', shade(p.colour, 0.16));
});
