/** Controls that only some roles can use. For others they are disabled, and name the reason. */
import type { ComponentProps } from "react";
import { Link } from "wouter";
import { Button, buttonClass, type ButtonKind } from "../ui/Button";
import { useRefusal, type Need } from "./access";

type ButtonProps = ComponentProps<typeof Button> & { need: Need };

export function MayButton({ need, ...rest }: ButtonProps) {
  return <Button {...rest} refusal={useRefusal(need)} />;
}

interface LinkProps extends Omit<ComponentProps<"a">, "href" | "className"> {
  need: Need;
  href: string;
  kind?: ButtonKind;
  small?: boolean;
  className?: string | undefined;
}

/** A link that looks like a button. */
export function MayLink({ need, href, kind, small, className, "aria-label": name, children, ...rest }: LinkProps) {
  const refusal = useRefusal(need);
  const look = buttonClass(kind, small, className);
  if (refusal === null) {
    return (
      <Link {...rest} href={href} className={look} aria-label={name}>
        {children}
      </Link>
    );
  }
  // A link without an address is out of the keyboard's way, and its reason with it.
  return (
    <span role="link" tabIndex={0} aria-disabled="true" aria-label={name} title={refusal} className={look}>
      {children}
    </span>
  );
}
