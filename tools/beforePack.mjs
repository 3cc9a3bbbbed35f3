/** electron-builder's hook before it packs: fails where a native package of the target is missing. */
import { nativesProblem } from "./natives.mjs";

/** electron-builder numbers architectures (builder-util `Arch`). */
const ARCHITECTURES = ["ia32", "x64", "armv7l", "arm64", "universal"];

/** @param {{ electronPlatformName: string, arch: number, packager: { projectDir: string } }} context */
export default async function beforePack({ electronPlatformName, arch, packager }) {
  const problem = nativesProblem(packager.projectDir, electronPlatformName, ARCHITECTURES[arch] ?? String(arch));
  if (problem !== undefined) throw new Error(problem);
}
