/** The product's version, as `package.json` has it; taken in when the engine is bundled. */
import manifest from "../../package.json" with { type: "json" };

export const VERSION: string = manifest.version;
