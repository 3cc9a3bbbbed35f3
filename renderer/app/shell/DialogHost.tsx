/** Where dialogs stand: one over the other, each closed by itself. Kept as a list of renderers, so that any panel can ask. */
import { Fragment, type ReactNode } from "react";
import { Store, useStore } from "../state/Store.ts";
import type { DialogRender } from "../state/WindowServices.ts";

interface OpenDialog {
  readonly id: number;
  readonly render: DialogRender;
}

export class DialogStack extends Store<readonly OpenDialog[]> {
  #count = 0;

  constructor() {
    super([]);
  }

  readonly open = (render: DialogRender): void => {
    const id = this.#count++;
    this.update((dialogs) => [...dialogs, { id, render }]);
  };

  close(id: number): void {
    this.update((dialogs) => dialogs.filter((dialog) => dialog.id !== id));
  }
}

export function DialogHost({ dialogs }: { readonly dialogs: DialogStack }): ReactNode {
  return useStore(dialogs).map(({ id, render }) => <Fragment key={id}>{render(() => dialogs.close(id))}</Fragment>);
}
