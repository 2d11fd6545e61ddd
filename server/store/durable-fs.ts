import { fdatasyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/**
 * PostgreSQL's own settings under which a commit is on the disk when it is acknowledged. PGlite starts with fsync off
 * (`-F`); and of the two calls that flush a file, its Emscripten passes on only fsync, not fdatasync.
 * 16 MB of shared buffers instead of 128: the records of a hotline are small, and the memory is taken at once.
 */
export const DURABLE_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=16MB'],
];

/** WASI's number for an input/output error; PostgreSQL takes it for a failed fsync and stops, as it must. */
const WASI_EIO = 29;
/** Emscripten's O_CREAT and O_TRUNC. */
const CREATES_OR_TRUNCATES = 0o100 | 0o1000;

/** The parts of Emscripten's file system that are touched. `nfd` is Node's descriptor. */
interface Stream {
  node: { mode: number };
  nfd?: number;
  flags: number;
}
interface StreamOps {
  open(stream: Stream): void;
  write(stream: Stream, ...rest: unknown[]): number;
  setattr(stream: Stream, ...rest: unknown[]): void;
  fsync?: (stream: Stream) => number;
}
interface NodeOps {
  setattr(node: Stream['node'], ...rest: unknown[]): void;
}

/**
 * The machine's files for PGlite, with a flush where PGlite's own class has none.
 *
 * Only files written in this life are flushed: after a crash PostgreSQL flushes every file of the folder, one after the
 * other, twice, which takes many seconds; `syncTree` (sync.ts) has done that before, in a fraction of the time.
 */
export class DurableFS extends NodeFS {
  readonly #sync: (descriptor: number) => void;

  /** `sync` flushes a descriptor (fdatasync); tests pass one that counts. */
  constructor(dir: string, sync: (descriptor: number) => void = fdatasyncSync) {
    super(dir);
    this.#sync = sync;
  }

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args);
    const install = (module: unknown): void => {
      const { NODEFS } = module as { NODEFS: { stream_ops: StreamOps; node_ops: NodeOps } };
      passSyncOn(NODEFS.stream_ops, NODEFS.node_ops, this.#sync);
    };
    made.emscriptenOpts.preRun = [...(made.emscriptenOpts.preRun ?? []), install];
    return made;
  }
}

function passSyncOn(streams: StreamOps, nodes: NodeOps, sync: (descriptor: number) => void): void {
  const written = new WeakSet<Stream['node']>();
  const { open: openStream, write, setattr } = streams;
  const setNode = nodes.setattr;
  streams.open = (stream) => {
    openStream(stream);
    if (stream.flags & CREATES_OR_TRUNCATES) written.add(stream.node);
  };
  streams.write = (stream, ...rest) => {
    written.add(stream.node);
    return write(stream, ...rest);
  };
  streams.setattr = (stream, ...rest) => {
    written.add(stream.node);
    setattr(stream, ...rest);
  };
  nodes.setattr = (node, ...rest) => {
    written.add(node);
    setNode(node, ...rest);
  };
  streams.fsync = (stream) => {
    const isFolder = (stream.node.mode & 0o170000) === 0o040000;
    if (stream.nfd === undefined || !(isFolder || written.has(stream.node))) return 0;
    try {
      sync(stream.nfd);
      written.delete(stream.node);
      return 0;
    } catch {
      return WASI_EIO;
    }
  };
}
