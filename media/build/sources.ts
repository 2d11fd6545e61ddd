import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Source } from '../../protocol/index.ts';
import type { Storyboard } from './storyboard.ts';

const Basis = z.looseObject({
  id: z.string(),
  title: z.string(),
  issuer: z.string().optional(),
  region: z.string(),
  validFrom: z.string().optional(),
  verified: z.boolean().default(false),
  articles: z.record(z.string(), z.string()).default({}),
});

/** The sources of a video, as its player shows them: the cited laws by affairs/basis.yaml, or the product's own notice. */
export async function sourcesOf(board: Storyboard, root: string): Promise<Source[]> {
  if (board.basis.length === 0) {
    return [
      Source.parse({
        id: 'product',
        title: '本服务使用说明',
        region: 'CN',
        reviewedAt: board.reviewedAt,
        verified: board.verified,
      }),
    ];
  }
  const known = z.array(Basis).parse(parse(await readFile(join(root, 'affairs/basis.yaml'), 'utf8')));
  return board.basis.map((cited) => {
    const [id, number] = cited.split('#');
    const found = known.find((one) => one.id === id);
    const article = number === undefined ? undefined : found?.articles[number];
    if (found === undefined || (number !== undefined && article === undefined)) {
      throw new Error(`${board.id}: affairs/basis.yaml has no ${cited}`);
    }
    return Source.parse({
      id: cited,
      title: found.title,
      ...(article === undefined ? {} : { article }),
      ...(found.issuer === undefined ? {} : { issuer: found.issuer }),
      region: found.region,
      ...(found.validFrom === undefined ? {} : { validFrom: found.validFrom }),
      reviewedAt: board.reviewedAt,
      verified: board.verified && found.verified,
    });
  });
}
