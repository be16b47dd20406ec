/** Where an edge meets a node. Where nothing can be joined it is a mere mark, and costs nothing while the picture moves. */
import { Handle, Position } from "@xyflow/react";

interface Props {
  /** The exit's name; null where edges arrive. */
  exit: string | null;
  className: string;
  joinable: boolean;
}

export function Dock({ exit, className, joinable }: Props) {
  const type = exit === null ? "target" : "source";
  const position = exit === null ? Position.Left : Position.Right;
  if (joinable) return <Handle type={type} position={position} id={exit} className={className} />;
  return (
    <div
      className={`react-flow__handle react-flow__handle-${position} ${type} ${className}`}
      data-handlepos={position}
      {...(exit === null ? {} : { "data-handleid": exit })}
    />
  );
}
