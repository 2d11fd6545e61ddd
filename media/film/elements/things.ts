import { clamp, EASES, part, swing } from '../ease.ts';
import { element } from '../element.ts';
import { INK } from '../palette.ts';
import {
  at,
  box,
  type Ctx,
  disc,
  footing,
  lifted,
  oval,
  ring,
  shade,
  shape,
  through,
  trace,
  words,
} from '../pen.ts';

/** A large green tick that draws itself as `show` goes to 1. */
export const tick = element({ show: 1, radius: 90, colour: '#4b9a6a' }, (c, p) => {
  const on = EASES.back(part(p.show, 0, 0.5));
  at(
    c,
    0,
    0,
    () => {
      ring(
        c,
        0,
        0,
        p.radius * (1.05 + part(p.show, 0.2, 0.8) * 0.5),
        7 * (1 - part(p.show, 0.4, 0.6)) + 0.01,
        p.colour,
      );
      lifted(c, 10, () => disc(c, 0, 0, p.radius, p.colour));
      const r = p.radius / 90;
      through(
        c,
        [
          [-40 * r, 2 * r],
          [-10 * r, 32 * r],
          [44 * r, -32 * r],
        ],
        22 * r,
        INK.white,
        EASES.both(part(p.show, 0.3, 0.6)),
      );
    },
    { size: on },
  );
});

/** A red cross in a circle. */
export const cross = element({ show: 1, radius: 80 }, (c, p) => {
  at(
    c,
    0,
    0,
    () => {
      lifted(c, 10, () => disc(c, 0, 0, p.radius, INK.redLight));
      const r = p.radius * 0.36;
      through(
        c,
        [
          [-r, -r],
          [r, r],
        ],
        p.radius * 0.22,
        INK.white,
        part(p.show, 0.3, 0.35),
      );
      through(
        c,
        [
          [r, -r],
          [-r, r],
        ],
        p.radius * 0.22,
        INK.white,
        part(p.show, 0.6, 0.35),
      );
    },
    { size: EASES.back(part(p.show, 0, 0.5)) },
  );
});

/** An arrow to the right that draws itself; `bow` bends it upwards. */
export const arrow = element({ show: 1, length: 180, bow: 0, colour: '#c08a2b', thick: 14 }, (c, p) => {
  const points = Array.from({ length: 25 }, (_, i): [number, number] => {
    const x = i / 24;
    return [x * p.length, -4 * p.bow * x * (1 - x)];
  });
  through(c, points, p.thick, p.colour, p.show);
  const x = p.show;
  if (p.show > 0.05)
    at(c, x * p.length, -4 * p.bow * x * (1 - x), () => trace(c, 'M-24 -24L4 0L-24 24', p.thick, p.colour), {
      turn: (Math.atan2(-4 * p.bow * (1 - 2 * x), p.length) * 180) / Math.PI,
    });
});

/** A gold coin, 80 wide. */
export const coin = element({ turned: 1 }, (c, p) => {
  at(
    c,
    0,
    0,
    () => {
      disc(c, 0, 4, 40, shade(INK.gold, -0.18));
      disc(c, 0, 0, 40, INK.goldLight);
      ring(c, 0, 0, 31, 4, INK.gold);
      words(c, '¥', 0, 1, 38, INK.gold);
    },
    { wide: Math.max(0.15, Math.abs(p.turned)) },
  );
});

/** Piles of coins that grow, one coin for each whole number in `count`. */
export const coins = element({ count: 6, piles: 3 }, (c, p) => {
  footing(c, 0, 6, p.piles * 100);
  for (let i = 0; i < Math.ceil(p.count); i += 1) {
    const pile = i % p.piles;
    const row = Math.floor(i / p.piles);
    const on = clamp(p.count - i);
    const x = (pile - (p.piles - 1) / 2) * 96;
    const y = -row * 20 - (1 - EASES.out(on)) * 90;
    c.save();
    c.globalAlpha *= on;
    box(c, x - 42, y - 18, 84, 20, 10, shade(INK.gold, -0.06));
    oval(c, x, y - 18, 42, 13, INK.goldLight);
    oval(c, x, y - 18, 30, 8, '#f3d083');
    c.restore();
  }
});

