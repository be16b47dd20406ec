/** Texts about what a role may do. */
export const access = {
  readOnly: "You can look at this page, and not change it",
  changes: (needed: string, own: string) =>
    `Changes need the role ${needed}, and yours is ${own}. Ask an administrator of your organization.`,
  /** Why a control is disabled. */
  refusal: (needed: string, own: string) =>
    `This needs the role ${needed}, and yours is ${own}. Ask an administrator of your organization.`,
};
