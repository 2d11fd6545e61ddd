import { clamp, EASES, mix, part, swing } from '../ease.ts';
import { element } from '../element.ts';
import { INK } from '../palette.ts';
import { at, box, type Ctx, disc, footing, oval, shade, shape, through, trace } from '../pen.ts';

interface Look {
  skin: string;
  hair: string;
  top: string;
  legs: string;
  cut: 'short' | 'bob' | 'bun' | 'bald' | 'long';
  glasses?: boolean;
  /** A uniform: shirt, tie, badge. */
  badge?: boolean;
  collar?: string;
}

/** The people of all films. */
export const LOOKS: Readonly<Record<string, Look>> = {
  woman: { skin: '#f2c7a5', hair: '#3a2a22', top: '#d9614f', legs: '#2b3f5f', cut: 'bob' },
  man: { skin: '#eab98f', hair: '#2a2320', top: '#4b9a6a', legs: '#3a4353', cut: 'short' },
  youth: { skin: '#f0c39d', hair: '#33261f', top: '#e9b95a', legs: '#3f5b86', cut: 'short' },
  granny: { skin: '#efc4a2', hair: '#c9c6c1', top: '#8d5b86', legs: '#4a4650', cut: 'bun', glasses: true },
  grandpa: { skin: '#e6b48c', hair: '#d4d1cb', top: '#2d7f86', legs: '#4b4640', cut: 'bald', glasses: true },
  mother: { skin: '#f4cdae', hair: '#4a3226', top: '#e39a86', legs: '#5a6f8f', cut: 'long' },
  clerk: {
    skin: '#f1c6a3',
    hair: '#2a211d',
    top: '#12305c',
    legs: '#0c2344',
    cut: 'bun',
    badge: true,
    collar: '#ffffff',
  },
  officer: {
    skin: '#e9b78d',
    hair: '#231d1a',
    top: '#1f4479',
    legs: '#0c2344',
    cut: 'short',
    badge: true,
    collar: '#c9d7ea',
  },
};

const UPPER = 74;
const FORE = 70;

/**
 * A bent arm from the shoulder to the hand, in two bones. A hanging arm has its elbow outside, a raised one below; between
 * them the elbow turns through the viewer's line, so that no movement ever jumps.
 */
function arm(c: Ctx, look: Look, side: number, handX: number, handY: number): void {
  at(
    c,
    0,
    0,
    () => {
      const [sx, sy] = [49, -292];
      const dx = handX * side - sx;
      const dy = handY - sy;
      const far = clamp(Math.hypot(dx, dy), 24, UPPER + FORE - 1);
      const base = Math.atan2(dy, dx);
      const along = (UPPER ** 2 + far ** 2 - FORE ** 2) / (2 * far);
      const degrees = (base * 180) / Math.PI;
      const turn = degrees < -90 ? 1 : mix(1, -1, EASES.both(part(degrees, 25, 45)));
      const off = Math.sqrt(Math.max(0, UPPER ** 2 - along ** 2)) * turn;
      const ex = sx + Math.cos(base) * along - Math.sin(base) * off;
      const ey = sy + Math.sin(base) * along + Math.cos(base) * off;
      const wx = sx + Math.cos(base) * far;
      const wy = sy + Math.sin(base) * far;
      const on = Math.atan2(wy - ey, wx - ex);
      const [ux, uy] = [Math.cos(on), Math.sin(on)];
      through(
        c,
        [
          [wx - ux * 12, wy - uy * 12],
          [wx + ux * 8, wy + uy * 8],
        ],
        23,
        shade(look.skin, -0.05),
      );
      oval(c, wx + ux * 15, wy + uy * 15, 19, 16.5, look.skin, on);
      oval(c, wx + ux * 15 + uy * 13, wy + uy * 15 - ux * 13, 10, 6.5, look.skin, on - 0.5);
      c.beginPath();
      c.moveTo(sx, sy);
      c.lineTo(mix(sx, ex, 0.55), mix(sy, ey, 0.55));
      c.quadraticCurveTo(ex, ey, mix(ex, wx, 0.45), mix(ey, wy, 0.45));
      c.lineTo(wx - ux * 10, wy - uy * 10);
      c.lineWidth = 36;
      c.lineCap = 'round';
      c.lineJoin = 'round';
      c.strokeStyle = shade(look.top, side > 0 ? -0.12 : -0.06);
      c.stroke();
      through(
        c,
        [
          [wx - ux * 9 - uy * 14, wy - uy * 9 + ux * 14],
          [wx - ux * 9 + uy * 14, wy - uy * 9 - ux * 14],
        ],
        9,
        look.badge ? (look.collar ?? look.top) : shade(look.top, 0.16),
      );
    },
    { wide: side },
  );
}

