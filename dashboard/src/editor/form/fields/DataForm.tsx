/** The form of one node's data, generated from the schema of its kind. */
import type { NodeType } from "../../../api/types";
import { texts } from "../../../texts";
import { Wait } from "../../../ui/Wait";
import styles from "../form.module.css";
import type { Form } from "../model/form";
import { fieldsOf } from "../model/shape";
import { useSchema } from "../model/useSchema";
import { FormFields } from "./FormField";

export function DataForm({ form, type }: { form: Form; type: NodeType }) {
  const schema = useSchema();
  if (schema === undefined) return <Wait>{texts.form.loading}</Wait>;
  const fields = fieldsOf(schema, type);
  const known = new Set(fields.map(({ name }) => name));
  const unknown = Object.keys(form.data).filter((name) => !known.has(name));
  return (
    <div className={styles.fields}>
      <FormFields form={form} fields={fields} path={[]} value={form.data} />
      {unknown.length > 0 ? (
        <p className={styles.hint}>
          {texts.form.otherFields} <code>{unknown.join(", ")}</code>
        </p>
      ) : null}
    </div>
  );
}
