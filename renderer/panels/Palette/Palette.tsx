/** The command palette (Ctrl+K): type to go to an asset, a signal or a text, or to run any command. */
import { Search } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import "./palette.css";
import { searchPalette } from "./searchPalette.ts";
import { usePaletteEntries, type PaletteAction } from "./usePaletteEntries.ts";

export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const listId = useId();
  const entries = usePaletteEntries();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  // At once, not deferred: while live values and the scene keep the window busy, what React defers may never have its turn.
  const found = useMemo(() => searchPalette(entries, query, (entry) => entry.isCommand), [entries, query]);
  const current = Math.min(at, found.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const choose = (entry: PaletteAction | undefined): void => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (event.key === "Enter") choose(found[current]);
    else if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, current + step)));
    else return;
    event.preventDefault();
  };
  return (
    <ModalOverlay className="tb-overlay tb-palette-overlay" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="tb-modal">
        <Dialog className="tb-palette" aria-label="Command palette">
          <div className="line">
            <Search size={15} aria-hidden />
            <input
              autoFocus
              role="combobox"
              aria-label="Search assets, signals, rules and commands"
              aria-expanded
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={found[current] && `${listId}-${current}`}
              placeholder="Search assets, signals, rules … or type > for commands"
              spellCheck={false}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div id={listId} ref={list} className="found" role="listbox" aria-label="Found">
            {found.map((entry, index) => (
              <div key={entry.id} id={`${listId}-${index}`} role="option" aria-selected={index === current} className="entry" onClick={() => choose(entry)} onPointerMove={() => setAt(index)}>
                <span className="title">{entry.title}</span>
                {entry.detail !== undefined && <span className="detail">{entry.detail}</span>}
                <span className="kind">{entry.kind}</span>
                {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
              </div>
            ))}
          </div>
          {found.length === 0 && <p className="none">Nothing is called that. Try part of a name, or &gt; for commands.</p>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
