// Tabler brings every component it knows, some 650 kB. PurgeCSS leaves out the rules for classes that no template, script or
// Python file of ours mentions. Our own styles are not touched.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PurgeCSS } from "purgecss";

const SOURCES = "**/*.{html,py,js}";
const BUILT = "**/dist/**";

/** An esbuild plugin that prunes the style sheets whose path matches a pattern by what files in some folders mention. */
export function pruned(pattern, ...folders) {
  return {
    name: "prune",
    setup({ onLoad }) {
      onLoad({ filter: pattern }, async ({ path }) => ({ contents: await prune(path, folders), loader: "css" }));
    },
  };
}

async function prune(path, folders) {
  const css = await readFile(path, "utf8");
  const [{ css: kept }] = await new PurgeCSS().purge({
    content: folders.map((folder) => join(folder, SOURCES)),
    skippedContentGlobs: [BUILT],
    css: [{ raw: css }],
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  });
  const licences = css.match(/\/\*![\s\S]*?\*\//g)?.filter((licence) => !kept.includes(licence)) ?? [];
  return kept + licences.join("");
}
