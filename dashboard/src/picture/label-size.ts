/** How large an edge's label is, near enough to keep it off the nodes. */
export const LABEL_HEIGHT = 18;

export function labelWidth(label: string): number {
  return Math.ceil(label.length * 6.2) + 12;
}
