import { swing } from '../ease.ts';
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
  trace,
  wide,
  words,
} from '../pen.ts';

function windows(
  c: Ctx,
  x: number,
  y: number,
  columns: number,
  rows: number,
  gapX: number,
  gapY: number,
  w: number,
  h: number,
  lit: number,
): void {
  for (let r = 0; r < rows; r += 1)
    for (let k = 0; k < columns; k += 1) {
      const on = (r * 7 + k * 5) % 4 === lit;
      box(c, x + k * gapX, y + r * gapY, w, h, 6, on ? '#f9dc93' : '#cfe0ee');
      shape(c, `M${x + k * gapX} ${y + r * gapY + h}l${w} ${-h}v${h}Z`, 'rgba(255,255,255,.25)');
    }
}

/** A block of flats, 420 high. `lit` lights one window in gold when 1. */
export const flats = element({ colour: '#e7b9a2', lit: 0, tower: 1 }, (c, p) => {
  footing(c, 0, 0, 330);
  shape(c, 'M-130 0V-400Q-130 -414 -116 -414H96Q110 -414 110 -400V0Z', p.colour);
  shape(c, 'M60 0V-414H96Q110 -414 110 -400V0Z', shade(p.colour, -0.1));
  box(c, -142, -424, 264, 22, 10, shade(p.colour, -0.22));
  windows(c, -104, -376, 3, 5, 66, 70, 46, 46, 1);
  for (let r = 0; r < 5; r += 1) box(c, -108, -326 + r * 70, 54, 8, 4, shade(p.colour, -0.2));
  box(c, -38, -66, 56, 66, 10, shade(p.colour, -0.42));
  disc(c, 6, -32, 4, INK.goldLight);
  if (p.lit > 0) {
    c.save();
    c.globalAlpha *= p.lit;
    lifted(c, 4, () => box(c, -42, -240, 54, 54, 8, '#ffd977'));
    box(c, -38, -236, 46, 46, 6, '#fff0c2');
    c.restore();
  }
});

/** A small house with a garden, 260 high. */
export const house = element({ colour: '#f7e2c4', roof: '#d9614f' }, (c, p) => {
  footing(c, 0, 0, 320);
  box(c, -120, -150, 240, 150, 6, p.colour);
  shape(c, 'M40 -150H120V0H40Z', shade(p.colour, -0.07));
  shape(c, 'M-156 -140L0 -258L156 -140Q160 -132 148 -132H-148Q-160 -132 -156 -140Z', p.roof);
  shape(c, 'M0 -258L156 -140Q160 -132 148 -132H52Z', shade(p.roof, -0.12));
  box(c, -28, -92, 58, 92, 8, '#8a5a3c');
  disc(c, 18, -44, 4.5, INK.goldLight);
  box(c, -98, -108, 46, 46, 8, '#cfe0ee');
  box(c, 56, -108, 46, 46, 8, '#cfe0ee');
  trace(c, 'M-75 -108v46M-98 -85h46M79 -108v46M56 -85h46', 4, INK.white);
});

const HALLS: Readonly<Record<string, { wall: string; band: string }>> = {
  hall: { wall: '#f4ecdc', band: '#12305c' },
  police: { wall: '#e8eef5', band: '#2f568f' },
  hospital: { wall: '#fdf7ef', band: '#4b9a6a' },
  traffic: { wall: '#eef1f4', band: '#2d7f86' },
  company: { wall: '#e4e8ee', band: '#6b7789' },
};

/** A public building with its name over the door, 320 high: `hall`, `police`, `hospital`, `traffic`, `company`. */
export const building = element(
  { kind: 'hall', sign: '' },
  (c, p, t) => {
    const one = HALLS[p.kind] ?? HALLS.hall;
    if (!one) return;
    footing(c, 0, 2, 560);
    box(c, -230, -250, 460, 250, 6, one.wall);
    shape(c, 'M100 -250H230V0H100Z', shade(one.wall, -0.05));
    box(c, -250, -272, 500, 30, 10, shade(one.band, 0.1));
    shape(c, 'M-150 -272H150L120 -322Q116 -330 106 -330H-106Q-116 -330 -120 -322Z', one.band);
    if (p.kind === 'hospital') {
      box(c, -9, -318, 18, 40, 4, INK.white);
      box(c, -20, -307, 40, 18, 4, INK.white);
    } else if (p.kind === 'police')
      shape(c, 'M0 -322L22 -314V-298C22 -284 10 -278 0 -274C-10 -278 -22 -284 -22 -298V-314Z', INK.goldLight);
    else disc(c, 0, -300, 15, INK.goldLight);
    windows(c, -204, -210, 2, 2, 70, 84, 50, 62, 3);
    windows(c, 84, -210, 2, 2, 70, 84, 50, 62, 2);
    box(c, -58, -128, 116, 128, 8, shade(one.band, -0.05));
    box(c, -50, -120, 48, 120, 5, '#dfeaf3');
    box(c, 2, -120, 48, 120, 5, '#d3e2ee');
    if (p.sign) {
      const w = wide(c, p.sign, 40) + 44;
      lifted(c, 6, () => box(c, -w / 2, -228, w, 68, 12, one.band));
      words(c, p.sign, 0, -194, 40, INK.white);
    }
    box(c, -300, -6, 600, 12, 6, shade(one.wall, -0.14));
    at(c, 268, 0, () => {
      box(c, -3, -300, 6, 300, 3, INK.stone);
      const f = swing(t, 2.4) * 6;
      shape(c, `M3 -296Q40 ${-306 + f} 78 ${-294 - f}V${-246 - f}Q40 ${-258 + f} 3 -248Z`, INK.redLight);
    });
  },
  (p) => p.sign,
);

