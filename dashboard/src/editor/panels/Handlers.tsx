/** The handlers of the flow, as a form that is made from the schema. */
import type { FlowNode } from "../../api/types";
import { titleOf } from "../../flow/definition/node-title";
import { FormFields } from "../form/fields/FormField";
import type { Pick } from "../form/model/form";
import { useSettingForm, type SettingProps } from "./useSettingForm";

export function Handlers(props: SettingProps) {
  const targets = props.definition.nodes.filter(({ type }) => type !== "start").map(pickOf);
  const setting = useSettingForm("handlers", props, (path) =>
    path.at(-1) === "target" ? { options: targets, empty: null } : null,
  );
  if (setting === null) return null;
  return <FormFields form={setting.form} fields={[setting.field]} path={[]} value={setting.form.data} />;
}

function pickOf(node: FlowNode): Pick {
  const title = titleOf(node);
  return { value: node.id, title: title === node.id ? title : `${title} · ${node.id}` };
}
