/** A certificate as people judge it: who, by whom, until when, and each check on its own. */
import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import type { CertificateInfo } from "../../../shared/contract/sources.ts";
import { formatDate, useZone } from "../../app/state/zone.ts";
import { Fact } from "../../widgets/facts/Fact.tsx";

export function CertificateFacts({ certificate }: { readonly certificate: CertificateInfo }): ReactNode {
  const zone = useZone();
  return (
    <>
      <dl className="tb-facts tb-certificate">
        <Fact name="subject">{certificate.subject}</Fact>
        <Fact name="issuer">{certificate.issuer === certificate.subject ? "itself (self-signed)" : certificate.issuer}</Fact>
        <Fact name="valid"><span className="tb-num">{formatDate(certificate.validFromUs, zone)} to {formatDate(certificate.validToUs, zone)}</span></Fact>
        {certificate.hosts.length > 0 && <Fact name="for hosts">{certificate.hosts.join(", ")}</Fact>}
        {certificate.applicationUri !== undefined && <Fact name="application">{certificate.applicationUri}</Fact>}
        <Fact name="thumbprint"><span className="tb-num thumbprint">{certificate.thumbprint}</span></Fact>
      </dl>
      <ul className="tb-checks">
        {certificate.checks.map((check) => (
          <li key={check.name} className={check.passed ? "passed" : "failed"}>
            {check.passed ? <Check size={14} aria-label="passed" /> : <X size={14} aria-label="failed" />}
            <span><b>{check.name}</b> {check.text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
