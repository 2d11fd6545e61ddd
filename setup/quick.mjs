// Preloaded by npm start (node --import): half a second less until the server is ready.
import { registerHooks } from 'node:module';

// Node looks up the package of every file that it imports, and reads its whole package.json for that. Drizzle's has
// 180 kB, and 110 of its files are imported. What one of its ES modules imports beside itself is an ES module too.
const DRIZZLE = '/node_modules/drizzle-orm/';
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    if (!specifier.startsWith('.') || !specifier.endsWith('.js') || !parentURL?.includes(DRIZZLE))
      return next(specifier, context);
    return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
  },
});
