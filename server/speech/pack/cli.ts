import { installEntry, isInstalled, packCacheDir } from './install.ts';
import { readManifest } from './manifest.ts';

/**
 * `npm run models [-- NAME… | --list]`: lists or installs what the manifest names; without a name, what is recommended.
 * `--shared` installs the voice into this user's cache instead, where every checkout finds it (the tests do that).
 *
 * @returns the exit code
 */
export async function runModels(
  args: readonly string[],
  options: {
    modelsDir: string;
    assetsDir: string | null;
    print: (line: string) => void;
    progress: (line: string) => void;
  },
): Promise<number> {
  const manifest = readManifest();
  if (args.includes('--list')) {
    for (const entry of manifest.entries) {
      const size = entry.files.reduce((sum, file) => sum + (file.size ?? file.about ?? 0), 0);
      const state = isInstalled(entry, options.modelsDir) ? 'installed' : 'not installed';
      const megabytes = size > 0 ? `, ${(size / 1e6).toFixed(1)} MB to fetch` : '';
      options.print(
        `${entry.id.padEnd(16)} ${state.padEnd(14)} ${entry.title} (${entry.licence}${megabytes})`,
      );
    }
    return 0;
  }
  const names = args.filter((a) => !a.startsWith('-'));
  const wanted = names.length > 0 ? names : manifest.entries.filter((e) => e.recommended).map((e) => e.id);
  let failed = 0;
  for (const name of wanted) {
    const entry = manifest.entries.find((e) => e.id === name);
    if (entry && isInstalled(entry, options.modelsDir)) {
      options.print(`${name}: installed already`);
      continue;
    }
    const start = performance.now();
    let last = '';
    try {
      await installEntry(name, {
        dest: options.modelsDir,
        assetsDir: options.assetsDir,
        manifest,
        onProgress: (step, share) => {
          const line = `${name}: ${step} ${Math.floor(share * 100)} %`;
          if (line !== last) options.progress(line);
          last = line;
        },
      });
      options.print(`${name}: installed in ${((performance.now() - start) / 1000).toFixed(0)} s`);
      if (entry) options.print(`  ${entry.licence}. ${entry.attribution}`);
    } catch (error) {
      failed++;
      options.print(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) {
  const terminal = process.stdout.isTTY === true;
  process.exitCode = await runModels(process.argv.slice(2), {
    modelsDir: process.argv.includes('--shared')
      ? packCacheDir()
      : (process.env.GOVATAR_MODELS ?? new URL('../../../models', import.meta.url).pathname),
    assetsDir: process.env.GOVATAR_ASSETS ?? null,
    print: (line) => process.stdout.write(`${terminal ? '\r\x1b[K' : ''}${line}\n`),
    progress: (line) => process.stdout.write(terminal ? `\r\x1b[K${line}` : `${line}\n`),
  });
}
