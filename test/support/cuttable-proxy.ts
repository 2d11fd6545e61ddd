import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy that can be cut, as a network is: open connections end, new ones are refused, until it is mended. */
export class CuttableProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;
  port = 0;
  /** Connections refused while cut: how often somebody tried to come back. */
  refused = 0;

  private constructor(targetPort: number) {
    this.#server = createServer((near) => {
      if (this.#cut) {
        this.refused += 1;
        near.destroy();
        return;
      }
      const far = connect(targetPort, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
  }

  static open(targetPort: number): Promise<CuttableProxy> {
    const proxy = new CuttableProxy(targetPort);
    return new Promise((resolve) => {
      proxy.#server.listen(0, '127.0.0.1', () => {
        const address = proxy.#server.address();
        proxy.port = typeof address === 'object' && address ? address.port : 0;
        resolve(proxy);
      });
    });
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }
}