function head(c: Ctx, look: Look, gaze: number, nod: number, smile: number, shut: number): void {
  const g = gaze * 9;
  at(c, 0, -366, () => {
    if (look.cut === 'long')
      shape(c, 'M-56 -8C-62 -74 62 -74 56 -8L62 74C40 92 -40 92 -62 74Z', shade(look.hair, -0.12));
    if (look.cut === 'bob')
      shape(c, 'M-56 -4C-62 -72 62 -72 56 -4L56 34C48 52 -48 52 -56 34Z', shade(look.hair, -0.12));
    if (look.cut === 'bun') disc(c, -g * 0.6, -62, 22, shade(look.hair, -0.08));
    box(c, -17, 26, 34, 44, 15, shade(look.skin, -0.1));
    disc(c, -49 + g * 0.4, 6, 10, shade(look.skin, -0.07));
    disc(c, 49 + g * 0.4, 6, 10, shade(look.skin, -0.07));
    box(c, -48, -52, 96, 106, 47, look.skin);
    oval(c, -27 + g, 22, 10, 6.5, 'rgba(217, 97, 79, 0.22)');
    oval(c, 27 + g, 22, 10, 6.5, 'rgba(217, 97, 79, 0.22)');
    const lid = Math.max(0.12, 1 - shut);
    for (const side of [-1, 1]) {
      oval(c, side * 18 + g, 3, 4.6, 6.2 * lid, '#23180f');
      trace(
        c,
        `M${side * 18 + g - 9} ${-13 - nod}q9 -5 18 0`,
        3.4,
        shade(look.hair, look.cut === 'bald' ? -0.25 : 0),
      );
    }
    trace(c, `M${g} 8q${3 + gaze * 2} 7 -1 9`, 2.6, shade(look.skin, -0.22));
    trace(c, `M${g - 13} ${30 - smile * 2}q13 ${smile * 13} 26 0`, 4, '#8e3b2e');
    if (look.glasses) {
      c.lineWidth = 3;
      c.strokeStyle = '#5d5348';
      for (const side of [-1, 1]) {
        c.beginPath();
        c.roundRect(side * 18 + g - 13.5, -9, 27, 24, 10);
        c.stroke();
      }
      trace(c, `M${g - 4} 1q4 -3 8 0`, 3, '#5d5348');
    }
    if (look.cut === 'short')
      shape(
        c,
        'M-51 2C-60 -74 60 -76 51 2C48 -18 42 -28 30 -31C6 -24 -24 -26 -38 -34C-46 -26 -49 -12 -51 2Z',
        look.hair,
      );
    else if (look.cut === 'bald') {
      shape(c, 'M-50 8C-56 -24 -50 -38 -40 -44C-44 -26 -45 -8 -44 10Z', look.hair);
      shape(c, 'M50 8C56 -24 50 -38 40 -44C44 -26 45 -8 44 10Z', look.hair);
      oval(c, -14, -36, 16, 7, 'rgba(255,255,255,.28)', -0.4);
    } else
      shape(
        c,
        'M-52 10C-62 -74 62 -74 52 10C52 -14 40 -30 16 -36C-6 -20 -34 -18 -45 -16C-50 -8 -51 2 -52 10Z',
        look.hair,
      );
    at(c, 0, 0, () =>
      shape(c, 'M-34 -44C-20 -58 12 -60 24 -52C4 -52 -16 -48 -34 -44Z', 'rgba(255,255,255,.13)'),
    );
  });
}

function body(c: Ctx, look: Look): void {
  shape(
    c,
    'M-62 -276C-62 -306 -40 -318 0 -318C40 -318 62 -306 62 -276L58 -150C58 -132 -58 -132 -58 -150Z',
    look.top,
  );
  shape(
    c,
    'M20 -316C48 -314 64 -304 64 -276L58 -150C58 -142 40 -137 22 -136C40 -190 40 -260 20 -316Z',
    shade(look.top, -0.1),
  );
  if (look.collar) {
    shape(c, 'M-22 -318L0 -268L22 -318Z', look.collar);
    shape(c, 'M-26 -319L-4 -284L-20 -272L-38 -312Z', shade(look.top, 0.14));
    shape(c, 'M26 -319L4 -284L20 -272L38 -312Z', shade(look.top, 0.14));
    shape(c, 'M-7 -292L7 -292L5 -280L9 -240L0 -230L-9 -240L-5 -280Z', INK.gold);
  } else shape(c, 'M-20 -319C-16 -298 16 -298 20 -319Z', shade(look.skin, -0.1));
  if (look.badge) box(c, 22, -252, 26, 16, 4, INK.goldLight);
}

