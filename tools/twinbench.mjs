#!/usr/bin/env node
/** The `twinbench` command of a checkout: makes it ready, then hands over to the built command line. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare, root } from "./prepare.mjs";

// `serve` also shows the window.
await prepare(process.argv[2] === "serve" ? "all" : "main");
const program = join(root, "out", "main", "cli.js");
process.argv[1] = program;
await import(pathToFileURL(program).href);
