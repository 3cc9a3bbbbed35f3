/**
 * Who may import whom (see "Folders and who may import whom" in docs/architecture.md), as a pure function over source
 * text. It reads specifiers, nothing more: types are the compiler's business, style is the linter's.
 */
import { builtinModules } from "node:module";
import { posix } from "node:path";

/**
 * Layers by path prefix. `may`: layers it may import besides itself; `files`: single files beyond those. `node`: Node's own modules.
 * `packages`: npm packages it may import; "any" for all but electron.
 */
export const layers = [
  { name: "main/engine", may: ["shared", "main/plant"], node: true, packages: "any" },
  { name: "main/plant", may: ["shared"], files: ["main/engine/processes/index.ts"], node: true, packages: "any" },
  { name: "main/shell", may: ["shared", "main/engine"], node: true, packages: ["ws", "zod"] },
  { name: "main/browser", may: ["shared", "main/engine", "main/shell"], node: true, packages: ["ws", "zod"] },
  { name: "main/cli", may: ["shared", "main/engine", "main/shell", "main/browser"], node: true, packages: ["ws", "zod"] },
  { name: "main/electron", may: ["shared", "main/engine", "main/shell", "main/cli"], node: true, packages: ["electron", "zod"] },
  { name: "preload", may: ["shared"], node: false, packages: ["electron"] },
  { name: "renderer", may: ["shared"], node: false, packages: "any" },
  { name: "shared", may: [], node: false, packages: ["zod"] },
  { name: "tools", may: [], node: true, packages: "any" },
  { name: "test", may: ["shared", "main/engine", "main/plant", "main/shell", "main/browser", "main/cli", "main/electron", "preload", "renderer", "tools"], node: true, packages: "any" },
];

/** Packages that need Node and can therefore never be in the window. */
const NODE_PACKAGES = ["@duckdb", "node-opcua", "koffi", "onnxruntime-node", "yauzl", "ws", "electron"];

const SPECIFIER = /\b(?:import|export)\s+(?:[^"';]*?\bfrom\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)|\brequire\(\s*["']([^"'\n]+)["']\s*\)|\bnew\s+URL\(\s*["'](\.[^"'\n]+)["']\s*,\s*import\.meta\.url/g;
const builtins = new Set(builtinModules);

/** Everything `text` imports, with its 1-based line. Comments are not imports. @param {string} text */
export function importsOf(text) {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " ")).replace(/^\s*\/\/.*$/gm, "");
  return [...bare.matchAll(SPECIFIER)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? match[4] ?? "",
    line: bare.slice(0, match.index + match[0].length).split("\n").length,
  }));
}

/** @param {string} path */
export const layerOf = (path) => layers.find(({ name }) => path.startsWith(`${name}/`));

/** The folder directly below main/engine or main/plant that `path` lies in, if any. @param {string} path */
const moduleOf = (path) => /^main\/engine\/([^/]+)\//.exec(path)?.[1];

/**
 * A module's public files: `index.ts`, or the file named for the folder where one file is all it shows
 * (`project/project.ts`). What a source kind must be is public too, because every kind implements it.
 * @param {string} path
 */
function isPublic(path) {
  const [, , module = "", ...rest] = path.split("/");
  const inside = rest.join("/");
  return inside === "index.ts" || inside === `${module}.ts` || path === "main/engine/sources/SourceDriver.ts" || /^main\/engine\/[^/]+\/[a-z]+-[a-z-]+\.ts$/.test(path);
}

/** What is wrong with `from` importing `specifier`, or undefined. @param {string} from @param {string} specifier */
export function violation(from, specifier) {
  const layer = layerOf(from);
  if (layer === undefined) return undefined;
  if (specifier.startsWith(".")) {
    const target = posix.normalize(posix.join(posix.dirname(from), specifier));
    const other = layerOf(target);
    if (target === "package.json") return undefined; // the product's own name and version
    if (other === undefined) return layer.name === "test" || layer.name === "tools" ? undefined : `reaches outside the layers (${target})`;
    if (other !== layer && !layer.may.includes(other.name) && !layer.files?.includes(target)) return `${layer.name} may not import ${other.name}`;
    if (layer.name === "test") return undefined;
    const module = moduleOf(target);
    if (module !== undefined && module !== moduleOf(from) && !isPublic(target)) return `${target} is private to main/engine/${module}; import its index.ts`;
    return undefined;
  }
  const name = specifier.replace(/^node:/, "");
  if (specifier.startsWith("node:") || builtins.has(name.split("/")[0] ?? "")) {
    return layer.node ? undefined : `${layer.name} may not use Node (${specifier})`;
  }
  const packageName = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  if (layer.name === "renderer" && NODE_PACKAGES.some((node) => packageName === node || packageName.startsWith(`${node}/`))) {
    return `the window may not import ${packageName}`;
  }
  if (layer.packages === "any") return packageName === "electron" && layer.name !== "test" ? `only main/electron and preload import electron` : undefined;
  return layer.packages.includes(packageName) ? undefined : `${layer.name} may not import the package ${packageName}`;
}
