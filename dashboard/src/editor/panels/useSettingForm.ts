/** The form of one of the flow's own fields, made from the schema. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { setAt } from "../../flow/definition/edits";
import { at, samePath } from "../../flow/definition/json";
import { problemsBelow } from "../../flow/definition/problems";
import type { Draft } from "../draft/useDraft";
import { fieldKey, type Form } from "../form/model/form";
import { settingShape, type Named } from "../form/model/shape";
import { useSchema } from "../form/model/useSchema";

export interface SettingProps {
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  /** Null if the page is read-only. */
  draft: Draft | null;
}

/** Null while the schema loads. */
export function useSettingForm(
  name: string,
  { definition, problems, draft }: SettingProps,
  picks?: Form["picks"],
): { form: Form; field: Named } | null {
  const schema = useSchema();
  const shape = schema === undefined ? null : settingShape(schema, name);
  if (shape === null) return null;
  const form: Form = {
    type: "flow",
    data: { [name]: at(definition, [name]) },
    disabled: draft === null,
    problems: problemsBelow(problems, []),
    set: (path, value) => draft?.edit((newest) => setAt(newest, path, value), `setting ${fieldKey(path)}`),
    unfinished: (path) =>
      draft?.state.unfinished.find((one) => one.nodeId === null && samePath(one.path, path))?.text ?? null,
    setUnfinished: (path, text, error) =>
      draft?.dispatch({ type: "unfinished", unfinished: { nodeId: null, path, text, error } }),
    clearUnfinished: (path) => draft?.dispatch({ type: "finished", nodeId: null, path }),
    ...(picks === undefined ? {} : { picks }),
  };
  return { form, field: { name, shape } };
}
