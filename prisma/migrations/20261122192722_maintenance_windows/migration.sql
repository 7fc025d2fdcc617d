-- CreateTable
CREATE TABLE "maintenance_window" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "service_id" TEXT,
    "environment_id" TEXT,
    "reason" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "repeat" JSONB,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "over_at" TIMESTAMPTZ(3),

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "health_span" (
    "workspace_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "health" TEXT NOT NULL,

    CONSTRAINT "health_span_pkey" PRIMARY KEY ("workspace_id","environment_id","started_at")
);

-- CreateIndex
CREATE INDEX "maintenance_window_workspace_id_over_at_idx" ON "maintenance_window"("workspace_id", "over_at");

-- CreateIndex
CREATE INDEX "maintenance_window_workspace_id_service_id_idx" ON "maintenance_window"("workspace_id", "service_id");

-- CreateIndex
CREATE INDEX "maintenance_window_workspace_id_environment_id_idx" ON "maintenance_window"("workspace_id", "environment_id");

-- CreateIndex
CREATE INDEX "maintenance_window_over_at_idx" ON "maintenance_window"("over_at");

-- CreateIndex
CREATE UNIQUE INDEX "maintenance_window_workspace_id_id_key" ON "maintenance_window"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "health_span_ended_at_idx" ON "health_span"("ended_at");

-- AddForeignKey
ALTER TABLE "maintenance_window" ADD CONSTRAINT "maintenance_window_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "maintenance_window" ADD CONSTRAINT "maintenance_window_workspace_id_service_id_fkey" FOREIGN KEY ("workspace_id", "service_id") REFERENCES "service"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "maintenance_window" ADD CONSTRAINT "maintenance_window_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "health_span" ADD CONSTRAINT "health_span_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
