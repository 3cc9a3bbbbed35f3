/** What a bench is doing, on standard error, so that the table on standard output stays alone and a long bench is seen to move. */
const begunMs = performance.now();

export function progress(text: string): void {
  process.stderr.write(`${((performance.now() - begunMs) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
}
