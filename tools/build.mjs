/**
 * Bundles the product into `out/`: `node tools/build.mjs [main|renderer|all]` (all).
 *
 * Does nothing when the sources are those of the last good build. Every program of `main/` is one file written in one
 * go, so that a build beside running tests never shows them half a program. A program that fails to build is removed
 * and named; the others are still built, and the exit code is 1.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { entries, preload } from "./entries.mjs";
import { filesBelow, sourceHash } from "./sourceHash.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const common = ["shared", "package-lock.json", "tools/build.mjs", "tools/entries.mjs", "tools/rendererConfig.mjs"];

/** @param {string} target */
function readStamp(target) {
  try {
    return readFileSync(join(root, "out", `${target}.stamp`), "utf8");
  } catch {
    return undefined; // never built
  }
}

/** @param {string} file @param {string} content */
function writeWhole(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

/** @param {unknown} error */
const messageOf = (error) => stripVTControlCharacters(error instanceof Error ? error.message : String(error));

/**
 * Builds one source file into one file below `out/`; returns what went wrong, if anything.
 * @param {{ source: string, output: string, format: "es" | "cjs" }} job @returns {Promise<string | undefined>}
 */
export async function bundle({ source, output, format }) {
  const { build } = await import("vite");
  const file = join(root, "out", output);
  try {
    const result = await build({
      configFile: false,
      root,
      logLevel: "silent",
      // Packages stay outside: natives must, and the installed app carries them. A sandboxed preload may require electron alone.
      ssr: format === "cjs" ? { noExternal: true } : {},
      build: {
        ssr: true,
        write: false,
        target: "node20",
        minify: false,
        rolldownOptions: {
          input: join(root, source),
          external: ["electron"],
          // A package that is named but not used need not be loaded; our own modules' side effects stay.
          treeshake: { moduleSideEffects: "no-external" },
          output: { format, codeSplitting: false, entryFileNames: basename(output) },
        },
      },
    });
    const chunks = [result].flat().flatMap((bundled) => ("output" in bundled ? bundled.output : []));
    const [chunk] = chunks;
    if (chunks.length !== 1 || chunk?.type !== "chunk") throw new Error(`${source} did not become one file`);
    writeWhole(file, chunk.code);
    return undefined;
  } catch (error) {
    rmSync(file, { force: true });
    return `${source}: ${messageOf(error)}`;
  }
}

/** @returns {Promise<string[]>} */
async function buildMain() {
  /** @type {{ source: string, output: string, format: "es" | "cjs" }[]} */
  const jobs = entries.flatMap(({ name, folder }) => {
    const source = filesBelow(join(root, folder)).find((file) => basename(file) === `${name}.ts`);
    return source === undefined ? [] : [{ source: source.slice(root.length + 1), output: `main/${name}.js`, format: "es" }];
  });
  if (filesBelow(join(root, preload.source)).length > 0) jobs.push({ ...preload, format: "cjs" });
  const problems = [];
  for (const job of jobs) {
    const problem = await bundle(job);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/**
 * The environment decides which React is bundled: a test runner's would give the slow development one.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
async function asProduct(work) {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = "production";
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Into a folder of its own that then takes the old one's place. @returns {Promise<string[]>} */
async function buildRenderer() {
  if (filesBelow(join(root, "renderer/index.html")).length === 0) return ["renderer/index.html is missing"];
  const { build } = await import("vite");
  const { rendererConfig } = await import("./rendererConfig.mjs");
  const folder = join(root, "out", "renderer");
  const [fresh, old] = [`${folder}-${process.pid}-new`, `${folder}-${process.pid}-old`];
  try {
    await asProduct(() => build(rendererConfig(root, fresh)));
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
    return [];
  } catch (error) {
    return [`renderer: ${messageOf(error)}`];
  } finally {
    for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
  }
}

/** @type {Record<string, { sources: string[], run: () => Promise<string[]> }>} */
const targets = {
  main: { sources: ["main", "preload", ...common], run: buildMain },
  renderer: { sources: ["renderer", ...common], run: buildRenderer },
};

/**
 * Builds `main`, `renderer` or `all` where the sources changed. Returns what could not be built, one sentence each.
 * @param {string} what @param {(line: string) => void} say @returns {Promise<string[]>}
 */
export async function build(what, say) {
  const problems = [];
  for (const name of what === "all" ? ["main", "renderer"] : [what]) {
    const { sources, run } = targets[name] ?? { sources: [], run: async () => [`There is no target ${name}.`] };
    const hash = sourceHash(root, sources);
    if (readStamp(name) === hash) continue;
    say(`Building ${name} …`);
    const startedMs = performance.now();
    const failed = await run();
    problems.push(...failed);
    if (failed.length === 0) writeWhole(join(root, "out", `${name}.stamp`), hash);
    if (failed.length === 0) say(`Built ${name} in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
  }
  return problems;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const what = process.argv[2] ?? "all";
  if (what !== "all" && !Object.hasOwn(targets, what)) {
    console.error(`Unknown target "${what}". Use main, renderer or all.`);
    process.exit(2);
  }
  const problems = await build(what, (line) => console.error(line));
  for (const problem of problems) console.error(problem);
  process.exit(problems.length === 0 ? 0 : 1);
}
