/** Our own application certificate, for whoever has to trust us on a server. */
import { useEffect, useState, type ReactNode } from "react";
import type { CertificateInfo } from "../../../shared/contract/sources.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { CertificateFacts } from "./CertificateFacts.tsx";

export function OwnCertificateDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { engine } = useWorkbench();
  const [own, setOwn] = useState<{ readonly certificate: CertificateInfo; readonly file: string }>();
  const [error, setError] = useState<unknown>();
  useEffect(() => void engine.sources.ownCertificate({}).then(setOwn, setError), [engine]);
  return (
    <Dialog title="Our own certificate" widthPx={600} onClose={onClose} buttons={<Button onPress={onClose}>Close</Button>}>
      <p>Twinbench shows this certificate to every server. A server that refuses us has to trust it first, in its own settings.</p>
      {own && <CertificateFacts certificate={own.certificate} />}
      {own && <p className="tb-other-half">The file to copy to the server: <code>{own.file}</code></p>}
      <ErrorText error={error} />
    </Dialog>
  );
}
