/** Notices as they come, at the corner, read out politely. Errors stay longer; each can be dismissed. */
import { CircleAlert, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Notice } from "../../../shared/contract/engine.ts";
import { IconButton } from "../../widgets/controls/Button.tsx";
import { useStore } from "../state/Store.ts";
import { useWorkbench } from "../state/Workbench.ts";

const SHOWN_MS = { info: 4_000, warning: 8_000, error: 12_000 } as const;
const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;
const MAX_SHOWN = 4;

export function Toasts(): ReactNode {
  const notices = useStore(useWorkbench().notices);
  const [shown, setShown] = useState<readonly Notice[]>([]);
  const seen = useRef(new WeakSet<Notice>());
  useEffect(() => {
    const fresh = notices.filter((notice) => !seen.current.has(notice));
    for (const notice of fresh) {
      seen.current.add(notice);
      setTimeout(() => setShown((list) => list.filter((other) => other !== notice)), SHOWN_MS[notice.severity]);
    }
    if (fresh.length > 0) setShown((list) => [...list, ...fresh].slice(-MAX_SHOWN));
  }, [notices]);
  return (
    <div className="tb-toasts" role="status" aria-live="polite">
      {shown.map((notice, index) => {
        const Icon = ICONS[notice.severity];
        return (
          <div key={`${notice.atUs} ${index}`} className={`toast ${notice.severity}`}>
            <Icon size={15} aria-hidden />
            <span>{notice.message}</span>
            <IconButton icon={X} label="Dismiss" onPress={() => setShown((list) => list.filter((other) => other !== notice))} />
          </div>
        );
      })}
    </div>
  );
}
