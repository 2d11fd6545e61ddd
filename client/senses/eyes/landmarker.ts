import { FaceLandmarker } from '@mediapipe/tasks-vision';
import loaderUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.js?url';
import wasmUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url';
import { measureFace } from './measure.ts';
import type { FaceMeasures } from './types.ts';

/** Finds faces in frames. */
export interface Seer {
  /** `at`: ms, growing. @throws what the library throws */
  look(frame: ImageBitmap, at: number): FaceMeasures[];
  close(): void;
}

/**
 * MediaPipe's face landmarker (0.10.35, Apache-2.0; later versions report to their maker) on WebAssembly, from this
 * server alone. In a worker only: it computes for some tens of ms per frame.
 * @throws whatever library or runtime throw: no WebAssembly, no memory, a broken model
 */
export async function openSeer(model: Uint8Array, faces: number): Promise<Seer> {
  const landmarker = await FaceLandmarker.createFromOptions(
    { wasmLoaderPath: loaderUrl, wasmBinaryPath: wasmUrl },
    {
      // The graphics card is the avatar's; on a software one this would be five times slower, too.
      baseOptions: { modelAssetBuffer: model, delegate: 'CPU' },
      runningMode: 'VIDEO',
      numFaces: faces,
      outputFaceBlendshapes: true,
      outputFacialTransformationMatrixes: true,
    },
  );
  return {
    look: (frame, at) => {
      const found = landmarker.detectForVideo(frame, at);
      const aspect = frame.width / frame.height;
      return found.faceLandmarks
        .flatMap((points, i) => {
          const categories = found.faceBlendshapes[i]?.categories ?? [];
          const shapes = Object.fromEntries(
            categories.map(({ categoryName, score }) => [categoryName, score]),
          );
          const matrix = found.facialTransformationMatrixes[i]?.data ?? [];
          return measureFace({ points, matrix, shapes }, aspect) ?? [];
        })
        .sort((a, b) => b.size - a.size);
    },
    close: () => landmarker.close(),
  };
}
