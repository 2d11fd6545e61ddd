import { clamp, EASES, part } from '../ease.ts';
import { element } from '../element.ts';
import { INK } from '../palette.ts';
import { at, box, type Ctx, disc, lifted, oval, ring, shade, shape, through, trace, words } from '../pen.ts';

/** A head and shoulders for cards and photos, 60 wide. */
function bust(c: Ctx, skin: string, hair: string, top: string): void {
  shape(c, 'M-34 44C-34 16 -18 10 0 10C18 10 34 16 34 44Z', top);
  box(c, -8, -4, 16, 20, 7, shade(skin, -0.1));
  oval(c, 0, -14, 19, 22, skin);
  shape(c, 'M-20 -10C-26 -44 26 -44 20 -10C14 -26 -6 -28 -14 -24C-18 -20 -19 -16 -20 -10Z', hair);
}

const lines = (
  c: Ctx,
  x: number,
  y: number,
  widths: readonly number[],
  gap: number,
  thick = 9,
  colour: string = INK.line,
): void =>
  widths.forEach((w, i) => {
    box(c, x, y + i * gap, w, thick, thick / 2, colour);
  });

/** An identity card, 300 wide. `lost` 0 to 1 leaves only a dashed outline; `shine` is the place of a gleam. */
export const idcard = element({ lost: 0, shine: -1, name: '示例市民' }, (c, p) => {
  if (p.lost > 0) {
    c.save();
    c.globalAlpha *= p.lost;
    c.setLineDash([16, 14]);
    c.lineWidth = 5;
    c.strokeStyle = INK.redLight;
    c.beginPath();
    c.roundRect(-150, -95, 300, 190, 20);
    c.stroke();
    c.restore();
  }
  at(
    c,
    0,
    0,
    () => {
      lifted(c, 10, () => box(c, -150, -95, 300, 190, 20, '#eaf1f8'));
      c.save();
      c.beginPath();
      c.roundRect(-150, -95, 300, 190, 20);
      c.clip();
      shape(c, 'M-150 60C-60 10 20 90 150 20L150 95L-150 95Z', '#d5e4f2');
      shape(c, 'M-150 -95L150 -95L150 -62L-150 -62Z', '#bcd3e9');
      if (p.shine >= 0) shape(c, `M${-260 + p.shine * 520} 95l70 -190l60 0l-70 190Z`, 'rgba(255,255,255,.6)');
      c.restore();
      lines(c, -122, -36, [86, 120, 60], 32, 12, '#9db6d0');
      lines(c, -122, 66, [190], 30, 12, '#7f9cbc');
      box(c, 46, -46, 82, 98, 8, '#dfe9f3');
      at(c, 87, 4, () => bust(c, '#f0c39d', '#33261f', INK.navyMid), { size: 1.02 });
    },
    { alpha: 1 - p.lost },
  );
});

const COVERS: Readonly<Record<string, { cover: string; ink: string; text: string; wide: number }>> = {
  household: { cover: '#8e3b2e', ink: '#f3d79b', text: '户口簿', wide: 200 },
  marriage: { cover: '#b5302a', ink: '#f6dd9f', text: '结婚证', wide: 180 },
  deed: { cover: '#a8231a', ink: '#f6dd9f', text: '不动产权证', wide: 200 },
  licence: { cover: '#23262b', ink: '#d8d2c4', text: '驾驶证', wide: 250 },
};

/** A booklet by its cover: `household` 户口簿, `marriage` 结婚证, `deed` 不动产权证, `licence` 驾驶证. */
export const booklet = element(
  { kind: 'household' },
  (c, p) => {
    const one = COVERS[p.kind] ?? COVERS.household;
    if (!one) return;
    const w = one.wide;
    const h = p.kind === 'licence' ? 180 : 264;
    lifted(c, 10, () => box(c, -w / 2 + 6, -h / 2 + 5, w, h, 12, '#efe6d5'));
    box(c, -w / 2, -h / 2, w, h, 12, one.cover);
    shape(c, `M${-w / 2 + 12} ${-h / 2}h8v${h}h-8Z`, shade(one.cover, -0.22));
    shape(c, `M${w / 2 - 70} ${-h / 2}h44l-60 ${h}h-44Z`, 'rgba(255,255,255,.05)');
    if (p.kind !== 'licence') {
      ring(c, 8, -56, 30, 5, one.ink);
      shape(c, 'M8 -78l6 15h16l-13 10l5 16l-14 -9l-14 9l5 -16l-13 -10h16Z', one.ink);
    }
    words(c, one.text, 8, p.kind === 'licence' ? 0 : 44, one.text.length > 3 ? 34 : 44, one.ink);
    if (p.kind !== 'licence') lines(c, -32, 92, [80], 20, 6, one.ink);
  },
  () => '',
);

