-- CreateTable
CREATE TABLE "role_worker" (
    "role" TEXT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_worker_pkey" PRIMARY KEY ("role","worker_id")
);

-- CreateIndex
CREATE INDEX "role_worker_heard_at_idx" ON "role_worker"("heard_at");
