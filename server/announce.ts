import type { Config } from './config.ts';
import { lanAddress } from './network.ts';

/** A voice or an ear, and what is missing where there is none. */
interface Engine {
  lang: string;
  engine: string | null;
  missing: string | null;
}

/** What of a running server is told to whoever started it. */
export interface Announced {
  url: string;
  config: Pick<Config, 'publicUrl' | 'host' | 'tls'>;
  setupLink: string | null;
  speech: { status(): readonly Engine[] };
  hearing: { status(): readonly Engine[] };
}

/** What a person who started the server wants to know. */
export function announce(running: Announced): void {
  const { config, url } = running;
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say('');
  say(`  Govatar is ready.  Citizen's page: ${config.publicUrl ?? url}/`);
  const lan = lanAddress();
  if (config.host === '0.0.0.0' && lan !== null && config.publicUrl === undefined) {
    say(`  In this network:   ${url.replace('localhost', lan)}/`);
    if (config.tls.kind === 'off')
      say('  Cameras and microphones need TLS there: npm start -- --tls self-signed');
  }
  if (running.setupLink !== null) {
    say('  First administrator of the staff (once, within 24 hours; nobody else may see this link):');
    say(`    ${config.publicUrl ?? url}${running.setupLink}`);
  }
  for (const voice of running.speech.status()) {
    const label = voice.lang === 'zh' ? 'Mandarin voice' : 'English voice ';
    say(
      `  ${label}:    ${voice.engine ?? 'captions only'}${voice.missing === null ? '' : `. ${voice.missing}`}`,
    );
  }
  for (const ear of running.hearing.status()) {
    const label = ear.lang === 'zh' ? 'Mandarin ear ' : 'English ear  ';
    const engine = ear.engine ?? (ear.missing === null ? 'getting ready' : 'typing only');
    say(`  ${label}:     ${engine}${ear.missing === null ? '' : `. ${ear.missing}`}`);
  }
  say('  Ctrl-C ends it. npm run doctor checks the installation.');
  say('');
}
