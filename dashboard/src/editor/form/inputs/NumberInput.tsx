/** A number field. A text that is not a number stays as it was typed. */
import { numberPlaceholder } from "../model/rules";
import type { Shape } from "../model/shape";

interface Props {
  id: string;
  disabled: boolean;
  shape: Shape;
  value: unknown;
  onValue: (value: unknown) => void;
}

export function NumberInput({ shape, value, onValue, ...control }: Props) {
  return (
    <input
      {...control}
      type="number"
      inputMode={shape.integer ? "numeric" : "decimal"}
      step={shape.integer ? 1 : "any"}
      min={shape.minimum ?? shape.above ?? undefined}
      max={shape.maximum ?? undefined}
      placeholder={numberPlaceholder(shape)}
      value={typeof value === "number" || typeof value === "string" ? value : ""}
      onChange={(event) => {
        const typed = event.target.value;
        onValue(typed === "" ? "" : Number(typed));
      }}
      onWheel={(event) => event.currentTarget.blur()}
    />
  );
}
