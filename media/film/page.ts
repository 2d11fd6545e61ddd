import { drawFilm, type FilmScene, HEIGHT, WIDTH } from './scene.ts';

declare global {
  interface Window {
    film: {
      /** Draws and sends the frames `from` to `to` (without it), one after another, as JPEG to `/frame`. */
      play: (scenes: readonly FilmScene[], from: number, to: number, fps: number) => Promise<void>;
      /** One frame as a PNG in base64. */
      still: (scenes: readonly FilmScene[], t: number) => string;
    };
  }
}

const canvas = document.createElement('canvas');
canvas.width = WIDTH;
canvas.height = HEIGHT;
document.body.append(canvas);
// Drawn by the processor: the same pixels on every machine, and quick to read back.
const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
if (context === null) throw new Error('no canvas');

window.film = {
  play: async (scenes, from, to, fps) => {
    let sent: Promise<Response> | null = null;
    for (let i = from; i < to; i += 1) {
      drawFilm(context, scenes, i / fps);
      // As JPEG of the best quality: moving raw pixels between the processes costs more than drawing them.
      const body = await new Promise<Blob | null>((resolve) => {
        canvas.toBlob(resolve, 'image/jpeg', 0.97);
      });
      await sent;
      sent = fetch('/frame', { method: 'POST', body });
    }
    await sent;
  },
  still: (scenes, t) => {
    drawFilm(context, scenes, t);
    return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
  },
};
