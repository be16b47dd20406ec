import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useEffect, useState } from "react";
import { describe, expect, it } from "vitest";
import { put, type JsonObject } from "../../../flow/definition/json";
import type { Form } from "../model/form";
import { shapeOf } from "../model/shape";
import { FormFields } from "./FormField";

const QUESTION = {
  type: "object",
  properties: {
    prompt: { type: "string" },
    variable: { type: "string", minLength: 1 },
    valueType: { enum: ["string", "date"], default: "string" },
    prefer: { anyOf: [{ enum: ["past", "future"] }, { type: "null" }], default: null },
    keys: {
      anyOf: [
        { type: "object", properties: { length: { type: "integer" }, end: { type: "string" } } },
        { type: "null" },
      ],
      default: null,
    },
    reprompts: { type: "array", items: { type: "string" } },
    noInputSeconds: { type: "number", default: 8 },
    confirm: { type: "string" },
  },
  required: ["prompt", "variable"],
};
const FORM = {
  type: "object",
  properties: { slots: { type: "array", items: QUESTION } },
  required: ["slots"],
};

let stored: JsonObject = {};
/** Keeps the newest data for the tests to read. */
const keep = (data: JsonObject) => {
  stored = data;
};

function Filled({ schema, data }: { schema: unknown; data: JsonObject }) {
  const [now, setNow] = useState(data);
  useEffect(() => keep(now), [now]);
  const form: Form = {
    type: "form",
    data: now,
    disabled: false,
    problems: [],
    set: (path, value) => setNow((before) => put(before, path, value) as JsonObject),
    unfinished: () => null,
    setUnfinished: () => undefined,
    clearUnfinished: () => undefined,
  };
  return <FormFields form={form} fields={shapeOf(schema, schema, "data", true).fields} path={[]} value={now} />;
}

describe("the form of a question", () => {
  it("folds a group until a field of it is stored", () => {
    render(<Filled schema={QUESTION} data={{ prompt: "When?", variable: "day", confirm: "Really {{ value }}?" }} />);
    expect(screen.getByText("How an answer is understood").closest("details")).toHaveAttribute("open");
    expect(screen.getByText("Asking again, and silence").closest("details")).not.toHaveAttribute("open");
  });

  it("does not close a group whose last field is cleared", async () => {
    render(<Filled schema={QUESTION} data={{ prompt: "When?", variable: "day", confirm: "R" }} />);
    await userEvent.clear(screen.getByLabelText("Read back and ask"));
    expect(stored).toEqual({ prompt: "When?", variable: "day" });
    expect(screen.getByText("How an answer is understood").closest("details")).toHaveAttribute("open");
  });

  it("can empty an optional choice again", async () => {
    render(<Filled schema={QUESTION} data={{ prompt: "When?", variable: "day", valueType: "date", prefer: "past" }} />);
    await userEvent.selectOptions(screen.getByLabelText("Prefer"), "By the question");
    expect(stored).not.toHaveProperty("prefer");
  });

  it("removes an optional object with its last field", async () => {
    render(<Filled schema={QUESTION} data={{ prompt: "When?", variable: "day", keys: { length: 8, end: "#" } }} />);
    await userEvent.clear(screen.getByLabelText("End"));
    expect(stored.keys).toEqual({ length: 8 });
    await userEvent.clear(screen.getByLabelText("Length"));
    expect(stored).not.toHaveProperty("keys");
  });
});

describe("the slots of a form", () => {
  it("are folded under their variable and question, and a new one is open", async () => {
    render(<Filled schema={FORM} data={{ slots: [{ prompt: "Which day?", variable: "day" }] }} />);
    expect(screen.getByText("day · Which day?").closest("details")).not.toHaveAttribute("open");
    await userEvent.click(screen.getByRole("button", { name: "Add slot" }));
    expect(screen.getByText("slot 2").closest("details")).toHaveAttribute("open");
    await userEvent.type(screen.getAllByLabelText(/^Variable/)[1] ?? document.body, "people");
    expect(stored.slots).toEqual([
      { prompt: "Which day?", variable: "day" },
      { prompt: "", variable: "people" },
    ]);
    expect(screen.getByText("people").closest("details")).toHaveAttribute("open");
  });
});
