import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import * as requests from "../api/agents";
import { refusal } from "../api/failure";
import * as flows from "../api/flows";
import { readOf } from "../testing/read-flow";
import PhoneNumbersPage from "./PhoneNumbersPage";

vi.mock("../api/agents", { spy: true });
vi.mock("../api/flows", { spy: true });
const { listNumbers, firstAgents, giveNumber, releaseNumber } = vi.mocked(requests);
const { firstFlows } = vi.mocked(flows);

const GRANT = "callflow phone grant +442079460018 --organization acme prints the value of `grant`.";
const refused = (status: number, detail: string) =>
  refusal(new Response(null, { status }), { status, title: "Refused", detail });

beforeEach(() => {
  vi.resetAllMocks();
  history.replaceState(null, "", "/phone-numbers");
  listNumbers.mockResolvedValue({
    phoneNumbers: [
      { e164: "+15550100", agentId: "line" },
      { e164: "+15550101", agentId: "gone" },
    ],
    cursor: null,
  });
  firstAgents.mockResolvedValue([
    { agentId: "line", name: "The line", flowId: "support", flowVersion: "latest" },
    { agentId: "sales", name: "Sales", flowId: "support", flowVersion: "latest" },
  ]);
  firstFlows.mockResolvedValue([readOf("support")]);
  giveNumber.mockImplementation((e164, agentId) => Promise.resolve({ e164, agentId }));
});

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <main>
        <PhoneNumbersPage />
      </main>
    </QueryClientProvider>,
  );
}

const row = async (name: RegExp) => within(await screen.findByRole("row", { name }));

it("lists each number with its agent and flow", async () => {
  const { container } = show();
  const line = await row(/\+15550100/);
  expect(await line.findByRole("link", { name: "The line" })).toHaveAttribute("href", "/agents?agent=line");
  expect(await line.findByRole("link", { name: "Support" })).toBeVisible();
  const lost = await row(/\+15550101/);
  expect(await lost.findByText("There is no such agent. Calls to this number are not answered.")).toBeVisible();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});

it("reads a number as it is written, and says how it is stored", async () => {
  history.replaceState(null, "", "/phone-numbers?give=sales");
  show();
  const dialog = within(await screen.findByRole("dialog", { name: "Give a number to an agent" }));
  expect(await dialog.findByRole("option", { name: "Sales (sales)", selected: true })).toBeVisible();
  await userEvent.type(dialog.getByLabelText(/^Phone number/), "020 7946 0018");
  expect(dialog.getByText(/^Begin with \+ and the code of the country/)).toBeVisible();
  await userEvent.clear(dialog.getByLabelText(/^Phone number/));
  await userEvent.type(dialog.getByLabelText(/^Phone number/), "0044 (0) 20 7946-0018");
  expect(dialog.getByText("It is stored as +442079460018.")).toBeVisible();
  await userEvent.click(dialog.getByRole("button", { name: "Give" }));
  expect(await screen.findByText("New calls to +442079460018 reach Sales.")).toBeVisible();
  expect(giveNumber).toHaveBeenCalledExactlyOnceWith("+442079460018", "sales", null);
  expect(location.search).toBe("");
});

it("shows what the operator must do, and takes the grant", async () => {
  giveNumber.mockRejectedValueOnce(refused(403, `+442079460018 is not granted to acme. ${GRANT}`));
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Give a number" }));
  const dialog = within(screen.getByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Give" }));
  expect(dialog.getByText("Enter a phone number.")).toBeVisible();
  expect(dialog.getByText("Choose an agent.")).toBeVisible();
  await userEvent.type(dialog.getByLabelText(/^Phone number/), "+44 20 7946 0018");
  await userEvent.selectOptions(dialog.getByLabelText(/^Agent/), "line");
  await userEvent.click(dialog.getByRole("button", { name: "Give" }));
  expect(await dialog.findByText(/callflow phone grant \+442079460018 --organization acme/)).toBeVisible();
  expect(dialog.getByText(/Paste the value that the operator prints/)).toBeVisible();
  await userEvent.type(dialog.getByLabelText("Grant of the operator"), " a.b.c ");
  await userEvent.click(dialog.getByRole("button", { name: "Give" }));
  expect(await screen.findByText("New calls to +442079460018 reach The line.")).toBeVisible();
  expect(giveNumber).toHaveBeenLastCalledWith("+442079460018", "line", "a.b.c");
});

it("asks for no grant if the person's role is not sufficient", async () => {
  giveNumber.mockRejectedValue(refused(403, "This needs the role admin, and you have the role viewer."));
  history.replaceState(null, "", "/phone-numbers?give=line");
  show();
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText(/^Phone number/), "+15550109");
  await userEvent.click(dialog.getByRole("button", { name: "Give" }));
  expect(await dialog.findByText(/This needs the role admin/)).toBeVisible();
  expect(dialog.queryByText(/Paste the value/)).toBeNull();
});

it("says how a number of another organization can be moved", async () => {
  giveNumber.mockRejectedValue(refused(409, "+15550109 is already in use. Use a number of your own."));
  history.replaceState(null, "", "/phone-numbers?give=line");
  show();
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText(/^Phone number/), "+15550109");
  await userEvent.click(dialog.getByRole("button", { name: "Give" }));
  expect(await dialog.findByText(/\+15550109 is already in use/)).toBeVisible();
  expect(dialog.getByText(/printed with --take/)).toBeVisible();
});

it("gives a number to another agent, and takes one back", async () => {
  releaseNumber.mockResolvedValue();
  show();
  await userEvent.click(await (await row(/\+15550100/)).findByRole("button", { name: "Change agent: +15550100" }));
  const dialog = within(screen.getByRole("dialog", { name: "Agent of +15550100" }));
  await userEvent.selectOptions(dialog.getByLabelText(/^Agent/), await dialog.findByText("Sales (sales)"));
  await userEvent.click(dialog.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("New calls to +15550100 reach Sales.")).toBeVisible();
  expect(giveNumber).toHaveBeenCalledExactlyOnceWith("+15550100", "sales", null);
  await userEvent.click(screen.getByRole("button", { name: "Take back: +15550101" }));
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Take back" }));
  expect(await screen.findByText("+15550101 was taken back.")).toBeVisible();
  expect(releaseNumber).toHaveBeenCalledExactlyOnceWith("+15550101");
});
