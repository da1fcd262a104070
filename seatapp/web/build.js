/** Bundles the pages' scripts into static/build/, beside the client that others embed and what /docs needs. */
import { copyFile, mkdir, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { define } from "../../clients/js/currencies.js";

const here = dirname(fileURLToPath(import.meta.url));
const served = join(here, "static", "build");
const target = `${served}.new`; // changes places with what is served once it is whole
const client = join(here, "../../clients/js/src");
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

await rm(target, { recursive: true, force: true });
await mkdir(join(target, "docs"), { recursive: true });
const pages = await readdir(join(here, "src/pages"));
const named = (names) =>
  Object.fromEntries(names.map((name) => [parse(name).name, join(here, "src/pages", name)]));
/** The texts of languages that few pages are in, by what each is called in the build. */
const texts = {};
await bundle(
  {
    ...named(pages.filter((name) => name !== "check-in.ts")),
    // For pages of others: each is one file, where the package shares parts among its entries.
    seatapp: join(client, "index.ts"),
    "seat-picker": join(client, "picker/index.ts"),
  },
  { plugins: [{ name: "texts", setup: leaveTextsOut }] },
);
await bundle(texts);
// What it imports later is a file of its own: the reader of QR codes, for browsers that have none.
await bundle(named(["check-in.ts"]), { splitting: true, chunkNames: "[name]-[hash]" });
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  await copyFile(join(swagger, name), join(target, "docs", name));
}
await rm(served, { recursive: true, force: true });
await rename(target, served);

/** Have texts that are imported later be files of their own, in `texts/`. */
function leaveTextsOut({ onResolve }) {
  onResolve({ filter: /^\.\/[a-z]+\.ts$/ }, ({ path, kind, resolveDir }) => {
    if (kind !== "dynamic-import" || !resolveDir.endsWith("i18n")) return undefined;
    const name = `texts/${parse(path).name}`;
    texts[name] = join(resolveDir, path);
    return { path: `./${name}.js`, external: true };
  });
}

/** Bundle these, by the names of what comes out, each with all that it imports. */
function bundle(entryPoints, options = {}) {
  return build({
    entryPoints,
    loader: { ".css": "text" },
    outdir: target,
    bundle: true,
    define,
    format: "esm",
    target: ["es2022", "chrome111", "firefox113", "safari16.2"],
    minify: true,
    sourcemap: true,
    legalComments: "linked",
    logLevel: "info",
    ...options,
  });
}
