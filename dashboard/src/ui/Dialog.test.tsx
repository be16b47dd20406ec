import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Dialog } from "./Dialog";

function Page({ mounted }: { mounted: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {mounted || open ? <Dialog open={open} onClose={() => setOpen(false)} title="A dialog" /> : null}
    </>
  );
}

it.each([true, false])("gives the focus back to the button that opened it (always mounted: %s)", async (mounted) => {
  render(<Page mounted={mounted} />);
  const user = userEvent.setup();
  for (const close of [
    () => user.keyboard("{Escape}"),
    () => user.click(screen.getByRole("button", { name: "Close" })),
  ]) {
    await user.click(screen.getByRole("button", { name: "Open" }));
    await screen.findByRole("dialog");
    await close();
    await expect.poll(() => document.activeElement).toBe(screen.getByRole("button", { name: "Open" }));
  }
});
