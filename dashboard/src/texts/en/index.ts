/** The English texts, by area of the page. */
import { apiKeys } from "./organization/api-keys";
import { access } from "./organization/access";
import { agents } from "./agents/agents";
import { voices } from "./agents/voices";
import { phoneNumbers } from "./agents/phone-numbers";
import { app } from "./app";
import { audit } from "./organization/audit";
import { auth } from "./auth";
import { call } from "./call";
import { common } from "./common";
import { compare } from "./compare";
import { diagram } from "./diagram";
import { editor } from "./editor";
import { live } from "./live/live";
import { failure } from "./failure";
import { flow } from "./flow";
import { flowTests } from "./proof/flow-tests";
import { simulated } from "./proof/simulated";
import { flowList } from "./flow-list";
import { form } from "./form";
import { overview } from "./overview/overview";
import { start } from "./overview/start";
import { proof } from "./proof/proof";
import { session } from "./session";
import { sessions } from "./sessions";
import { settings } from "./organization/settings";
import { versions } from "./proof/versions";

export const en = {
  access,
  agents,
  apiKeys,
  phoneNumbers,
  voices,
  app,
  audit,
  auth,
  call,
  common,
  compare,
  diagram,
  editor,
  failure,
  flow,
  flowList,
  flowTests,
  simulated,
  form,
  live,
  overview,
  proof,
  session,
  sessions,
  start,
  settings,
  versions,
};
