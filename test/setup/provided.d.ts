/** What the test setups hand to the tests. */
import "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The sample project with its past made, by `e2eSample.ts`. Copy it, never open it. */
    sampleFolder: string;
  }
}
