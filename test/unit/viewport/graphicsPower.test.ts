import { describe, expect, it } from "vitest";
import { isSoftwareRenderer } from "../../../renderer/viewport/graphicsPower.ts";

describe("what draws the scene", () => {
  it.each([
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
    "llvmpipe (LLVM 15.0.6, 256 bits)",
    "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)",
  ])("is the processor: %s", (name) => expect(isSoftwareRenderer(name)).toBe(true));

  it.each(["ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)", "ANGLE (NVIDIA, NVIDIA RTX A2000 Direct3D11 vs_5_0 ps_5_0)", ""])("is not known to be the processor: %s", (name) => expect(isSoftwareRenderer(name)).toBe(false));
});