/** The housing fund as a savings jar with a roof; `fill` 0 to 1. */
export const fund = element({ fill: 0.5 }, (c, p, t) => {
  footing(c, 0, 150, 260);
  c.save();
  c.beginPath();
  c.roundRect(-120, -90, 240, 240, 34);
  c.fillStyle = 'rgba(255,255,255,.75)';
  c.fill();
  c.clip();
  const y = 150 - p.fill * 220;
  shape(
    c,
    `M-120 ${y + swing(t, 3) * 4}Q-60 ${y - 14} 0 ${y}T120 ${y + swing(t, 3, 0.5) * 4}V150H-120Z`,
    INK.goldLight,
  );
  shape(c, `M-120 ${y + 26}Q-60 ${y + 10} 0 ${y + 26}T120 ${y + 24}V150H-120Z`, '#dfa945');
  c.restore();
  c.lineWidth = 8;
  c.strokeStyle = INK.navySoft;
  c.beginPath();
  c.roundRect(-120, -90, 240, 240, 34);
  c.stroke();
  shape(c, 'M-160 -84L0 -196L160 -84Q166 -72 150 -72H-150Q-166 -72 -160 -84Z', INK.redLight);
  shape(c, 'M0 -196L160 -84Q166 -72 150 -72H40Z', shade(INK.redLight, -0.1));
  box(c, -34, -112, 68, 14, 7, shade(INK.redLight, -0.35));
  box(c, -92, -60, 20, 150, 10, 'rgba(255,255,255,.5)');
});

/** A magnifier. */
export const lens = element({ colour: '#12305c' }, (c, p) => {
  through(
    c,
    [
      [46, 46],
      [104, 104],
    ],
    26,
    p.colour,
  );
  disc(c, 0, 0, 60, 'rgba(240,247,252,.5)');
  ring(c, 0, 0, 62, 16, p.colour);
  shape(c, 'M-38 -14A42 42 0 0 1 6 -42L10 -32A32 32 0 0 0 -28 -10Z', INK.white);
});

/** A stroke of time from left to right: `fill` 0 to 1, with `marks` divisions. */
export const span = element({ fill: 0, length: 700, marks: 3, colour: '#c08a2b', danger: 2 }, (c, p) => {
  const h = 34;
  lifted(c, 6, () => box(c, -p.length / 2, -h / 2, p.length, h, h / 2, INK.card));
  if (p.fill > 0.02)
    box(
      c,
      -p.length / 2 + 5,
      -h / 2 + 5,
      (p.length - 10) * p.fill,
      h - 10,
      (h - 10) / 2,
      p.fill > p.danger ? INK.redLight : p.colour,
    );
  for (let i = 1; i < p.marks; i += 1)
    box(c, -p.length / 2 + (i * p.length) / p.marks - 2, -h / 2 + 6, 4, h - 12, 2, 'rgba(21,35,58,.16)');
  at(c, -p.length / 2 + 17 + (p.length - 34) * p.fill, 0, () => {
    lifted(c, 6, () => disc(c, 0, 0, 30, INK.white));
    disc(c, 0, 0, 18, p.fill > p.danger ? INK.redLight : p.colour);
  });
});

/** A clock, 200 wide; `hour` 0 to 12, with hands that move. */
export const clock = element({ hour: 9 }, (c, p) => {
  lifted(c, 10, () => disc(c, 0, 0, 100, INK.navy));
  disc(c, 0, 0, 84, INK.card);
  for (let i = 0; i < 12; i += 1) {
    at(c, 0, 0, () => box(c, -3, -76, 6, i % 3 === 0 ? 16 : 8, 3, INK.stone), { turn: i * 30 });
  }
  at(
    c,
    0,
    0,
    () =>
      through(
        c,
        [
          [0, 0],
          [0, -40],
        ],
        10,
        INK.navy,
      ),
    { turn: p.hour * 30 },
  );
  at(
    c,
    0,
    0,
    () =>
      through(
        c,
        [
          [0, 0],
          [0, -62],
        ],
        7,
        INK.gold,
      ),
    { turn: p.hour * 360 },
  );
  disc(c, 0, 0, 9, INK.navy);
});

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

const SPARKS = Array.from({ length: 18 }, (_, i) => ({
  turn: i * 20 + (i % 3) * 7,
  far: 0.7 + ((i * 7) % 5) / 9,
  tone: i % 4,
}));
/** Paper snippets that fly from the middle as `show` goes to 1. */
export const confetti = element({ show: 0, reach: 300 }, (c, p) => {
  if (p.show <= 0 || p.show >= 1) return;
  for (const spark of SPARKS) {
    const a = (spark.turn * Math.PI) / 180;
    const far = EASES.out(p.show) * p.reach * spark.far;
    at(
      c,
      Math.cos(a) * far,
      Math.sin(a) * far + p.show ** 2 * 90,
      () =>
        box(
          c,
          -8,
          -5,
          16,
          10,
          4,
          [INK.goldLight, INK.redLight, INK.greenMid, INK.navyMid][spark.tone] ?? INK.gold,
        ),
      {
        turn: spark.turn + p.show * 300,
        alpha: 1 - part(p.show, 0.6, 0.4),
      },
    );
  }
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
