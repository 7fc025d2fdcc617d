import { generate } from "./generate.mjs";
import { install } from "./install.mjs";
import { withSetupLock } from "./lock.mjs";
import { say } from "./say.mjs";

/** Makes the checkout ready: packages and the database client; with `build` also the `programs`, or `everything`. */
export async function prepare(options = {}) {
  try {
    await withSetupLock(async () => {
      await install();
      await generate();
      if (options.build) await (await import("./build.mjs")).build(options.build);
    });
  } catch (error) {
    say(error.message);
    process.exit(1);
  }
}
