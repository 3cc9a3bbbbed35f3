/** `library [NAME]`: the models that come with the product, or the text of one. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { nearest } from "../../../shared/units/nearest.ts";
import { libraryModels } from "../../engine/library/index.ts";
import type { Command } from "../Command.ts";
import { Exit } from "../output.ts";

export const libraryCommand: Command = {
  options: {},
  positionals: { min: 0, max: 1 },
  run: async ({ positionals: [wanted], output }) => {
    const models = libraryModels();
    if (wanted === undefined) {
      await output.result({ models: models.map(({ name, model, summary }) => ({ name, model, summary })) }, () => models.map(({ name, summary }) => `${name}\t${summary}`));
      return Exit.success;
    }
    const found = models.find(({ name, model }) => name === wanted || model === wanted);
    if (!found) {
      const near = nearest(wanted, models.map(({ name }) => name));
      throw new TwinError("not-found", `There is no ${wanted} in the library.${near === undefined ? "" : ` Did you mean ${near}?`} twinbench library lists what there is.`);
    }
    await output.result(found, () => [found.text.trimEnd()]);
    return Exit.success;
  },
};
