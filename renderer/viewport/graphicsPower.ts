/** What the graphics of this machine can bear. A virtual machine or a remote desktop often draws on the processor alone. */

/** What such renderers call themselves: SwiftShader (Chromium), llvmpipe and softpipe (Mesa), WARP (Windows). */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|microsoft basic render/i;

/** Whether pixels are computed by the processor, so that every one of them costs the whole window its time. */
export function isSoftwareRenderer(rendererName: string): boolean {
  return SOFTWARE.test(rendererName);
}

/** The name of what draws, as the browser tells it; empty where it keeps that to itself or there is no WebGL. */
export function rendererName(): string {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return "";
  const details = context.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = context.getParameter(details ? details.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof name === "string" ? name : "";
}
