import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type About, AppError } from '../protocol/index.ts';

/** The avatars as set-up has compressed them, or as they lie in the project where nothing was set up. */
export function avatarsFolder(project: string): string {
  const compressed = join(project, 'dist/avatars');
  return existsSync(compressed) ? compressed : join(project, 'avatars');
}

/** The version of the product, and who stands before the citizen. @throws AppError `config_invalid` where there is no avatar of that name */
export async function readAvatar(
  project: string,
  name: string,
): Promise<{ version: string; avatar: About['avatar'] }> {
  const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as {
    version: string;
  };
  const manifest = JSON.parse(
    await readFile(join(project, 'avatars', `${name}.json`), 'utf8').catch((cause: unknown) => {
      throw new AppError('config_invalid', `GOVATAR_AVATAR: there is no avatars/${name}.json.`, { cause });
    }),
  ) as {
    name: string;
    file: string;
    portrait: string;
  };
  return {
    version,
    avatar: {
      name: manifest.name,
      url: `/avatars/${manifest.file}`,
      portrait: `/avatars/${manifest.portrait}`,
    },
  };
}
