/** `npm run build`: everything that `npm start` runs, and nothing is started. */
import "./setup/node-version.mjs";
import { prepare } from "./setup/prepare.mjs";

await prepare({ build: "everything" });
