/** The form of one node's data, made from the schema of its kind. */
import type { NodeType } from "../../../api/types";
import { Wait } from "../../../ui/Wait";
import type { Form } from "../model/form";
import { FormFields } from "./FormField";
import styles from "../form.module.css";
import { fieldsOf } from "../model/shape";
import { useSchema } from "../model/useSchema";

export function DataForm({ form, type }: { form: Form; type: NodeType }) {
  const schema = useSchema();
  if (schema === undefined) return <Wait>Opening the form…</Wait>;
  const fields = fieldsOf(schema, type);
  const known = new Set(fields.map(({ name }) => name));
  const unknown = Object.keys(form.data).filter((name) => !known.has(name));
  return (
    <div className={styles.fields}>
      <FormFields form={form} fields={fields} path={[]} value={form.data} />
      {unknown.length > 0 ? (
        <p className={styles.hint}>
          Kept as it is, and found under JSON: <code>{unknown.join(", ")}</code>
        </p>
      ) : null}
    </div>
  );
}
