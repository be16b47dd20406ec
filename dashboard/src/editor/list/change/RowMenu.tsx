/** The menu of a flow's row: what changes the flow as a whole. */
import { useRefusal } from "../../../access/access";
import { texts } from "../../../texts";
import { Menu } from "../../../ui/Menu";

export type FlowChange = "duplicate" | "rename" | "delete";

interface Props {
  name: string;
  onChange: (change: FlowChange) => void;
}

export function RowMenu({ name, onChange }: Props) {
  const { more, ofFlow, duplicate, rename, remove } = texts.flowList;
  const unsaved = useRefusal("PUT /api/flows/{flowId}");
  const kept = useRefusal("DELETE /api/flows/{flowId}");
  const label = (
    <>
      <span aria-hidden="true">{more}</span>
      <span className="unseen">{ofFlow(more, name)}</span>
    </>
  );
  return (
    <Menu
      kind="quiet"
      small
      label={label}
      items={[
        { label: duplicate.open, onSelect: () => onChange("duplicate"), refusal: unsaved },
        { label: rename.open, onSelect: () => onChange("rename"), refusal: unsaved },
        { label: remove.open, danger: true, onSelect: () => onChange("delete"), refusal: kept },
      ]}
    />
  );
}
