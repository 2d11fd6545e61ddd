export * from './cards.ts';
export * from './consultation.ts';
export * from './errors.ts';
export * from './forms.ts';
export * from './ids.ts';
export * from './media.ts';
export * from './signalling.ts';
export * from './utterance.ts';
