import { clamp, EASES, part, swing } from '../ease.ts';
import { element } from '../element.ts';
import { INK } from '../palette.ts';
import { at, box, type Ctx, disc, lifted, shape, through, trace, words } from '../pen.ts';
import { LOOKS, person } from './people.ts';

/** The avatar's head and shoulders in a round window of radius r. */
function avatar(c: Ctx, x: number, y: number, r: number, t: number, talk: number, nod: number): void {
  disc(c, x, y, r, '#dbe8f3');
  c.save();
  c.beginPath();
  c.arc(x, y, r, 0, Math.PI * 2);
  c.clip();
  disc(c, x + r * 0.5, y - r * 0.5, r * 0.9, '#cbddec');
  at(
    c,
    x,
    y + r * 2.82,
    () => {
      person.draw(
        c,
        { look: 'clerk', legs: false, smile: 1 - talk * 0.5, leftX: -70, rightX: 70, nod },
        t,
        3,
      );
      if (talk > 0) {
        const open = Math.max(0, swing(t, 0.34) * 0.6 + swing(t, 0.53, 0.2) * 0.4) * talk;
        c.beginPath();
        c.ellipse(0, -333, 10, 2 + open * 9, 0, 0, Math.PI * 2);
        c.fillStyle = '#8e3b2e';
        c.fill();
      }
    },
    { size: (r / 115) * 0.98 },
  );
  c.restore();
}

type Screen = (c: Ctx, p: { progress: number; text: string }, t: number) => void;

/** What a phone can show; 230 × 440 around the middle. */
const SCREENS: Readonly<Record<string, Screen>> = {
  blank: () => {},
  /** A form whose fields fill themselves, with a button. */
  form: (c, p) => {
    box(c, -115, -240, 230, 86, 0, INK.navy);
    if (p.text) words(c, p.text, 0, -184, 30, INK.white);
    for (let i = 0; i < 4; i += 1) {
      const y = -128 + i * 66;
      box(c, -98, y, 70, 12, 6, INK.stone);
      box(c, -98, y + 18, 196, 36, 9, '#f1ebdf');
      const on = clamp(p.progress * 4 - i);
      if (on > 0)
        box(
          c,
          -88,
          y + 30,
          [130, 160, 100, 146][i % 4] ? ([130, 160, 100, 146][i % 4] ?? 120) * on : 0,
          12,
          6,
          INK.navyMid,
        );
    }
    box(c, -98, 150, 196, 48, 24, p.progress >= 1 ? INK.greenMid : INK.line);
    at(c, 0, 174, () => trace(c, 'M-12 0L-3 9L14 -9', 6, INK.white));
  },
  /** Done. */
  done: (c, p) => {
    box(c, -115, -240, 230, 480, 0, INK.greenPale);
    at(
      c,
      0,
      -30,
      () => {
        disc(c, 0, 0, 66, INK.greenMid);
        through(
          c,
          [
            [-28, 2],
            [-7, 24],
            [31, -22],
          ],
          15,
          INK.white,
          part(p.progress, 0.3, 0.6),
        );
      },
      { size: EASES.back(part(p.progress, 0, 0.5)) },
    );
    if (p.text) words(c, p.text, 0, 84, 36, INK.green);
    box(c, -70, 124, 140, 12, 6, '#a9d0b6');
  },
  /** A list of services, one of them chosen. */
  list: (c, p) => {
    box(c, -115, -240, 230, 86, 0, INK.navy);
    if (p.text) words(c, p.text, 0, -184, 30, INK.white);
    const tones = [INK.goldPale, INK.tealPale, INK.redPale, INK.greenPale, INK.navyPale, INK.goldPale];
    for (let i = 0; i < 6; i += 1) {
      const x = i % 2 === 0 ? -54 : 54;
      const y = -92 + Math.floor(i / 2) * 104;
      box(c, x - 46, y - 44, 92, 88, 18, tones[i] ?? INK.navyPale);
      disc(c, x, y - 10, 16, 'rgba(18,48,92,.28)');
      box(c, x - 24, y + 18, 48, 9, 4.5, 'rgba(18,48,92,.28)');
    }
    if (p.progress > 0) {
      c.lineWidth = 7;
      c.strokeStyle = INK.gold;
      c.beginPath();
      c.roundRect(-104, -140, 100, 96, 20);
      c.stroke();
    }
  },
  /** The digital human at the top, what is said below. */
  avatar: (c, p, t) => {
    box(c, -115, -240, 230, 480, 0, '#f6f2ea');
    avatar(c, 0, -92, 96, t, p.progress, 0);
    box(c, -98, 34, 196, 60, 16, INK.navy);
    box(c, -80, 50, 150, 9, 4.5, 'rgba(255,255,255,.85)');
    box(c, -80, 68, 96, 9, 4.5, 'rgba(255,255,255,.5)');
    for (let i = 0; i < 3; i += 1) disc(c, -62 + i * 62, 158, 24, i === 1 ? INK.gold : INK.navySoft);
    at(c, 0, 158, () => trace(c, 'M0 -9v8M-6 -3c0 9 12 9 12 0M0 4v5', 3.6, INK.white));
  },
  /** A call that rings. */
  call: (c, p, t) => {
    box(c, -115, -240, 230, 480, 0, INK.navy);
    for (const k of [0, 0.5]) {
      const x = (t * 0.7 + k) % 1;
      disc(c, 0, -60, 60 + x * 50, `rgba(233,185,90,${0.25 * (1 - x)})`);
    }
    disc(c, 0, -60, 60, INK.goldLight);
    at(c, 0, -60, () =>
      trace(c, 'M-18 -22L-10 -6L-17 2C-12 12 -6 18 4 22L11 14L26 22L23 32C8 36 -30 6 -29 -20Z', 8, INK.navy),
    );
    if (p.text) words(c, p.text, 0, 60, 46, INK.white);
    disc(c, 0, 158, 34, INK.greenMid);
  },
};