/** A counter seen from before: what stands behind it is drawn earlier. The origin is on the ground in the middle. */
export const counter = element(
  { sign: '', length: 720, glass: 0 },
  (c, p) => {
    const w = p.length;
    footing(c, 0, 4, w * 1.06);
    shape(c, `M${-w / 2 + 18} -150H${w / 2 - 18}V0H${-w / 2 + 18}Z`, '#e9dcc5');
    shape(c, `M${-w / 2 + 18} -150H${w / 2 - 18}V-122H${-w / 2 + 18}Z`, '#d8c8ab');
    for (let x = -w / 2 + 60; x < w / 2 - 60; x += 60) box(c, x, -106, 6, 92, 3, '#dccdb2');
    lifted(c, 6, () => box(c, -w / 2, -176, w, 32, 14, INK.card));
    if (p.sign) {
      const sw = wide(c, p.sign, 42) + 50;
      box(c, -sw / 2, -104, sw, 66, 16, INK.navy);
      words(c, p.sign, 0, -71, 42, INK.white);
    }
    if (p.glass > 0) {
      shape(c, `M${-w / 2 + 40} -176V-430H${w / 2 - 40}V-176Z`, `rgba(207,224,238,${0.25 * p.glass})`);
      shape(
        c,
        `M${-w / 2 + 80} -176L${-w / 2 + 230} -430H${-w / 2 + 300}L${-w / 2 + 150} -176Z`,
        `rgba(255,255,255,${0.3 * p.glass})`,
      );
    }
  },
  (p) => p.sign,
);

/** A pin on a map. */
export const pin = element({ colour: '#d9614f' }, (c, p, t) => {
  oval(c, 0, 4, 30, 9, 'rgba(21,35,58,.18)');
  at(c, 0, swing(t, 1.8) * 5 - 5, () => {
    shape(c, 'M0 0C-56 -62 -58 -150 0 -150C58 -150 56 -62 0 0Z', p.colour);
    shape(c, 'M0 0C56 -62 58 -150 0 -150C30 -130 30 -60 0 0Z', shade(p.colour, -0.12));
    disc(c, 0, -98, 24, INK.card);
  });
});

/** A map of a country of hills and roads, 620 wide; `show` draws the road between its two towns. */
export const map = element({ show: 1 }, (c, p) => {
  lifted(c, 14, () => box(c, -310, -180, 620, 360, 36, '#eaf0e3'));
  c.save();
  c.beginPath();
  c.roundRect(-310, -180, 620, 360, 36);
  c.clip();
  shape(c, 'M-310 60C-180 0 -120 120 40 70S220 -40 320 10V180H-310Z', '#d5e4cf');
  trace(c, 'M-120 -190C-90 -90 -10 -90 20 0S100 120 90 190', 30, '#c4dceb');
  c.setLineDash([4, 20]);
  trace(c, 'M-220 90C-120 -60 60 110 210 -60', 8, 'rgba(18,48,92,.3)');
  c.setLineDash([]);
  c.restore();
  const dots = 40;
  for (let i = 0; i < dots * p.show; i += 1) {
    const x = i / dots;
    const u = 1 - x;
    const px = u ** 3 * -220 + 3 * u * u * x * -120 + 3 * u * x * x * 60 + x ** 3 * 210;
    const py = u ** 3 * 90 + 3 * u * u * x * -60 + 3 * u * x * x * 110 + x ** 3 * -60;
    disc(c, px, py, 6, INK.gold);
  }
});

/** A cradle bed of a hospital, for the baby to lie over; 240 wide. */
export const crib = element({}, (c) => {
  footing(c, 0, 118, 250);
  box(c, -100, 40, 12, 76, 6, INK.stone);
  box(c, 88, 40, 12, 76, 6, INK.stone);
  shape(c, 'M-124 -40H124L108 50Q106 60 96 60H-96Q-106 60 -108 50Z', '#dcebf5');
  box(c, -132, -52, 264, 20, 10, INK.card);
  ring(c, 0, 8, 16, 5, INK.navySoft);
});
