/**
 * How Vite bundles the window.
 *
 * Made for the content security policy: nothing is inlined (no script, font or image as data), workers are files of our
 * own origin. Babylon and Monaco are chunks of their own because the panels import them lazily.
 */
import react from "@vitejs/plugin-react";
import { join } from "node:path";

/** @param {string} root @param {string} outDir @returns {import("vite").InlineConfig} */
export function rendererConfig(root, outDir) {
  return {
    configFile: false,
    root: join(root, "renderer"),
    base: "./",
    logLevel: "warn",
    plugins: [react()],
    worker: { format: "es" },
    build: {
      outDir,
      emptyOutDir: true,
      target: "chrome120",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: false,
      // Monaco and Babylon are each larger than the default warning; they load when their panel opens.
      chunkSizeWarningLimit: 6_000,
    },
  };
}
