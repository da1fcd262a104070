/** Bundles the package's entries into dist/, as ES modules that need nothing else and share what they have in common. */
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

import { define } from "./currencies.js";

const here = import.meta.dirname;
const target = join(here, "dist");

await rm(target, { recursive: true, force: true });
await build({
  entryPoints: {
    seatapp: join(here, "src/index.ts"),
    "seat-picker": join(here, "src/picker/index.ts"),
    map: join(here, "src/picker/map/index.ts"),
    http: join(here, "src/http/index.ts"),
    browser: join(here, "src/browser.ts"),
  },
  outdir: target,
  bundle: true,
  // Once for all: a `Refusal` is the same class whichever entry it came from.
  splitting: true,
  chunkNames: "shared/[hash]",
  define,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.2"],
  loader: { ".css": "text" },
  minify: true,
  sourcemap: true,
  legalComments: "linked",
  logLevel: "warning",
});
