/** A number within its bounds. What cannot be read as one stays as it was typed, and is told. */
import { numberWords } from "../model/rules";
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
      placeholder={numberWords(shape)}
      value={typeof value === "number" || typeof value === "string" ? value : ""}
      onChange={(event) => {
        const typed = event.target.value;
        onValue(typed === "" ? "" : Number(typed));
      }}
      onWheel={(event) => event.currentTarget.blur()}
    />
  );
}
