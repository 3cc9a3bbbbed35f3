/** Asks whether a server's certificate is trusted: never, this once, or always. Says what else has to be done, on the server. */
import { useEffect, useState, type ReactNode } from "react";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { CertificateFacts } from "./CertificateFacts.tsx";

export function TrustDialog({ sourceId, onClose }: { readonly sourceId: string; readonly onClose: () => void }): ReactNode {
  const workbench = useWorkbench();
  const { report } = useWindow();
  const status = useStore(workbench.sources).find((candidate) => candidate.source === sourceId);
  // The certificate that was asked about stays on screen, whatever the connection does meanwhile.
  const [certificate] = useState(status?.certificate);
  const [ownFile, setOwnFile] = useState<string>();
  const [error, setError] = useState<unknown>();
  const name = workbench.project.value.sources[sourceId]?.name ?? "The server";
  useEffect(() => void workbench.engine.sources.ownCertificate({}).then(({ file }) => setOwnFile(file), report), []);
  if (!certificate) return undefined;
  const decide = async (decision: "reject" | "once" | "always"): Promise<void> => {
    setError(undefined);
    try {
      await workbench.engine.sources.trust({ thumbprint: certificate.thumbprint, decision });
      if (decision !== "reject") await workbench.engine.sources.connect({ source: sourceId });
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <Dialog
      title={`Do you trust ${name}?`}
      widthPx={640}
      onClose={onClose}
      buttons={
        <>
          <Button look="danger" onPress={() => void decide("reject")}>Reject</Button>
          <Button onPress={() => void decide("once")}>Trust this once</Button>
          <Button look="primary" onPress={() => void decide("always")}>Always trust</Button>
        </>
      }
    >
      <p>{name} shows this certificate, which nobody here has trusted before. Compare the thumbprint with what the server itself shows.</p>
      <CertificateFacts certificate={certificate} />
      <p className="tb-other-half">The other half: the server has to trust us as well. If it refuses the connection afterwards, trust the certificate “Twinbench” in its own list of rejected certificates{ownFile === undefined ? "." : <>, or copy it there from <code>{ownFile}</code>.</>}</p>
      <ErrorText error={error} />
    </Dialog>
  );
}
