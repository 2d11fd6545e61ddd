import type { Camera, Scene, WebGLRenderer } from 'three';
import type { ConsultationState } from '../../protocol/index.ts';
import type { HeadMeasure } from './framing.ts';
import type { CardSide } from './gaze.ts';
import { lighten } from './lighten.ts';
import { loadVrm } from './loader.ts';
import { measureHead } from './measure.ts';
import { createModel, type Model } from './model.ts';
import { createPerformer, type Performer, type PerformerOptions } from './performer.ts';
import { type Places, takePlaces } from './places.ts';
import type { Grade } from './quality.ts';
import { type createSprings, jointsOf, takeSprings } from './springs.ts';
import type { StageState } from './state.ts';
import { outlinesOf, uploadAhead } from './swap.ts';

/** A new figure lives so long unseen before it is shown: hair has fallen, eyes and mood are where they belong. */
const REHEARSAL_MS = 600;
const REHEARSAL_STEP_MS = 1000 / 30;
/** Longest step of moods and gaze in one frame: a slower frame makes them late, not jumpy. */
const MAX_STEP_MS = 100;

/** One avatar on the stage: its model, who performs with it, and its springs. */
export interface Actor {
  readonly model: Model;
  readonly head: HeadMeasure;
  readonly performer: Performer;
  /** Performs on with other habits: the clock goes on, so the lips do. */
  recast(calm: boolean): void;
  /** One frame at `now`, `dtMs` after the last. */
  step(now: number, dtMs: number, state: ConsultationState | StageState, side: CardSide): void;
  /** Runs through the moments before `now`, unseen. */
  rehearse(now: number, state: ConsultationState | StageState, side: CardSide): void;
  /** After a pause: springs forget their speed. */
  settle(): void;
  spare(grade: Grade): void;
  close(): void;
}

/** What an actor needs besides its file. */
export interface ActorOptions extends PerformerOptions {
  renderer: WebGLRenderer;
  camera: Camera;
  scene: Scene;
  /** Pictures and shaders go to the graphics card ahead, unless there is none now. */
  upload: () => boolean;
}

/** Loads an avatar and makes it ready to be shown in one frame. Rejects as `loadVrm` does. */
export async function engage(url: string, options: ActorOptions, signal: AbortSignal): Promise<Actor> {
  const vrm = await loadVrm(url, signal);
  const head = measureHead(vrm);
  const joints = jointsOf(vrm);
  const springs = takeSprings(vrm);
  const model = createModel(vrm);
  lighten(vrm);
  const places = takePlaces(vrm, joints);
  try {
    if (options.upload())
      await uploadAhead(options.renderer, model.scene, options.camera, options.scene, signal);
  } catch (error) {
    model.close();
    throw error;
  }
  return createActor(model, head, places, springs, options);
}

function createActor(
  model: Model,
  head: HeadMeasure,
  places: Places,
  springs: ReturnType<typeof createSprings>,
  options: PerformerOptions,
): Actor {
  let performer = createPerformer(model, options);
  const outlines = outlinesOf(model.scene);

  function step(now: number, dtMs: number, state: ConsultationState | StageState, side: CardSide): void {
    performer.step(now, Math.min(dtMs, MAX_STEP_MS), state, side);
    model.update(Math.min(dtMs, MAX_STEP_MS) / 1000);
    places.update();
  }

  return {
    model,
    head,
    get performer() {
      return performer;
    },
    recast(calm) {
      performer = createPerformer(model, { ...options, calm });
    },
    step(now, dtMs, state, side) {
      step(now, dtMs, state, side);
      springs.update(dtMs / 1000);
    },
    rehearse(now, state, side) {
      for (let ago = REHEARSAL_MS; ago > 0; ago -= REHEARSAL_STEP_MS)
        step(now - ago, REHEARSAL_STEP_MS, state, side);
      springs.reset();
      if (springs.rate !== 0) springs.settle(REHEARSAL_MS / 1000);
    },
    settle() {
      springs.reset();
    },
    spare(grade) {
      springs.rate = grade.springs;
      for (const outline of outlines) outline.visible = grade.outlines;
    },
    close() {
      model.close();
    },
  };
}
