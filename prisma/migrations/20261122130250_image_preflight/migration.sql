-- CreateTable
CREATE TABLE "registry" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "username" TEXT,
    "sealed" TEXT,
    "plain_http" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "preflight" (
    "deploy_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "image" TEXT NOT NULL,
    "registry" TEXT,
    "outcome" JSONB,
    "platforms" TEXT[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "checked_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "preflight_pkey" PRIMARY KEY ("deploy_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "registry_workspace_id_id_key" ON "registry"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "registry_workspace_id_host_key" ON "registry"("workspace_id", "host");

-- CreateIndex
CREATE INDEX "preflight_next_check_at_idx" ON "preflight"("next_check_at");

-- CreateIndex
CREATE UNIQUE INDEX "preflight_workspace_id_deploy_id_key" ON "preflight"("workspace_id", "deploy_id");

-- AddForeignKey
ALTER TABLE "registry" ADD CONSTRAINT "registry_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "preflight" ADD CONSTRAINT "preflight_workspace_id_deploy_id_fkey" FOREIGN KEY ("workspace_id", "deploy_id") REFERENCES "deploy"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
