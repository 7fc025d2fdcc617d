/** `npm start`: prepares the checkout and starts the product. */
import { nodeWarning } from "./setup/node-version.mjs";
import { prepare } from "./setup/prepare.mjs";
import { say } from "./setup/say.mjs";

const warning = nodeWarning();
if (warning) say(warning);
// A prober somewhere else has no use for the dashboard.
const { ROLLCALL_ROLES: roles } = process.env;
const hasWeb = !roles || roles.includes("web");
await prepare({ build: hasWeb ? "everything" : "programs" });
process.setSourceMapsEnabled(true);
await import("../apps/launcher/dist/main.mjs");
