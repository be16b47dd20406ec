/** Which versions an agent or an environment gives to new calls, and how that changes. Pure. */
import type { Agent } from "../../api/types";

/** Versions, without the name of an environment that has them. */
export type Given = Exclude<Agent["flowVersion"], { environment: string }>;

/** The part of the new calls that gets a version. */
export interface Share {
  version: number;
  /** 0 to 100. */
  percent: number;
}

/** What is given. `latest` is the number of the newest version; null if there is none. */
export function sharesOf(given: Given, latest: number | null): readonly Share[] {
  if (given === "latest") return latest === null ? [] : [{ version: latest, percent: 100 }];
  if (typeof given === "number") return [{ version: given, percent: 100 }];
  return given.split.filter(({ percent }) => percent > 0);
}

/** Whether a version is given to any new call. */
export function gives(given: Given, version: number, latest: number | null): boolean {
  return sharesOf(given, latest).some((share) => share.version === version);
}

/** The shares as they are named. Shares of nothing are left out. */
export function givenBy(shares: readonly Share[]): Given {
  const some = shares.filter(({ percent }) => percent > 0);
  const [first] = some;
  return some.length === 1 && first !== undefined ? first.version : { split: [...some] };
}

/** `percent` of the new calls get `version`, and the others get `rest`. */
export function rolledOut(version: number, percent: number, rest: number): Given {
  if (percent >= 100 || rest === version) return version;
  return givenBy([
    { version: rest, percent: 100 - percent },
    { version, percent },
  ]);
}

/**
 * What is given once a version is taken back: the other versions in their proportion, else the version before. Null if
 * the version is not given, or if there is none before it.
 */
export function takenBack(given: Given, version: number, latest: number | null): Given | null {
  const shares = sharesOf(given, latest);
  if (!shares.some((share) => share.version === version)) return null;
  const others = shares.filter((share) => share.version !== version);
  if (others.length === 0) return version > 1 ? version - 1 : null;
  const sum = others.reduce((total, { percent }) => total + percent, 0);
  return givenBy(others.map((share) => ({ version: share.version, percent: (share.percent * 100) / sum })));
}

/** The version that most of the new calls get, leaving one out; null if there is no other. */
export function mainVersion(given: Given, latest: number | null, without: number | null = null): number | null {
  const shares = sharesOf(given, latest).filter(({ version }) => version !== without);
  return shares.toSorted((a, b) => b.percent - a.percent)[0]?.version ?? null;
}
