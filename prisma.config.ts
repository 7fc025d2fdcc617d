import { defineConfig } from "prisma/config";

/** For the Prisma CLI only; the product migrates through `packages/db` and needs no engine binary. */
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
});
