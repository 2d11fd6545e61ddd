import { AppError, type ConsultationState } from '../../protocol/index.ts';
import { type Actor, engage } from './actor.ts';
import { createCameraman } from './camera.ts';
import { type ContextKeeper, keepContext } from './context.ts';
import type { CardSide, FacePlace } from './gaze.ts';
import { LIGHTS } from './light.ts';
import { createPace } from './pace.ts';
import { createQuality, holdQuality, LOW_GRADE, pressureAt, ratioFor, SOFTWARE_GRADE } from './quality.ts';
import { createPicture } from './renderer.ts';
import type { StageState } from './state.ts';
import type { CreateStage, FrameReport } from './types.ts';

/** A gap longer than this is a pause of the tab, not a slow frame. */
const PAUSE_MS = 600;

/**
 * Opens the stage on a canvas. Frames follow requestAnimationFrame; each is drawn for that callback's timestamp (the
 * begin of the frame, on the performance.now() scale), which is also the time at which the clock is read and the
 * report's `drawnAt`, so that a long script or render does not count as a shift of the lips.
 * Throws `AppError('state_refused')` where WebGL2 is missing.
 */
export const createStage: CreateStage = (options) => {
  const { canvas, clock } = options;
  const { renderer, scene, light, software } = createPicture(canvas);
  const cameraman = createCameraman();
  const held = options.holdTier;
  const quality = held === undefined ? createQuality(software ? SOFTWARE_GRADE : 0) : holdQuality(held);
  const pace = createPace();
  const motion = window.matchMedia('(prefers-reduced-motion: reduce)');
  const listeners = new Set<(report: FrameReport) => void>();
  const closing = new AbortController();
  const { signal } = closing;
  let state: ConsultationState | StageState = 'lobby';
  let side: CardSide = null;
  let face: FacePlace | null = null;
  let actor: Actor | null = null;
  let loads = 0;
  let frameRequest: number | null = null;
  let last: number | null = null;
  let sized = false;
  let ratioSeen = 0;
  let shown = false;
  let dead = false;
  let context: ContextKeeper | null = null;
  light.set(LIGHTS[options.background ?? 'plain']);

  const calm = (): boolean => options.reducedMotion ?? motion.matches;

  function resize(): boolean {
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0 || height === 0) return false;
    cameraman.resize(width, height);
    ratioSeen = window.devicePixelRatio || 1;
    const { headShare } = cameraman;
    const ratio = ratioFor(quality.grade, { width, height, screenRatio: ratioSeen, headShare, software });
    renderer.setDrawingBufferSize(width, height, ratio);
    sized = true;
    return true;
  }

  function spare(): void {
    const { grade } = quality;
    actor?.spare(grade);
    pace.fps = grade.fps;
    sized = false;
    options.onPressure?.(pressureAt(grade, software));
    if (grade.tier === 'still') lose('too_slow');
  }

  function draw(now: number): void {
    if (actor === null || !pace.due(now)) return;
    const begun = performance.now();
    const gap = last === null ? 0 : now - last;
    last = now;
    const paused = gap > PAUSE_MS;
    if (paused) {
      actor.settle();
      quality.restart(now);
    }
    const dtMs = paused ? 0 : gap;
    actor.performer.setFace(face);
    actor.step(now, dtMs, state, side);
    cameraman.step(dtMs);
    // A canvas that gets its size here is drawn in the same task: it never shows empty.
    if ((window.devicePixelRatio || 1) !== ratioSeen) sized = false;
    if (!sized && !resize()) return;
    renderer.render(scene, cameraman.camera);
    if (!shown) {
      shown = true;
      options.onPicture?.(true);
    }
    if (listeners.size > 0) report(now, actor);
    if (!paused && quality.frame(now, gap, performance.now() - begun)) spare();
  }

  function report(now: number, { performer }: Actor): void {
    const made: FrameReport = { drawnAt: now, mouth: performer.mouth, weights: performer.weights() };
    for (const listener of listeners) listener(made);
  }

  function frame(now: number): void {
    frameRequest = requestAnimationFrame(frame);
    try {
      draw(now);
    } catch (error) {
      lose(error instanceof Error ? error.message : 'render');
    }
  }

  function run(): void {
    const wanted = !dead && context?.lost === false && actor !== null && !document.hidden;
    if (wanted && frameRequest === null) {
      last = null;
      pace.reset();
      actor?.settle();
      quality.restart(performance.now());
      frameRequest = requestAnimationFrame(frame);
    } else if (!wanted && frameRequest !== null) {
      cancelAnimationFrame(frameRequest);
      frameRequest = null;
    }
  }

  function lose(reason: string): void {
    if (dead) return;
    dead = true;
    run();
    options.onLost?.(reason);
  }

  context = keepContext(canvas, {
    onLost() {
      shown = false;
      run();
      options.onPicture?.(false);
    },
    onBack(weak) {
      if (weak) {
        quality.limit(LOW_GRADE);
        spare();
      }
      sized = false;
      run();
    },
    onGone: () => lose('context_lost'),
  });

  const observer = new ResizeObserver(() => {
    sized = false;
  });
  observer.observe(canvas);
  document.addEventListener('visibilitychange', run, { signal });
  motion.addEventListener('change', () => actor?.recast(calm()), { signal });
  pace.fps = quality.grade.fps;

  return {
    async load(url, abort) {
      loads += 1;
      const mine = loads;
      const either = anyOf(abort, signal);
      const next = await engage(
        url,
        {
          clock,
          loudness: options.loudness,
          calm: calm(),
          random: Math.random,
          renderer,
          camera: cameraman.camera,
          scene,
          upload: () => context?.lost === false && !document.hidden,
        },
        either.signal,
      ).finally(either.release);
      if (signal.aborted || mine !== loads) {
        next.close();
        throw new AppError('state_refused', 'Another avatar was asked for.');
      }
      // From here to the end in one go: the old one is drawn last in the frame before, the new one in the next.
      next.spare(quality.grade);
      next.rehearse(performance.now(), state, side);
      actor?.close();
      actor = next;
      scene.add(next.model.scene);
      cameraman.aim(next.head);
      quality.restart(performance.now());
      sized = false;
      run();
    },
    setState(next) {
      state = next;
    },
    setCardSide(next) {
      side = next;
      cameraman.lean(next === 'right' ? -1 : next === 'left' ? 1 : 0);
    },
    setListening(news) {
      actor?.performer.setListening(news);
    },
    noteCitizenPause() {
      actor?.performer.noteCitizenPause();
    },
    setFaceAt(place) {
      face = place;
    },
    setBackground(background) {
      light.set(LIGHTS[background]);
    },
    onFrame(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stats() {
      const { render, memory, programs } = renderer.info;
      return {
        tier: dead ? 'still' : quality.grade.tier,
        lips: actor?.performer.tier ?? null,
        cleared: actor?.model.cleared ?? [],
        width: canvas.width,
        height: canvas.height,
        frames: render.frame,
        draws: render.calls,
        triangles: render.triangles,
        geometries: memory.geometries,
        textures: memory.textures,
        programs: programs?.length ?? 0,
      };
    },
    close() {
      if (signal.aborted) return;
      closing.abort(new AppError('state_refused', 'The stage was closed.'));
      dead = true;
      run();
      observer.disconnect();
      context?.close();
      listeners.clear();
      actor?.close();
      actor = null;
      renderer.dispose();
      // The memory of the graphics card is given back now, and not whenever the canvas is collected.
      renderer.forceContextLoss();
    },
  };
};

/** Aborts with the first of the two; `AbortSignal.any` is younger than the browsers that the page serves. */
function anyOf(
  first: AbortSignal | undefined,
  second: AbortSignal,
): { signal: AbortSignal; release: () => void } {
  const both = new AbortController();
  const listening = new AbortController();
  for (const one of [first, second]) {
    if (one?.aborted) both.abort(one.reason);
    one?.addEventListener('abort', () => both.abort(one.reason), { signal: listening.signal });
  }
  return { signal: both.signal, release: () => listening.abort() };
}
