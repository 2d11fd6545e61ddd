export { createCall } from './call.ts';
export type * from './types.ts';
