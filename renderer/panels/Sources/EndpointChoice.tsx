/** The endpoints a server offers, each with its policy, mode and ways to log in; one is chosen. */
import type { ReactNode } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import type { Endpoint } from "../../../shared/contract/sources.ts";
import { endpointText, identitiesText } from "./sourceWords.ts";

export interface EndpointChoiceProps {
  readonly endpoints: readonly Endpoint[];
  readonly chosen: Endpoint | undefined;
  readonly onChoose: (endpoint: Endpoint | undefined) => void;
}

export function EndpointChoice({ endpoints, chosen, onChoose }: EndpointChoiceProps): ReactNode {
  return (
    <RadioGroup className="tb-endpoints" value={chosen ? String(endpoints.indexOf(chosen)) : ""} onChange={(index) => onChoose(endpoints[Number(index)])}>
      <Label>Endpoints the server offers, most secure first</Label>
      {endpoints.map((endpoint, index) => (
        <Radio key={index} value={String(index)} className="tb-radio">
          <span className="ring" aria-hidden />
          <span>
            <b>{endpointText(endpoint)}</b>
            <span className="more">log in: {identitiesText(endpoint)} · {endpoint.url}</span>
          </span>
        </Radio>
      ))}
      {endpoints.length === 0 && <p>The server answers but offers no endpoint. Its own settings have to be changed first.</p>}
    </RadioGroup>
  );
}
