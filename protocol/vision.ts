/** Where the server gives the model of the eyes: MediaPipe's face landmarker, as `npm run models` installs it. */
export const FACE_MODEL_PATH = '/models/face_landmarker.task';
