/** Waits for a state by asking for it; what was waited for is in the message when it does not come. */

const ASK_EVERY_MS = 100;

/** The first answer that is neither undefined nor false. What `ask` throws ends the wait. */
export async function until<T>(what: string, ask: () => T | undefined | false | Promise<T | undefined | false>, timeoutMs = 60_000): Promise<T> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > endMs) throw new Error(`Waited ${timeoutMs / 1000} s in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}