/** A sheet of paper with a heading: `head`; `stamp` 0 to 1 sets a seal, `tick` a green mark; `tone` the colour of its head. */
export const paper = element(
  { head: '', stamp: 0, tick: 0, tone: '#c9d7ea', rows: 5, filled: 1, sign: 0 },
  (c, p) => {
    lifted(c, 10, () =>
      shape(
        c,
        'M-110 -150h172l48 48v252a12 12 0 0 1 -12 12h-208a12 12 0 0 1 -12 -12v-288a12 12 0 0 1 12 -12Z',
        INK.card,
      ),
    );
    shape(c, 'M62 -150l48 48h-36a12 12 0 0 1 -12 -12Z', '#e6dcc9');
    if (p.head) {
      box(c, -98, -128, 30 + [...p.head].length * 30, 46, 12, p.tone);
      words(c, p.head, -83, -105, 29, INK.navy, { align: 'left' });
    }
    for (let i = 0; i < p.rows; i += 1) {
      const on = clamp(p.filled * p.rows - i);
      const y = -56 + i * 36;
      const w = [176, 148, 176, 120, 160][i % 5] ?? 150;
      box(c, -88, y, w, 12, 6, '#ece5d8');
      if (on > 0) box(c, -88, y, w * on, 12, 6, INK.navySoft);
    }
    if (p.sign > 0)
      through(
        c,
        [
          [-20, 130],
          [0, 108],
          [6, 134],
          [24, 110],
          [32, 132],
          [60, 116],
          [84, 126],
        ],
        5,
        INK.navy,
        p.sign,
      );
    if (p.stamp > 0) {
      at(
        c,
        44,
        88,
        () => {
          ring(c, 0, 0, 50, 7, 'rgba(168,35,26,.86)');
          shape(c, 'M0 -26l8 18h19l-15 12l6 19l-18 -11l-18 11l6 -19l-15 -12h19Z', 'rgba(168,35,26,.86)');
        },
        { turn: -14, size: 1 + (1 - EASES.out(p.stamp)) * 1.3, alpha: clamp(p.stamp * 2) },
      );
    }
    if (p.tick > 0) at(c, 104, 140, () => mark(c), { size: EASES.back(p.tick) });
  },
  (p) => p.head,
);

function mark(c: Ctx): void {
  lifted(c, 6, () => disc(c, 0, 0, 40, INK.greenMid));
  trace(c, 'M-17 1L-4 14L19 -13', 10, INK.white);
}

/** A small photo of a person, white border. */
export const photo = element({ flash: 0 }, (c, p) => {
  lifted(c, 8, () => box(c, -66, -84, 132, 168, 8, INK.white));
  box(c, -56, -74, 112, 148, 4, '#cfe0f0');
  c.save();
  c.beginPath();
  c.rect(-56, -74, 112, 148);
  c.clip();
  at(c, 0, 10, () => bust(c, '#efc4a2', '#33261f', INK.navy), { size: 1.5 });
  c.restore();
  if (p.flash > 0) box(c, -66, -84, 132, 168, 8, `rgba(255,255,255,${p.flash})`);
});

const CARDS: Readonly<Record<string, readonly [string, string]>> = {
  social: ['#3f7fb0', '#8fc0e0'],
  bank: ['#a8763a', '#e9c98c'],
  temporary: ['#7b8798', '#cdd5df'],
};

/** A plastic card, 280 wide: `social` 社保卡, `bank`, `temporary` 临时身份证. */
export const plastic = element(
  { kind: 'social', text: '' },
  (c, p) => {
    const [base, light] = CARDS[p.kind] ?? ['#3f7fb0', '#8fc0e0'];
    lifted(c, 10, () => box(c, -140, -88, 280, 176, 20, base));
    c.save();
    c.beginPath();
    c.roundRect(-140, -88, 280, 176, 20);
    c.clip();
    disc(c, 120, -70, 130, shade(base, 0.12));
    disc(c, 140, 90, 90, shade(base, -0.1));
    c.restore();
    if (p.kind === 'temporary') at(c, 76, 14, () => bust(c, '#f0c39d', '#33261f', INK.navy), { size: 1.2 });
    else {
      box(c, -112, -24, 54, 42, 8, '#f0d48c');
      trace(c, 'M-112 -4h54M-94 -24v42M-76 -24v42', 2.5, '#b98f3c');
    }
    if (p.text) words(c, p.text, -112, -58, 30, INK.white, { align: 'left' });
    lines(c, -112, 44, [150], 20, 12, light);
  },
  (p) => p.text,
);

/** A calendar sheet, 300 wide. `marked` days are ticked one after another. */
export const calendar = element(
  { marked: 0, head: '', days: 20, colour: '#d9614f' },
  (c, p) => {
    lifted(c, 12, () => box(c, -150, -150, 300, 310, 24, INK.card));
    box(c, -150, -150, 300, 82, 24, p.colour);
    box(c, -150, -100, 300, 32, 0, p.colour);
    for (const x of [-82, 82]) {
      box(c, x - 9, -178, 18, 54, 9, INK.navyDeep);
      box(c, x - 4, -174, 5, 30, 3, 'rgba(255,255,255,.3)');
    }
    if (p.head) words(c, p.head, 0, -106, 42, INK.white);
    for (let i = 0; i < p.days; i += 1) {
      const x = -112 + (i % 5) * 56;
      const y = -36 + Math.floor(i / 5) * 50;
      const on = part(p.marked, i, 1);
      box(c, x - 18, y - 16, 36, 32, 9, on > 0.5 ? INK.goldPale : '#f0e9dc');
      if (on > 0) at(c, x, y, () => trace(c, 'M-9 1L-2 8L11 -8', 6, INK.green), { size: EASES.back(on) });
    }
  },
  (p) => p.head,
);
