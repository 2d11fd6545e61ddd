declare module 'gltf-validator' {
  /** Checks a glTF or GLB file against glTF 2.0. */
  export function validateBytes(bytes: Uint8Array): Promise<{
    issues: { numErrors: number; numWarnings: number; messages: { code: string; message: string }[] };
  }>;
}
