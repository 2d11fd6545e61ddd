import sharp from 'sharp';
import type { FilmScene } from '../film/scene.ts';
import type { Studio } from './studio.ts';

const CELL = { width: 400, height: 225 };
const COLUMNS = 5;

/** A contact sheet: a frame every `stepS` seconds, five in a row, to judge a film at one look. */
export async function sheetOf(studio: Studio, film: readonly FilmScene[], stepS: number): Promise<Buffer> {
  const end = film.at(-1)?.endS ?? 0;
  const cells: Buffer[] = [];
  for (let t = stepS / 2; t < end; t += stepS) {
    cells.push(
      await sharp(await studio.still(film, t))
        .resize(CELL)
        .png()
        .toBuffer(),
    );
  }
  const rows = Math.ceil(cells.length / COLUMNS);
  return sharp({
    create: {
      width: COLUMNS * (CELL.width + 6),
      height: rows * (CELL.height + 6),
      channels: 3,
      background: '#333',
    },
  })
    .composite(
      cells.map((input, i) => ({
        input,
        left: (i % COLUMNS) * (CELL.width + 6) + 3,
        top: Math.floor(i / COLUMNS) * (CELL.height + 6) + 3,
      })),
    )
    .png()
    .toBuffer();
}
