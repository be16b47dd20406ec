/** The input of each kind of form field. */
import type { ReactNode } from "react";
import type { Path } from "../../../flow/definition/json";
import type { Form } from "../model/form";
import type { Named, Shape } from "../model/shape";

export interface FieldsProps {
  form: Form;
  fields: readonly Named[];
  path: Path;
  /** The object that holds the fields. */
  value: unknown;
}

/** Renders fields within a field. A list of objects has fields of any kind, so the dispatcher passes itself down. */
export type RenderFields = (props: FieldsProps) => ReactNode;

export interface FieldProps {
  form: Form;
  name: string;
  shape: Shape;
  path: Path;
  value: unknown;
  renderFields: RenderFields;
}
