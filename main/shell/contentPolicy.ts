/** The response headers that bind the window, the same in both shells. What the page may load and who may load it. */

/**
 * One policy (docs/architecture.md, Security). `socket` is the origin of the browser shell's WebSocket, which not every
 * browser counts as 'self'.
 */
export function contentPolicy(socket?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${socket === undefined ? "" : ` ${socket}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** All of them; names in lower case, as both Node and Electron's Response take them. */
export function windowHeaders(socket?: string): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentPolicy(socket),
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
}
