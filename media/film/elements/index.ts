import type { Element } from '../element.ts';
import * as devices from './devices.ts';
import * as life from './life.ts';
import * as papers from './papers.ts';
import * as people from './people.ts';
import * as places from './places.ts';
import * as things from './things.ts';
import * as words from './words.ts';

/** Everything a storyboard can put into a picture, by the name it has there. */
export const ELEMENTS: Readonly<Record<string, Element>> = {
  person: people.person,
  baby: people.baby,
  finger: people.finger,
  title: words.title,
  label: words.label,
  figure: words.figure,
  hotline: words.hotline,
  badge: words.badge,
  bubble: words.bubble,
  idcard: papers.idcard,
  booklet: papers.booklet,
  paper: papers.paper,
  photo: papers.photo,
  plastic: papers.plastic,
  calendar: papers.calendar,
  tick: things.tick,
  cross: things.cross,
  arrow: things.arrow,
  coin: things.coin,
  coins: things.coins,
  fund: things.fund,
  lens: things.lens,
  span: things.span,
  clock: things.clock,
  car: life.car,
  eyechart: life.eyechart,
  heart: life.heart,
  belongings: life.belongings,
  plant: life.plant,
  confetti: things.confetti,
  pram: life.pram,
  flats: places.flats,
  house: places.house,
  building: places.building,
  counter: places.counter,
  pin: places.pin,
  map: places.map,
  crib: places.crib,
  phone: devices.phone,
  guide: devices.guide,
  button: devices.button,
  toggle: devices.toggle,
  sheet: devices.sheet,
};
