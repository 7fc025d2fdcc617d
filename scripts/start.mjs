/** `npm start`: prepares the checkout and starts the product. */
import { nodeWarning } from "./setup/node-version.mjs";
import { prepare } from "./setup/prepare.mjs";
import { say } from "./setup/say.mjs";

const warning = nodeWarning();
if (warning) say(warning);
await prepare({ build: true });
process.setSourceMapsEnabled(true);
await import("../apps/launcher/dist/main.mjs");
