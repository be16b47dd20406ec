import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import * as requests from "../api/me";
import type { Me } from "../api/me";
import { caller } from "../testing/callers";
import { Menu } from "../ui/Menu";
import { Access } from "./Access";
import { AccessContext, missingRole, useRefusal } from "./access";
import { MayButton, MayLink } from "./MayButton";
import { ReadOnlyNotice } from "./ReadOnlyNotice";

vi.mock("../api/me", { spy: true });

const PUBLISH = "POST /api/flows/{flowId}/publish";
const AUTHOR = caller("author", { [PUBLISH]: "publisher" });
const REASON = "This needs the role publisher, and yours is author. Ask an administrator of your organization.";

function Controls({ onPress }: { onPress: () => void }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onPress();
      }}
    >
      <ReadOnlyNotice need={PUBLISH} />
      <MayButton need={PUBLISH} type="submit" onClick={onPress}>
        Publish
      </MayButton>
      <MayLink need={PUBLISH} href="/publish" aria-label="Go and publish">
        Go
      </MayLink>
      <Publishing onPress={onPress} />
    </form>
  );
}

function Publishing({ onPress }: { onPress: () => void }) {
  return <Menu label="More" items={[{ label: "Publish now", onSelect: onPress, refusal: useRefusal(PUBLISH) }]} />;
}

function show(me: Me | null, onPress: () => void) {
  render(
    <AccessContext value={me}>
      <Controls onPress={onPress} />
    </AccessContext>,
  );
}

it("allows what the API allows, and asks for the role that it names", () => {
  expect(missingRole(AUTHOR, PUBLISH)).toBe("publisher");
  expect(missingRole(AUTHOR, "PUT /api/flows/{flowId}")).toBeNull();
  expect(missingRole(AUTHOR, "author")).toBeNull();
  expect(missingRole(AUTHOR, "admin")).toBe("admin");
});

it("disables a refused control, and tells the reason to everybody", async () => {
  const onPress = vi.fn();
  show(AUTHOR, onPress);
  const user = userEvent.setup();
  const button = screen.getByRole("button", { name: "Publish" });
  expect(button).toHaveAttribute("aria-disabled", "true");
  expect(button).toHaveAccessibleDescription(REASON);
  await user.click(button);
  await user.tab();
  expect(screen.getByRole("link", { name: "Go and publish" })).toHaveAccessibleDescription(REASON);
  expect(screen.getByRole("link", { name: "Go and publish" })).not.toHaveAttribute("href");
  fireEvent.keyDown(screen.getByRole("button", { name: "More" }), { key: "Enter" });
  const item = await screen.findByRole("menuitem", { name: /Publish now/ });
  expect(item).toHaveTextContent(REASON);
  fireEvent.click(item);
  expect(onPress).not.toHaveBeenCalled();
  expect(screen.getByText("You can look at this page, and not change it")).toBeVisible();
});

it("leaves an allowed control as it is, also before the API has answered", async () => {
  for (const me of [caller("publisher"), null]) {
    const onPress = vi.fn();
    const { unmount } = render(
      <AccessContext value={me}>
        <Controls onPress={onPress} />
      </AccessContext>,
    );
    const button = screen.getByRole("button", { name: "Publish" });
    expect(button).not.toHaveAttribute("aria-disabled");
    await userEvent.click(button);
    expect(onPress).toHaveBeenCalled();
    expect(screen.getByRole("link", { name: "Go and publish" })).toHaveAttribute("href", "/publish");
    expect(screen.queryByText("You can look at this page, and not change it")).toBeNull();
    unmount();
  }
});

it("asks the API once for all controls", async () => {
  const read = vi.mocked(requests.readMe).mockResolvedValue(AUTHOR);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Access>
        <Controls onPress={() => undefined} />
      </Access>
    </QueryClientProvider>,
  );
  expect(await screen.findByText(/^Changes need the role publisher, and yours is author/)).toBeVisible();
  expect(read).toHaveBeenCalledTimes(1);
});
