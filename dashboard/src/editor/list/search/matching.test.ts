import { expect, it } from "vitest";
import { matches } from "./matching";

const flow = { name: "Réservations de table", flowId: "restaurant-booking" };

it.each(["", "  ", "res", "TABLE", "reservations", "booking", "table restaurant", " book  réserv "])(
  "finds a flow by %j",
  (search) => {
    expect(matches(flow, search)).toBe(true);
  },
);

it.each(["hotel", "table hotel", "tables", "booking-restaurant"])("does not find it by %j", (search) => {
  expect(matches(flow, search)).toBe(false);
});
