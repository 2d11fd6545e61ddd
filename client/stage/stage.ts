import { AppError, type ConsultationState } from '../../protocol/index.ts';
import { frameUpperBody } from './framing.ts';
import type { CardSide } from './gaze.ts';
import { loadVrm } from './loader.ts';
import { createModel, type Model } from './model.ts';
import { createPerformer, type Performer } from './performer.ts';
import { createQuality } from './quality.ts';
import { createPicture, fullPixelRatio } from './renderer.ts';
import type { CreateStage, FrameReport } from './types.ts';

/** Longest step of springs and smoothing: beyond it hair and eyes would jump. */
const MAX_STEP_MS = 1000 / 30;
/** A gap longer than this is a pause of the tab, not a slow frame. */
const PAUSE_MS = 250;
/** A lost context that is not back by then stays lost. */
const RESTORE_MS = 4000;
/** Two losses within this time: the device cannot hold the picture. */
const LOSSES_APART_MS = 5 * 60_000;

/**
 * Opens the stage on a canvas. Frames follow requestAnimationFrame; each is drawn for that callback's timestamp (the
 * begin of the frame, on the performance.now() scale), which is also the time at which the clock is read and the
 * report's `drawnAt`, so that a long script or render does not count as a shift of the lips.
 * Throws `AppError('state_refused')` where WebGL2 is missing.
 */
export const createStage: CreateStage = (options) => {
  const { canvas, clock } = options;
  const { renderer, scene, camera } = createPicture(canvas);
  const calm = options.reducedMotion ?? window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const quality = createQuality();
  const listeners = new Set<(report: FrameReport) => void>();
  const closing = new AbortController();
  let state: ConsultationState = 'lobby';
  let side: CardSide = null;
  let model: Model | null = null;
  let performer: Performer | null = null;
  let loads = 0;
  let frameRequest: number | null = null;
  let last: number | null = null;
  let sized = false;
  let contextLost = false;
  let lastLoss = Number.NEGATIVE_INFINITY;
  let restoreTimer: ReturnType<typeof setTimeout> | null = null;
  let dead = false;

  function resize(): boolean {
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0 || height === 0) return false;
    renderer.setPixelRatio(fullPixelRatio() * quality.share);
    renderer.setSize(width, height, false);
    if (model !== null) {
      const framing = frameUpperBody(model.eyeY, model.head, width / height);
      camera.aspect = width / height;
      camera.position.set(0, framing.centreY, framing.distance);
      camera.lookAt(0, framing.centreY, 0);
      camera.updateProjectionMatrix();
    }
    sized = true;
    return true;
  }

  function draw(now: number): void {
    if (model === null || performer === null) return;
    const gap = last === null ? 0 : now - last;
    last = now;
    if (gap > PAUSE_MS) model.settle();
    const dtMs = Math.min(gap, MAX_STEP_MS);
    performer.step(now, dtMs, state, side);
    model.update(dtMs / 1000);
    if (gap > 0 && gap <= PAUSE_MS && quality.frame(now, gap)) sized = false;
    // A canvas that gets its size here is drawn in the same task: it never shows empty.
    if (!sized && !resize()) return;
    renderer.render(scene, camera);
    if (listeners.size === 0) return;
    const report: FrameReport = { drawnAt: now, mouth: performer.mouth, weights: performer.weights() };
    for (const listener of listeners) listener(report);
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
    const wanted = !dead && !contextLost && model !== null && !document.hidden;
    if (wanted && frameRequest === null) {
      last = null;
      model?.settle();
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

  function onContextLost(event: Event): void {
    // Without this the browser never gives the context back.
    event.preventDefault();
    if (closing.signal.aborted) return;
    contextLost = true;
    run();
    const now = performance.now();
    const again = now - lastLoss < LOSSES_APART_MS;
    lastLoss = now;
    if (again) lose('context_lost_twice');
    else restoreTimer = setTimeout(() => lose('context_not_restored'), RESTORE_MS);
  }

  function onContextRestored(): void {
    if (restoreTimer !== null) clearTimeout(restoreTimer);
    restoreTimer = null;
    contextLost = false;
    sized = false;
    run();
  }

  const observer = new ResizeObserver(() => {
    sized = false;
  });
  observer.observe(canvas);
  const { signal } = closing;
  // three uploads everything again by itself once the context is back; the loop only has to wait for it.
  canvas.addEventListener('webglcontextlost', onContextLost, { signal });
  canvas.addEventListener('webglcontextrestored', onContextRestored, { signal });
  document.addEventListener('visibilitychange', run, { signal });

  return {
    async load(url, abort) {
      loads += 1;
      const mine = loads;
      const vrm = await loadVrm(url, either(abort, signal));
      const next = createModel(vrm);
      try {
        // Shaders are made before the change, so that the old avatar stays until the new one can be drawn.
        await renderer.compileAsync(next.scene, camera, scene);
        abort?.throwIfAborted();
        if (signal.aborted || mine !== loads)
          throw new AppError('state_refused', 'Another avatar was asked for.');
      } catch (error) {
        next.close();
        throw error instanceof Error ? error : new AppError('internal', 'The avatar cannot be drawn.');
      }
      model?.close();
      model = next;
      performer = createPerformer(next, { clock, loudness: options.loudness, calm, random: Math.random });
      scene.add(next.scene);
      sized = false;
      run();
    },
    setState(next) {
      state = next;
    },
    setCardSide(next) {
      side = next;
    },
    onFrame(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (closing.signal.aborted) return;
      closing.abort(new AppError('state_refused', 'The stage was closed.'));
      dead = true;
      run();
      observer.disconnect();
      if (restoreTimer !== null) clearTimeout(restoreTimer);
      listeners.clear();
      model?.close();
      model = null;
      renderer.dispose();
    },
  };
};

/** Aborts with the first of the two; `AbortSignal.any` is younger than the browsers that the page serves. */
function either(first: AbortSignal | undefined, second: AbortSignal): AbortSignal {
  if (first === undefined) return second;
  const both = new AbortController();
  for (const one of [first, second]) {
    if (one.aborted) both.abort(one.reason);
    else one.addEventListener('abort', () => both.abort(one.reason), { once: true, signal: both.signal });
  }
  return both.signal;
}
