/** The questions that a model answers about ended calls, as a form that is made from the schema. */
import { FormFields } from "../form/fields/FormField";
import { useSettingForm, type SettingProps } from "./useSettingForm";

export function Judging(props: SettingProps) {
  const setting = useSettingForm("judging", props);
  if (setting === null) return null;
  return <FormFields form={setting.form} fields={[setting.field]} path={[]} value={setting.form.data} />;
}
