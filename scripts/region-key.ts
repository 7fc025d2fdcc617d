/** `npm run region-key -- eu-west`: prints the ROLLCALL_REGION_KEY of a region, made from ROLLCALL_SECRET. */
import { parseEnv, regionKey } from "@rollcall/runtime";

const region = process.argv[2];
const { secret } = parseEnv(process.env);
if (!region || !secret) throw new Error("ROLLCALL_SECRET=… npm run region-key -- <region>");
process.stdout.write(`${regionKey(secret, region)}\n`);
