import { clamp, EASES, part, swing } from '../ease.ts';
import { element } from '../element.ts';
import { INK } from '../palette.ts';
import { at, box, disc, footing, lifted, oval, ring, shade, shape, through, trace, words } from '../pen.ts';

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
