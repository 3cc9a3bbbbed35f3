/** The browser shell's side of changing the project: asked over HTTP, because the engine of the present project ends with it. */
import { TwinError, type ErrorData } from "../../../shared/contract/errors.ts";
import { PROJECT_PATH, projectAnswer, type ProjectWish } from "../../../shared/contract/projectWish.ts";

/** Shows another project in this window, by a reload. Throws what kept it from opening; the present one stays then. */
export async function showProject(wish: ProjectWish): Promise<void> {
  const response = await fetch(PROJECT_PATH, { method: "POST", body: JSON.stringify(wish) }).catch((cause: unknown) => {
    throw new TwinError("unreachable", "Twinbench does not answer. If its terminal was closed, run npm start again.", { cause });
  });
  const body: unknown = await response.json();
  // The shell answers a refusal with an error's data.
  if (!response.ok) throw TwinError.fromData(body as ErrorData);
  const { link } = projectAnswer.parse(body);
  if (link === undefined) window.location.reload();
  else window.location.assign(link);
}
