// Bundles the browser parts of the console into the static folder of the shell app.
// Run `npm ci` once, then `node frontend/build.mjs`; `--watch` rebuilds on every change.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, watch, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { pruned } from "./prune.mjs";

const here = import.meta.dirname;
const packages = join(here, "..", "node_modules");
const server = join(here, "..", "src/goodword/server");
const out = join(server, "shell/static/dist");
const fonts = join(server, "insights/diagnosis/dist");
const edge = join(here, "..", "src/goodword/edge/dist");

/** One SVG symbol per concept, so that a page fetches a single small file for all of its icons. */
async function sprite() {
  const concepts = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const symbols = await Promise.all(Object.entries(concepts).map(([concept, name]) => symbol(concept, name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

async function symbol(concept, name) {
  const filled = name.startsWith("filled/");
  const file = join(packages, "@tabler/icons/icons", filled ? `${name}.svg` : `outline/${name}.svg`);
  const source = await readFile(file, "utf8").catch(() => {
    throw new Error(`icons.json asks for "${name}" (${concept}), which @tabler/icons does not have.`);
  });
  const shapes = source
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
    .replace(/\s*\n\s*/g, "");
  const paint = filled
    ? 'fill="currentColor" stroke="none"'
    : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${concept}" viewBox="0 0 24 24" ${paint}>${shapes}</symbol>`;
}

const bundles = {
  "console.css": "styles/console.css",
  "console.js": "scripts/console.js",
  "charts.js": "scripts/charts.js",
  "cascades.css": "styles/cascades.css",
  "cascade.js": "scripts/cascade.js",
  "cascade_cytoscape.js": "scripts/cascade_cytoscape.js",
  "cascade_sigma.js": "scripts/cascade_sigma.js",
};

/** What the server prints with, so that a page on paper looks the same whatever fonts a machine has. */
const printed = {
  "NotoSansSC-Regular.ttf": "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  "NotoSansSC-Bold.ttf": "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
  "NotoSansSC-LICENSE.txt": "noto-sans-sc/LICENSE_FONT",
  "NotoEmoji-Regular.ttf": "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
  "NotoEmoji-LICENSE.txt": "noto-emoji/LICENSE_FONT",
};

async function copyFonts() {
  await mkdir(fonts, { recursive: true });
  for (const [name, source] of Object.entries(printed)) {
    const place = join(fonts, name);
    await copyFile(join(packages, "@expo-google-fonts", source), `${place}.part`);
    await rename(`${place}.part`, place);
  }
}

async function make() {
  const started = performance.now();
  await mkdir(out, { recursive: true });
  const fresh = await mkdtemp(join(packages, ".assets-"));
  try {
    await bundle(fresh);
    await writeFile(join(fresh, "icons.svg"), await sprite());
    await replace(fresh);
    await copyFonts();
    await pageScript(fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  for (const name of [...Object.keys(bundles), "icons.svg"]) {
    const made = await readFile(join(out, name));
    console.log(`${name.padEnd(20)} ${kilobytes(made.length)}  gzip ${kilobytes(gzipSync(made).length)}`);
  }
  console.log(`assets ready in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function bundle(outdir) {
  return build({
    entryPoints: Object.entries(bundles).map(([name, source]) => ({
      in: join(here, source),
      out: name.replace(/\.\w+$/, ""),
    })),
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome123", "firefox125", "safari17.5"],
    legalComments: "linked",
    plugins: [pruned(/tabler\.min\.css$/, server, join(here, "scripts"))],
    logLevel: "warning",
  });
}

/** What a brand puts on its own pages: one small file for browsers of every kind, served by the edge. */
async function pageScript(outdir) {
  const name = "goodword.js";
  await build({
    entryPoints: [join(here, "scripts/page", name)],
    outdir,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2019"],
    logLevel: "warning",
  });
  await mkdir(edge, { recursive: true });
  await rename(join(outdir, name), join(edge, name));
  const made = await readFile(join(edge, name));
  console.log(`${name.padEnd(20)} ${kilobytes(made.length)}  gzip ${kilobytes(gzipSync(made).length)}`);
}

/** Each file takes its predecessor's place in one step, so that a running server never misses one. */
async function replace(fresh) {
  const names = await readdir(fresh);
  for (const name of names) await rename(join(fresh, name), join(out, name));
  for (const name of await readdir(out)) if (!names.includes(name)) await rm(join(out, name), { force: true });
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} kB`.padStart(9);
}

await make().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
if (process.argv.includes("--watch")) {
  for await (const _change of watch(here, { recursive: true })) await make().catch((e) => console.error(e.message));
}
