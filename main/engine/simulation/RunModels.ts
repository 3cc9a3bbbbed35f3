/** Where runs take their models from: the texts as saved, and as they were when a run was made. */
import { compile } from "../../../shared/language/compile.ts";
import type { CompiledProject } from "../../../shared/language/ir.ts";
import type { Project } from "../../../shared/model/project.ts";
import { keepVersion, readVersion } from "../project/index.ts";

/** The texts as saved, by file, and what they come to. */
export interface SavedModels {
  readonly program: CompiledProject;
  readonly texts: Readonly<Record<string, string>>;
  /** Sentences on errors that take models or uses out of the program. */
  readonly faults: readonly string[];
}

export interface RunModels {
  saved(): SavedModels;
  /** Keeps texts with the project for good; gives the names of their versions by file. */
  keep(texts: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  /** The program of versions that were kept, on the project as it is now. Texts that are not there any more are taken as saved, and named. */
  recorded(versions: Readonly<Record<string, string>>): Promise<{ readonly program: CompiledProject; readonly lost: readonly string[] }>;
}

export interface ProjectModelsOptions {
  readonly folder: string;
  readonly project: () => Project;
  /** What the texts as saved come to. */
  readonly saved: () => Omit<SavedModels, "texts">;
}

export function projectModels({ folder, project, saved }: ProjectModelsOptions): RunModels {
  const savedTexts = (): Record<string, string> => Object.fromEntries(Object.values(project().texts).map(({ id, text }) => [id, text]));
  return {
    saved: () => ({ ...saved(), texts: savedTexts() }),
    keep: async (texts) => {
      const versions: Record<string, string> = {};
      for (const [file, text] of Object.entries(texts)) versions[file] = await keepVersion(folder, file, text);
      return versions;
    },
    recorded: async (versions) => {
      const lost: string[] = [];
      const texts: { readonly id: string; readonly text: string }[] = [];
      for (const [id, version] of Object.entries(versions)) {
        const text = await readVersion(folder, id, version).catch(() => undefined);
        if (text === undefined) lost.push(id);
        const found = text ?? savedTexts()[id];
        if (found !== undefined) texts.push({ id, text: found });
      }
      return { program: compile(texts, project()).program, lost };
    },
  };
}
