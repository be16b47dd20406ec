import { describe, expect, it } from "vitest";
import { NAMES, filtersIn, queryOf, withFilter } from "./session-filters";

describe("filters in the address", () => {
  it("are those that are set and known", () => {
    const search = new URLSearchParams("flow=shop&status=over&text=%20bike%20&caller=&more=1");
    expect(filtersIn(search)).toEqual({ flow: "shop", text: "bike" });
  });

  it("are set, replaced and removed one by one", () => {
    const set = withFilter(new URLSearchParams("flow=shop&other=1"), "text", " a bike ");
    expect(set.toString()).toBe("flow=shop&other=1&text=a+bike");
    expect(withFilter(set, "flow", "").toString()).toBe("other=1&text=a+bike");
  });

  it("are parameters of the API, each under another name", () => {
    const all = Object.fromEntries(NAMES.map((name) => [name, name]));
    const query = queryOf(all);
    expect(Object.values(query).toSorted()).toEqual([...NAMES].toSorted());
    expect(queryOf({ caller: "+1" })).toEqual({ callerNumber: "+1" });
  });
});
