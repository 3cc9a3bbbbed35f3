/** Where the product's window starts: dials the engine of this page's shell and shows what it serves. */
import { contract } from "../../shared/contract/contract.ts";
import { ResilientClient } from "../../shared/contract/rpc/index.ts";
import { dialFor } from "./connection/dial.ts";
import { engineLife } from "./connection/nativeShell.ts";
import { startWindow } from "./startWindow.tsx";

const root = document.getElementById("window");
if (!root) throw new Error("index.html has no element with the id window");

const link = new ResilientClient({ contract, dial: dialFor(window) });
link.subscribe((state) => {
  // Before the first connection there is no window yet that could say what is wrong.
  if (state.kind === "lost" && state.epoch === 0) root.innerHTML = `<p class="tb-starting" role="alert">${state.error.message} Trying again …</p>`;
});
engineLife.subscribe(() => {
  const life = engineLife.value;
  if (life?.kind !== "failed" || link.state.epoch > 0) return;
  const sentence = document.createElement("p");
  sentence.className = "tb-starting";
  sentence.setAttribute("role", "alert");
  sentence.textContent = life.message;
  root.replaceChildren(sentence);
});
await startWindow(root, link);
