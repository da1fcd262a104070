/** A network between a map and its server that does what networks do: cuts, delays, drops, blocks. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";

export interface Rules {
  /** Whether anything comes through at all. */
  up: boolean;
  /** Which HTTP calls break off before they reach the server, by path; WebSockets' too. */
  blocks(path: string): boolean;
  /** What becomes of a WebSocket's handshake: refused with 403, or never answered. */
  upgrade: "pass" | "refuse" | "swallow";
  /** Which of the server's frames get lost: text as it is on the wire, "2" for a ping, "42[…" for an event. */
  drops(frame: string): boolean;
  /** Which HTTP calls are lost after the server has answered, by path. */
  losesAnswer(path: string): boolean;
  /** How long everything from the server takes, ms; and what answers to some HTTP calls take besides, by path. */
  delay: number;
  holdsUp(path: string): number;
}

const FAITHFUL: Rules = {
  up: true,
  blocks: () => false,
  upgrade: "pass",
  drops: () => false,
  losesAnswer: () => false,
  delay: 0,
  holdsUp: () => 0,
};

export class Network {
  readonly rules: Rules;
  /** The frames that were passed on, and the paths of HTTP calls. */
  readonly frames: string[] = [];
  readonly calls: string[] = [];
  readonly #target: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #upgrader = new WebSocketServer({ noServer: true });

  private constructor(target: string, rules: Partial<Rules>) {
    this.#target = target;
    this.rules = { ...FAITHFUL, ...rules };
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
    this.#server.on("upgrade", (asked, socket, head) => this.#upgrade(asked, socket, head));
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Listen in front of `target`. */
  static async to(target: string, rules: Partial<Rules> = {}): Promise<Network> {
    const network = new Network(target, rules);
    network.#server.listen(0, "127.0.0.1");
    await once(network.#server, "listening");
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Break every connection that there is. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Break everything and let nothing through. */
  goDown(): void {
    this.rules.up = false;
    this.cut();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const path = asked.url ?? "";
    this.calls.push(path);
    if (this.#isClosed(path)) return void asked.socket.destroy();
    const { method, headers } = asked;
    const onward = request(this.#target + path, { method, headers }, (answered) => {
      setTimeout(() => {
        if (this.rules.losesAnswer(path)) return void asked.socket.destroy();
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      }, this.rules.delay + this.rules.holdsUp(path));
    });
    onward.on("error", () => asked.socket.destroy());
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  }

  #isClosed(path: string): boolean {
    return !this.rules.up || this.rules.blocks(path);
  }

  #upgrade(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => {});
    if (this.#isClosed(asked.url ?? "")) return void socket.destroy();
    if (this.rules.upgrade === "swallow") return;
    if (this.rules.upgrade === "refuse") return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    this.#upgrader.handleUpgrade(asked, socket, head, (near) => this.#join(near, asked.url ?? ""));
  }

  /** Join the client's WebSocket to one of our own to the server. */
  #join(near: WebSocket, path: string): void {
    const far = new WebSocket(this.#target.replace("http", "ws") + path);
    const opened = once(far, "open").catch(() => {});
    near.on("message", (frame) => opened.then(() => far.send(text(frame))));
    far.on("message", (frame) => this.#deliver(near, text(frame)));
    for (const end of [near, far]) {
      end.on("error", () => {});
      end.on("close", () => [near, far].map((each) => each.terminate()));
    }
  }

  #deliver(near: WebSocket, frame: string): void {
    if (this.rules.drops(frame)) return;
    this.frames.push(frame);
    setTimeout(() => near.send(frame, () => {}), this.rules.delay);
  }
}

function text(frame: RawData): string {
  return frame.toString();
}
