/** Starts real servers before the tests and ends them afterwards; see tests/support/stack.py. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";

/** The workers' URLs, and where to POST "kill NAME" and "start NAME". */
export interface Stack {
  usual: string;
  short: string;
  capped: string;
  mortal: string;
  control: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: Stack;
  }
}

const ROOT = resolve(import.meta.dirname, "../../..");
const PYTHON = resolve(ROOT, ".venv/bin/python");

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const python = existsSync(PYTHON) ? PYTHON : "python";
  const servers = spawn(python, ["-m", "tests.support.stack"], {
    cwd: ROOT,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(servers.stdout)[Symbol.asyncIterator]();
  const said = async () => JSON.parse((await lines.next()).value ?? "{}");
  const urls = await said();
  const control = await listen(servers, said);
  const { port } = control.address() as AddressInfo;
  project.provide("stack", { ...urls, control: `http://127.0.0.1:${port}` });
  return async () => {
    control.close();
    servers.stdin.end();
    if (servers.exitCode === null) await once(servers, "exit");
  };
}

/** Pass commands that are posted on to the servers, and answer when they have obeyed. */
async function listen(servers: ChildProcess, said: () => Promise<unknown>) {
  const control = createServer(async (request, response) => {
    servers.stdin?.write(`${await request.setEncoding("utf8").reduce((text, part) => text + part, "")}\n`);
    response.end(JSON.stringify(await said()));
  });
  control.listen(0, "127.0.0.1");
  await once(control, "listening");
  return control;
}