/** A telephone, 260 × 500. `screen`: blank, form, done, list, avatar, call; `progress` fills it. */
export const phone = element(
  { screen: 'blank', progress: 0, text: '', held: 0 },
  (c, p, t) => {
    const skin = LOOKS.woman?.skin ?? '#f2c7a5';
    if (p.held > 0) shape(c, 'M-60 260C-150 200 -170 40 -140 -30L-110 -10L100 220L170 420H-40Z', skin);
    lifted(c, 16, () => box(c, -130, -250, 260, 500, 40, INK.navyDeep));
    c.save();
    c.beginPath();
    c.roundRect(-115, -234, 230, 468, 28);
    c.clip();
    box(c, -115, -234, 230, 468, 0, INK.card);
    (SCREENS[p.screen] ?? SCREENS.blank)?.(c, p, t);
    c.restore();
    box(c, -34, -240, 68, 14, 7, INK.navyDeep);
    if (p.held > 0)
      for (const [y, w] of [
        [-60, 40],
        [0, 46],
        [60, 44],
        [118, 38],
      ] as const)
        through(
          c,
          [
            [142, y],
            [142 - w, y + 8],
          ],
          36,
          skin,
        );
  },
  (p) => (p.screen === 'blank' ? '' : p.text),
);

/** The digital human as a window with her label; `talk` 0 to 1 moves her lips. */
export const guide = element(
  { talk: 0, radius: 190, nod: 0, label: true },
  (c, p, t) => {
    lifted(c, 14, () => disc(c, 0, 0, p.radius + 14, INK.card));
    avatar(c, 0, 0, p.radius, t, p.talk, p.nod);
    if (!p.label) return;
    lifted(c, 6, () => box(c, -105, p.radius - 34, 210, 58, 29, INK.navy));
    words(c, 'AI数字人', 0, p.radius - 5, 34, INK.white);
  },
  (p) => (p.label ? 'AI数字人' : ''),
);

