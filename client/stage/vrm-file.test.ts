import { describe, expect, it } from 'vitest';
import { AppError } from '../../protocol/index.ts';
import { fetchAvatar } from './fetch-avatar.ts';
import { checkVrmFile, MAX_AVATAR_BYTES } from './vrm-file.ts';

const BONES = [
  ...['hips', 'spine', 'head'],
  ...['left', 'right'].flatMap((side) =>
    ['UpperArm', 'LowerArm', 'Hand', 'UpperLeg', 'LowerLeg', 'Foot'].map((bone) => side + bone),
  ),
];

/** A description as a GLB without any geometry. */
function glb(gltf: object): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(gltf).padEnd(4));
  const bytes = new Uint8Array(20 + json.length);
  const view = new DataView(bytes.buffer);
  [0x46546c67, 2, bytes.length, json.length, 0x4e4f534a].forEach((value, i) => {
    view.setUint32(i * 4, value, true);
  });
  bytes.set(json, 20);
  return bytes.buffer;
}

const nodes = BONES.map((name) => ({ name }));
const humanBones = Object.fromEntries(BONES.map((name, node) => [name, { node }]));
const good = { asset: { version: '2.0' }, nodes, extensions: { VRMC_vrm: { humanoid: { humanBones } } } };
const old = {
  nodes,
  extensions: { VRM: { humanoid: { humanBones: BONES.map((bone, node) => ({ bone, node })) } } },
};

function codeOf(bytes: ArrayBuffer): string {
  try {
    checkVrmFile(bytes);
    return 'ok';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('an avatar file', () => {
  it('passes as VRM 1.0 and as VRM 0.x', () => {
    expect(codeOf(glb(good))).toBe('ok');
    expect(codeOf(glb(old))).toBe('ok');
  });

  it.each([
    ['a GLB that is no VRM', glb({ nodes }), 'avatar_not_vrm'],
    [
      'one without a head',
      glb({
        nodes,
        extensions: { VRMC_vrm: { humanoid: { humanBones: { ...humanBones, head: undefined } } } },
      }),
      'avatar_bones_missing',
    ],
    [
      'a VRM 0.x whose head is set to nothing',
      glb({ nodes, extensions: { VRM: { humanoid: { humanBones: [{ bone: 'head', node: -1 }] } } } }),
      'avatar_bones_missing',
    ],
    ['a bone that leads to no node', glb({ ...good, nodes: nodes.slice(1) }), 'avatar_broken'],
    [
      'no GLB at all',
      new TextEncoder().encode('<html>not found, but with status 200</html>').buffer,
      'avatar_broken',
    ],
    ['an empty file', new ArrayBuffer(0), 'avatar_broken'],
    ['one cut off', glb(good).slice(0, 60), 'avatar_broken'],
    ['a file too large', new ArrayBuffer(MAX_AVATAR_BYTES + 1), 'avatar_too_large'],
    [
      'a material with a texture that is not there',
      glb({ ...good, materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 3 } } }] }),
      'avatar_texture',
    ],
    ['a texture without its picture', glb({ ...good, textures: [{ source: 2 }] }), 'avatar_texture'],
    [
      'a picture that lies outside',
      glb({ ...good, images: [{ uri: 'https://example.org/a.png' }] }),
      'avatar_texture',
    ],
  ])('is refused by name: %s', (_what, bytes, code) => {
    expect(codeOf(bytes as ArrayBuffer)).toBe(code);
  });
});

describe('fetching an avatar', () => {
  const answer = (response: Response) => fetchAvatar('/a.vrm', undefined, async () => response);

  it('gives its bytes', async () => {
    expect((await answer(new Response(new Uint8Array([1, 2, 3])))).byteLength).toBe(3);
  });

  it('stops at a header that says too much, before anything has come', async () => {
    let pulled = 0;
    const body = new ReadableStream(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(1_000));
        },
      },
      { highWaterMark: 0 },
    );
    const response = new Response(body, { headers: { 'content-length': String(MAX_AVATAR_BYTES + 1) } });
    await expect(answer(response)).rejects.toMatchObject({ code: 'avatar_too_large' });
    expect(pulled).toBe(0);
  });

  it('stops in the middle where no header said it', async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    await expect(answer(new Response(body))).rejects.toMatchObject({ code: 'avatar_too_large' });
    expect(sent).toBeLessThan(MAX_AVATAR_BYTES + 4_000_000);
  });

  it('says that there is none, and passes on why it was told to stop', async () => {
    await expect(answer(new Response('', { status: 404 }))).rejects.toMatchObject({ code: 'not_found' });
    const gone = new AbortController();
    gone.abort(new Error('gone'));
    const failing = fetchAvatar('/a.vrm', gone.signal, () => Promise.reject(new TypeError('aborted')));
    await expect(failing).rejects.toThrow('gone');
  });
});
