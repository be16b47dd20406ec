/** The handlers of the flow, as a form that is made from the schema. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition, FlowNode } from "../../api/types";
import { setAt } from "../../flow/definition/edits";
import { at, samePath } from "../../flow/definition/json";
import { titleOf } from "../../flow/definition/node-title";
import { problemsBelow } from "../../flow/definition/problems";
import type { Draft } from "../draft/useDraft";
import { FormFields } from "../form/fields/FormField";
import { fieldKey, type Form, type Pick } from "../form/model/form";
import { settingShape } from "../form/model/shape";
import { useSchema } from "../form/model/useSchema";

interface Props {
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  /** Null if the page is read-only. */
  draft: Draft | null;
}

const NAME = "handlers";

export function Handlers({ definition, problems, draft }: Props) {
  const schema = useSchema();
  const shape = schema === undefined ? null : settingShape(schema, NAME);
  if (shape === null) return null;
  const targets = definition.nodes.filter(({ type }) => type !== "start").map(pickOf);
  const form: Form = {
    type: "flow",
    data: { [NAME]: at(definition, [NAME]) },
    disabled: draft === null,
    problems: problemsBelow(problems, []),
    set: (path, value) => draft?.edit((newest) => setAt(newest, path, value), `setting ${fieldKey(path)}`),
    unfinished: (path) =>
      draft?.state.unfinished.find((one) => one.nodeId === null && samePath(one.path, path))?.text ?? null,
    setUnfinished: (path, text, error) =>
      draft?.dispatch({ type: "unfinished", unfinished: { nodeId: null, path, text, error } }),
    clearUnfinished: (path) => draft?.dispatch({ type: "finished", nodeId: null, path }),
    picks: (path) => (path.at(-1) === "target" ? { options: targets, empty: null } : null),
  };
  return <FormFields form={form} fields={[{ name: NAME, shape }]} path={[]} value={form.data} />;
}

function pickOf(node: FlowNode): Pick {
  const title = titleOf(node);
  return { value: node.id, title: title === node.id ? title : `${title} · ${node.id}` };
}