/** A round button with a sign: `mic`, `camera`, `record`, `text`, `hand`, `person`; `on` fills it; `level` makes waves. */
export const button = element({ sign: 'mic', on: 1, level: 0, radius: 84 }, (c, p, t) => {
  if (p.level > 0)
    for (const k of [0, 0.33, 0.66]) {
      const x = (t * 0.6 + k) % 1;
      disc(c, 0, 0, p.radius * (1 + x * 0.75), `rgba(192,138,43,${0.24 * (1 - x) * p.level})`);
    }
  lifted(c, 10, () => disc(c, 0, 0, p.radius, INK.card));
  if (p.on > 0)
    disc(
      c,
      0,
      0,
      p.radius * p.on,
      p.sign === 'record' ? INK.redLight : p.sign === 'person' ? INK.greenMid : INK.navy,
    );
  const ink = p.on > 0.5 ? INK.white : INK.muted;
  at(c, 0, 0, () => SIGNS[p.sign]?.(c, ink), { size: p.radius / 84 });
});

const SIGNS: Readonly<Record<string, (c: Ctx, ink: string) => void>> = {
  mic: (c, ink) => {
    box(c, -14, -42, 28, 52, 14, ink);
    trace(c, 'M-28 -8C-28 36 28 36 28 -8M0 26V42M-16 44H16', 7, ink);
  },
  camera: (c, ink) => {
    box(c, -40, -26, 54, 52, 12, ink);
    shape(c, 'M20 -8L44 -24V24L20 8Z', ink);
  },
  record: (c, ink) => disc(c, 0, 0, 24, ink),
  text: (c, ink) => {
    trace(c, 'M-36 -28H36V18H-6L-24 36V18H-36Z', 7, ink);
    trace(c, 'M-18 -10H18M-18 4H6', 6, ink);
  },
  hand: (c, ink) =>
    shape(
      c,
      'M-24 44C-40 20 -46 2 -38 -2C-32 -4 -26 6 -22 12V-32C-22 -42 -8 -42 -8 -32V-44C-8 -54 6 -54 6 -44V-34C6 -44 20 -44 20 -32V-22C20 -30 34 -30 34 -18V14C34 34 24 44 20 46Z',
      ink,
    ),
  person: (c, ink) => {
    disc(c, 0, -20, 18, ink);
    shape(c, 'M-34 40C-34 4 34 4 34 40Z', ink);
  },
};

/** A switch with its sign, 190 wide: `on` 0 to 1. */
export const toggle = element({ on: 0 }, (c, p) => {
  const tone = p.on > 0.5 ? INK.greenMid : INK.stone;
  lifted(c, 6, () => box(c, -75, -40, 150, 80, 40, tone));
  lifted(c, 4, () => disc(c, -35 + 70 * p.on, 0, 31, INK.white));
});

/** A card beside the avatar, 340 wide, that fills itself: `kind` answer, form or list. */
export const sheet = element({ kind: 'answer', show: 1 }, (c, p) => {
  lifted(c, 12, () => box(c, -180, -140, 360, 280, 28, INK.card));
  box(c, -150, -112, 180, 22, 11, INK.navy);
  for (let i = 0; i < 4; i += 1) {
    const on = EASES.out(clamp(p.show * 4 - i));
    const y = -58 + i * 48;
    if (p.kind === 'list') {
      disc(c, -134, y + 8, 15, on > 0.5 ? INK.greenMid : INK.line);
      if (on > 0.5) at(c, -134, y + 8, () => trace(c, 'M-7 0L-1 6L8 -6', 5, INK.white));
      box(c, -104, y, [190, 220, 160, 200][i] ?? 180, 16, 8, INK.navySoft);
    } else if (p.kind === 'form') {
      box(c, -150, y - 8, 300, 38, 10, '#f1ebdf');
      box(c, -138, y + 4, ([190, 240, 130, 210][i] ?? 180) * on, 14, 7, INK.navyMid);
    } else
      box(c, -150, y, ([290, 250, 280, 160][i] ?? 200) * on, 16, 8, i === 0 ? INK.goldLight : INK.navySoft);
  }
});
