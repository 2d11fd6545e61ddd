import { EASES, part, swing } from './ease.ts';
import { ELEMENTS } from './elements/index.ts';
import { AIRS, type Air } from './palette.ts';
import { at, box, type Ctx, disc, shade, shape } from './pen.ts';
import type { Picture } from './picture.ts';
import { stateAt } from './timeline.ts';

export const WIDTH = 1280;
export const HEIGHT = 720;
/** Seconds in which a scene wipes the one before it away. */
export const WIPE = 0.8;
const HORIZON = 640;

/** One scene of a film as the page draws it: its picture, and when it begins and ends in the film. */
export interface FilmScene {
  picture: Picture;
  startS: number;
  endS: number;
}

function backdrop(c: Ctx, picture: Picture, air: Air, t: number): void {
  box(c, 0, 0, WIDTH, HEIGHT, 0, air.back);
  const x = picture.formAt;
  const drift = swing(t, 14) * 6;
  switch (picture.form) {
    case 'circle':
      disc(c, x + drift, 350, 300, air.form);
      disc(c, x + 340 - drift * 2, 84, 30, air.form);
      disc(c, x - 430 + drift * 2, 210, 26, air.form);
      break;
    case 'arch':
      c.beginPath();
      c.roundRect(x - 340, 70, 680, 700, [340, 340, 0, 0]);
      c.fillStyle = air.form;
      c.fill();
      floor(c, air);
      break;
    case 'hills':
      disc(c, x + 330, 170 + drift, 74, shade(air.form, 0.45));
      cloud(c, 200 + drift * 4, 140, 1);
      cloud(c, 1010 - drift * 5, 220, 0.75);
      shape(c, 'M0 560C180 440 330 440 520 540S900 620 1280 470V720H0Z', air.form);
      floor(c, air);
      break;
    case 'room':
      room(c, air);
      break;
    case 'street':
      cloud(c, 240 + drift * 4, 120, 0.9);
      cloud(c, 920 - drift * 4, 160, 1.1);
      for (const [bx, w, h] of [
        [-20, 150, 260],
        [120, 110, 190],
        [220, 160, 320],
        [420, 120, 220],
        [560, 150, 280],
        [730, 110, 200],
        [850, 170, 330],
        [1030, 120, 240],
        [1150, 160, 290],
      ] as const)
        box(c, bx + drift, HORIZON - h, w, h + 20, 12, air.form);
      floor(c, air);
      break;
    case 'none':
      break;
  }
}

/** A wall with a window, curtains and a lamp, and a floor with its skirting. */
function room(c: Ctx, air: Air): void {
  box(c, x0, 70, 460, 330, 30, shade(air.form, 0.35));
  box(c, x0 + 18, 88, 424, 294, 20, '#dcebf5');
  cloud(c, x0 + 150, 210, 0.8);
  shape(c, `M${x0 + 18} 330Q${x0 + 140} 270 ${x0 + 260} 320T${x0 + 442} 290V382H${x0 + 18}Z`, '#cfe6d6');
  box(c, x0 + 222, 88, 16, 294, 0, shade(air.form, 0.35));
  shape(c, `M${x0 - 20} 60H${x0 + 110}C${x0 + 100} 200 ${x0 + 40} 330 ${x0 - 20} 400Z`, air.form);
  shape(c, `M${x0 + 480} 60H${x0 + 350}C${x0 + 360} 200 ${x0 + 420} 330 ${x0 + 480} 400Z`, air.form);
  box(c, x0 - 40, 50, 540, 20, 10, shade(air.form, -0.12));
  floor(c, air);
  box(c, 0, HORIZON - 22, WIDTH, 22, 0, shade(air.back, -0.05));
}
const x0 = 410;

function floor(c: Ctx, air: Air): void {
  box(c, 0, HORIZON, WIDTH, HEIGHT - HORIZON, 0, air.ground);
  box(c, 0, HORIZON, WIDTH, 6, 0, shade(air.ground, 0.3));
}

function cloud(c: Ctx, x: number, y: number, size: number): void {
  at(
    c,
    x,
    y,
    () =>
      shape(
        c,
        'M-90 30C-120 30 -120 -6 -86 -8C-84 -44 -30 -52 -14 -24C6 -46 54 -34 52 -2C90 -8 96 30 66 30Z',
        'rgba(255,255,255,.75)',
      ),
    { size },
  );
}

function drawPicture(c: Ctx, picture: Picture, t: number, length: number): void {
  const air = AIRS[picture.air];
  c.save();
  c.beginPath();
  c.rect(0, 0, WIDTH, HEIGHT);
  c.clip();
  const closer = 1 + picture.closer * EASES.both(part(t, 0, length));
  at(c, WIDTH / 2, HEIGHT / 2, () => at(c, -WIDTH / 2, -HEIGHT / 2, () => backdrop(c, picture, air, t)), {
    size: 1 + (closer - 1) * 0.5,
  });
  at(
    c,
    WIDTH / 2,
    HEIGHT / 2,
    () => {
      picture.elements.forEach((item, i) => {
        const state = stateAt(item, t);
        const found = ELEMENTS[item.is];
        if (state === null || found === undefined) return;
        const y = state.y + (item.float > 0 ? swing(t, 4.2, i * 0.23) * item.float : 0);
        at(c, state.x - WIDTH / 2, y - HEIGHT / 2, () => found.draw(c, state.props, t, i), {
          size: state.size,
          turn: state.turn,
          alpha: state.alpha,
          wide: item.mirror ? -1 : 1,
        });
      });
    },
    { size: closer },
  );
  c.restore();
}

/** Draws the film at `t` seconds: the scene of that time, and while it wipes in, the one before it. */
export function drawFilm(c: Ctx, scenes: readonly FilmScene[], t: number): void {
  const index = Math.max(
    0,
    scenes.findLastIndex((scene) => scene.startS <= t),
  );
  const scene = scenes[index];
  if (scene === undefined) return;
  const inside = t - scene.startS;
  const before = scenes[index - 1];
  const show = (): void => drawPicture(c, scene.picture, inside, scene.endS - scene.startS);
  if (before === undefined || inside >= WIPE) {
    show();
    return;
  }
  drawPicture(c, before.picture, t - before.startS, before.endS - before.startS);
  // A round curtain of the new scene's colour, with the scene itself a step behind it.
  const [x, y] = index % 2 === 0 ? [120, 760] : [1160, 760];
  const reach = 1420;
  disc(c, x, y, reach * EASES.both(part(inside, 0, WIPE * 0.8)), AIRS[scene.picture.air].accent);
  c.save();
  c.beginPath();
  c.arc(x, y, reach * EASES.both(part(inside, WIPE * 0.18, WIPE * 0.82)), 0, Math.PI * 2);
  c.clip();
  show();
  c.restore();
}