/** A person, 430 high; stands on the origin. Hands are given from the feet: `leftX`, `leftY`, `rightX`, `rightY`. */
export const person = element(
  {
    look: 'woman',
    leftX: -64,
    leftY: -157,
    rightX: 64,
    rightY: -157,
    /** Where the face is turned, -1 left to 1 right. */
    gaze: 0,
    smile: 1,
    /** 1 lets the right hand wave. */
    wave: 0,
    /** How far a step is: 1 walks. */
    walk: 0,
    /** False for who stands behind a counter. */
    legs: true,
    nod: 0,
  },
  (c, p, t, seed) => {
    const look = LOOKS[p.look] ?? LOOKS.woman;
    if (!look) return;
    const breath = swing(t, 3.6, seed * 0.37) * 1.6;
    const step = swing(t, 0.9, seed * 0.2) * p.walk;
    const blink = (t + seed * 1.31) % 3.4;
    const shut = blink < 0.16 ? Math.sin((blink / 0.16) * Math.PI) : 0;
    if (p.legs) {
      footing(c, 0, 2, 170);
      for (const side of [-1, 1]) {
        const swung = step * side * 26;
        through(
          c,
          [
            [side * 27, -150],
            [side * 27 + swung * 0.45, -78],
            [side * 27 + swung, -32],
          ],
          46,
          shade(look.legs, side > 0 ? 0 : -0.14),
        );
        box(c, side * 27 + swung - 24 + p.gaze * 6, -22, 50, 22, 11, '#2c2622');
      }
    }
    const wx = p.rightX + p.wave * (swing(t, 0.8) * 20);
    at(c, 0, breath * 0.6 + Math.abs(step) * -5, () => {
      arm(c, look, -1, p.leftX - step * 20, p.leftY + breath);
      body(c, look);
      head(c, look, p.gaze, p.nod * 4, p.smile, shut);
      arm(c, look, 1, wx + step * 20, p.rightY + breath);
    });
  },
);

/** A baby in a wrap, 150 high, around its middle. */
export const baby = element({ wrap: '#f7d58a', asleep: 0 }, (c, p, t, seed) => {
  at(c, 0, swing(t, 3, seed * 0.3) * 2, () => {
    shape(c, 'M-56 -6C-60 60 -30 92 0 92C30 92 60 60 56 -6C40 -30 -40 -30 -56 -6Z', p.wrap);
    shape(c, 'M56 -6C20 20 -6 52 -14 90C10 96 60 70 56 -6Z', shade(p.wrap, -0.12));
    disc(c, 0, -38, 50, shade(p.wrap, -0.06));
    disc(c, 0, -34, 41, '#f6cfb1');
    trace(c, 'M-4 -72C4 -66 8 -62 2 -56', 4, '#5a3f30');
    for (const side of [-1, 1]) {
      if (p.asleep > 0.5) trace(c, `M${side * 15 - 6} -32q6 5 12 0`, 3, '#3b2a20');
      else oval(c, side * 15, -32, 4, 5, '#3b2a20');
      oval(c, side * 24, -18, 7, 5, 'rgba(217,97,79,.3)');
    }
    trace(c, 'M-7 -15q7 6 14 0', 3, '#a34a3a');
  });
});

/** A hand from below that points and taps; the tip of the finger is the origin. `press` 0 to 1. */
export const finger = element({ press: 0, skin: '#f0c39d', sleeve: '#2f568f' }, (c, p) => {
  if (p.press > 0) {
    disc(c, 0, 0, 12 + p.press * 26, `rgba(233, 185, 90, ${0.5 * (1 - p.press * 0.6)})`);
  }
  at(c, 6 - p.press * 4, 8 - p.press * 6, () => {
    shape(c, 'M40 150L120 120L170 240L80 270Z', p.sleeve);
    shape(c, 'M34 150L124 116L132 138L42 174Z', shade(p.sleeve, 0.25));
    through(
      c,
      [
        [0, 4],
        [34, 84],
      ],
      32,
      p.skin,
    );
    shape(c, 'M14 70C34 40 88 44 108 76C124 104 124 126 116 136L52 160C34 148 20 118 14 70Z', p.skin);
    through(
      c,
      [
        [54, 66],
        [62, 92],
      ],
      27,
      shade(p.skin, -0.05),
    );
    through(
      c,
      [
        [82, 70],
        [86, 94],
      ],
      25,
      shade(p.skin, -0.09),
    );
    through(
      c,
      [
        [104, 82],
        [104, 100],
      ],
      22,
      shade(p.skin, -0.13),
    );
    through(
      c,
      [
        [18, 108],
        [36, 124],
      ],
      28,
      shade(p.skin, -0.04),
    );
    oval(c, -3, -3, 7, 9, 'rgba(255,255,255,.45)', -0.4);
  });
});
