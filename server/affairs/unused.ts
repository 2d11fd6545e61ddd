import type { Content } from './load.ts';

/** What the content points at outside its folder; left out: it is not known, and not checked. */
export interface Outside {
  /** Ids of the guidance videos that are made. */
  videos?: ReadonlySet<string>;
}

/** Guidance videos that are named and not made. */
export function unmadeVideos({ services }: Content, { videos }: Outside): string[] {
  if (videos === undefined) return [];
  return services.flatMap((file) =>
    file.value.videos.flatMap((id, i) =>
      videos.has(id)
        ? []
        : [
            file.fault(
              ['videos', i],
              `"${id}" is no video of media/`,
              'Make it with "npm run media", or correct the id.',
            ).message,
          ],
    ),
  );
}

/** Materials and channels that no service needs: left over, or meant under another id. */
export function unused({ services, materials, channels }: Content): string[] {
  const named = new Set(
    services.flatMap(({ value }) => [
      ...value.materials,
      ...value.situations.flatMap((situation) => situation.materials ?? []),
      ...value.channels,
    ]),
  );
  return [materials, channels].flatMap((file) =>
    file.value.flatMap(({ id }, i) =>
      named.has(id)
        ? []
        : [
            file.fault([i, 'id'], `no service names "${id}"`, 'Name it where it is needed, or take it out.')
              .message,
          ],
    ),
  );
}
