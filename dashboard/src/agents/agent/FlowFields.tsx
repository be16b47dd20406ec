/** The fields for the flow of an agent, and for the version that its new calls get. */
import { useQuery } from "@tanstack/react-query";
import { keys, newestVersions } from "../../api/flows";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import { optionOf, versionOf, type AgentForm, type Environments } from "../model/agent-form";
import { useEnvironments, useFlows } from "../model/useLists";
import { versionText } from "./version-text";

interface Props {
  form: AgentForm;
  onChange: (change: Partial<AgentForm>) => void;
  flowError: string | null;
  versionError: string | null;
}

const NO_ENVIRONMENTS: Environments = new Map();

export function FlowFields({ form: { flowId, version }, onChange, flowError, versionError }: Props) {
  const words = texts.agents.form;
  const flows = useFlows();
  const flow = flows.data?.find((each) => each.flowId === flowId);
  const environments = useEnvironments(flowId).data ?? NO_ENVIRONMENTS;
  const versions = useQuery({
    queryKey: keys.versions(flowId),
    queryFn: () => newestVersions(flowId),
    enabled: flowId !== "",
    retry: false,
  });
  const latest = flow?.latestVersion ?? null;
  const text = (each: AgentForm["version"]) => versionText(each, latest, environments);
  const numbers = versions.data?.map((each) => each.version) ?? [];
  const named = [...environments.keys()].map((environment) => ({ environment }));
  const offered = new Set(["latest" as const, { environment: "draft" }, ...named, ...numbers].map(optionOf));
  return (
    <>
      <Field label={words.flow} required error={flowError}>
        {(control) => (
          <select {...control} value={flowId} onChange={({ target }) => onChange({ flowId: target.value })}>
            <option value="" disabled>
              {words.chooseFlow}
            </option>
            {flowId !== "" && flow === undefined ? (
              <option value={flowId}>{flows.data === undefined ? flowId : words.flowMissing(flowId)}</option>
            ) : null}
            {flows.data?.map((each) => (
              <option key={each.flowId} value={each.flowId}>
                {words.flowOption(each.name || each.flowId, each.latestVersion !== null)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.version} hint={words.versionHint} error={versionError}>
        {(control) => (
          <select
            {...control}
            value={optionOf(version)}
            onChange={({ target }) => onChange({ version: versionOf(target.value) })}
          >
            {offered.has(optionOf(version)) ? null : (
              <option value={optionOf(version)}>{words.asNow(text(version))}</option>
            )}
            <option value={optionOf("latest")}>{words.newest(latest)}</option>
            <optgroup label={words.environments}>
              <option value={optionOf({ environment: "draft" })}>{words.draft}</option>
              {named.map((each) => (
                <option key={each.environment} value={optionOf(each)}>
                  {text(each)}
                </option>
              ))}
            </optgroup>
            {numbers.length === 0 ? null : (
              <optgroup label={words.versions}>
                {numbers.map((each) => (
                  <option key={each} value={optionOf(each)}>
                    {text(each)}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        )}
      </Field>
    </>
  );
}
