// Tabler brings every component it knows, some 650 kB. This leaves out the rules for classes that no template, script or
// Python file of ours mentions. It never looks at our own styles.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const SOURCES = /\.(html|py|js|mjs|svg)$/;
const NESTING = /^@(media|supports|layer|container)/;

/** Every word that could be a class name in the files below some folders. */
export async function wordsIn(...folders) {
  const words = new Set();
  for (const folder of folders) {
    for (const file of await readdir(folder, { recursive: true })) {
      if (!SOURCES.test(file) || file.includes("dist/")) continue;
      for (const word of (await readFile(join(folder, file), "utf8")).match(/[\w-]+/g) ?? []) words.add(word);
    }
  }
  return words;
}

/** An esbuild plugin that prunes the style sheets whose path matches a pattern. */
export function pruned(pattern, words) {
  return {
    name: "prune",
    setup({ onLoad }) {
      onLoad({ filter: pattern }, async ({ path }) => ({ contents: prune(await readFile(path, "utf8"), words), loader: "css" }));
    },
  };
}

const COMMENTS = /\/\*[\s\S]*?\*\//g;

/** Return a minified style sheet without the rules that can match nothing; its licence stays, at the end. */
export function prune(css, words) {
  const licence = css.match(COMMENTS)?.filter((comment) => comment.startsWith("/*!")) ?? [];
  return without(css.replace(COMMENTS, ""), words) + licence.join("");
}

function without(css, words) {
  let kept = "";
  for (const [head, body] of rules(css)) {
    if (body === null) kept += head;
    else if (NESTING.test(head)) kept += block(head, without(body, words));
    else if (head.startsWith("@")) kept += `${head}{${body}}`;
    else kept += block(selectors(head).filter((one) => canMatch(one, words)).join(","), body);
  }
  return kept;
}

const block = (head, body) => (head && body ? `${head}{${body}}` : "");

/** Split a style sheet into [what stands before the brace, what is in it]; a statement without braces has no body. */
function* rules(css) {
  let at = 0;
  while (at < css.length) {
    const end = skip(css, at, "{;");
    if (end >= css.length || css[end] === ";") {
      yield [css.slice(at, end + 1), null];
      at = end + 1;
      continue;
    }
    const close = skip(css, end + 1, "}");
    yield [css.slice(at, end).trim(), css.slice(end + 1, close)];
    at = close + 1;
  }
}

/** The place of the next of some characters that is in no string, bracket or inner block. */
function skip(css, from, stops) {
  let depth = 0;
  for (let at = from; at < css.length; at++) {
    const letter = css[at];
    if (letter === "\\") at++;
    else if (letter === '"' || letter === "'") at = stringEnd(css, at);
    else if (depth === 0 && stops.includes(letter)) return at;
    else if ("({[".includes(letter)) depth++;
    else if (")}]".includes(letter)) depth--;
  }
  return css.length;
}

function stringEnd(css, from) {
  let at = from + 1;
  while (css[at] !== css[from]) at += css[at] === "\\" ? 2 : 1;
  return at;
}

function selectors(head) {
  const found = [];
  for (let at = 0; at <= head.length; ) {
    const end = skip(head, at, ",");
    found.push(head.slice(at, end));
    at = end + 1;
  }
  return found;
}

/** Whether every class a selector asks for is known; what stands in :not(), :is() and the like does not count. */
function canMatch(selector, words) {
  const asked = selector.replace(/:[\w-]+\([^()]*(\([^()]*\)[^()]*)*\)/g, "").match(/\.(\\.|[\w-])+/g) ?? [];
  return asked.every((name) => words.has(name.slice(1).replaceAll("\\", "")));
}
