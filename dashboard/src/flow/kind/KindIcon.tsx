/** The icon of each kind of node, in the colour of the surrounding text. */
import type { ReactNode } from "react";
import { isKind } from "../definition/kinds";
import type { NodeType } from "../../api/types";

const ICONS: Record<NodeType, ReactNode> = {
  start: <path d="M5.5 3.6v8.8l7-4.4z" fill="currentColor" stroke="none" />,
  elicitation: <path d="M2.5 3.5h11v7h-6l-3 2.6v-2.6h-2zM6.4 6.1c.2-1.6 3.2-1.4 3 .2-.1.8-1.4.9-1.4 1.7M8 9.3v.1" />,
  message: <path d="M2.5 3.5h11v7h-6l-3 2.6v-2.6h-2zM5 6h6M5 8.2h4" />,
  form: <path d="M3.5 2.5h9v11h-9zM5.5 5.5h.1M7.5 5.5h3M5.5 8h.1M7.5 8h3M5.5 10.5h.1M7.5 10.5h3" />,
  llm: (
    <path d="M7 2.5l1.3 3.7L12 7.5 8.300 8.800 7 12.500 5.700 8.800 2 7.500 5.700 6.200zM12.300 10.500v3M10.800 12h3" />
  ),
  decision: <path d="M8 2l6 6-6 6-6-6zM8 5.800v2.600M8 10.300v.1" />,
  tool: <path d="M5.800 4.500L2.500 8l3.300 3.500M10.200 4.500L13.500 8l-3.300 3.500M9 3.500l-2 9" />,
  subflow: <path d="M2.500 2.500h11v11h-11zM5.500 5.500h5v5h-5z" />,
  transfer: <path d="M2.500 5.500h10M9.500 2.500l3 3-3 3M13.500 10.500h-10M6.500 7.800l-3 2.700 3 3" />,
  end: <path d="M4 4h8v8H4z" fill="currentColor" stroke="none" />,
};

export function KindIcon({ type, size = 14 }: { type: string; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {isKind(type) ? ICONS[type] : <path d="M8 3v6M8 12v.1" />}
    </svg>
  );
}
