import { useCallback, useEffect, useState } from 'react';
import {
  VideoManifest as Manifest,
  VIDEO_FILES,
  VIDEOS_PATH,
  type VideoManifest,
} from '../../../protocol/index.ts';

export type ManifestState =
  | { kind: 'loading' }
  | { kind: 'here'; manifest: VideoManifest }
  | { kind: 'missing' };

/** The address of a file of a video; the hash lets it be kept for ever. */
export const fileOf = (manifest: VideoManifest, file: string): string =>
  `${VIDEOS_PATH}/${manifest.id}/${file}?v=${manifest.hash}`;

/** Fetches and checks the manifest of a video. `retry` asks again. */
export function useManifest(id: string): { state: ManifestState; retry: () => void } {
  const [state, setState] = useState<ManifestState>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further attempt asks again
  useEffect(() => {
    const gone = new AbortController();
    setState({ kind: 'loading' });
    fetch(`${VIDEOS_PATH}/${id}/${VIDEO_FILES.manifest}`, { signal: gone.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`status ${response.status}`);
        return Manifest.parse(await response.json());
      })
      .then(
        (manifest) => setState({ kind: 'here', manifest }),
        () => {
          if (!gone.signal.aborted) setState({ kind: 'missing' });
        },
      );
    return () => gone.abort();
  }, [id, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { state, retry };
}
