-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "sealed" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "live_notices" BOOLEAN NOT NULL DEFAULT false,
    "min_severity" TEXT NOT NULL DEFAULT 'warning',
    "services" TEXT[],
    "environments" TEXT[],
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "environment_id" TEXT,
    "incident_id" TEXT,
    "channel_id" TEXT,
    "notice" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fanned_out_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "outbox_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "duration_ms" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_attempt_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deploy" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "identities" TEXT[],
    "previous_version" TEXT,
    "previous_identities" TEXT[],
    "accepted" JSONB NOT NULL DEFAULT '[]',
    "status" TEXT NOT NULL,
    "strategy" TEXT NOT NULL,
    "target_share" DOUBLE PRECISION,
    "progress_deadline_seconds" INTEGER NOT NULL,
    "hold_seconds" INTEGER,
    "watch_until" TIMESTAMPTZ(3) NOT NULL,
    "image" TEXT,
    "image_pushed" BOOLEAN NOT NULL DEFAULT false,
    "platforms" TEXT[],
    "release_id" TEXT,
    "repository" TEXT,
    "ref" TEXT,
    "actor" TEXT,
    "url" TEXT,
    "cluster" TEXT,
    "namespace" TEXT,
    "workload" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL,
    "conditions" TEXT[],
    "stuck_kind" TEXT,
    "verdict" JSONB NOT NULL,
    "plan" JSONB NOT NULL,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "superseded_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "deadline_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "next_judge_at" TIMESTAMPTZ(3),

    CONSTRAINT "deploy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout" (
    "deploy_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("deploy_id")
);

-- CreateTable
CREATE TABLE "deploy_event" (
    "deploy_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "deploy_event_pkey" PRIMARY KEY ("deploy_id","seq")
);

-- CreateTable
CREATE TABLE "rollout_slice" (
    "deploy_id" TEXT NOT NULL,
    "monitor_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "expected" INTEGER NOT NULL DEFAULT 0,
    "previous" INTEGER NOT NULL DEFAULT 0,
    "other" INTEGER NOT NULL DEFAULT 0,
    "unreadable" INTEGER NOT NULL DEFAULT 0,
    "error" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "rollout_slice_pkey" PRIMARY KEY ("deploy_id","monitor_id","region","at")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "deploy_id" TEXT,
    "monitor_id" TEXT,
    "state" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "impact" TEXT NOT NULL,
    "causes" JSONB NOT NULL DEFAULT '[]',
    "told" JSONB NOT NULL DEFAULT '[]',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "snoozed_until" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_entry" (
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "actor" TEXT,

    CONSTRAINT "incident_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitor" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '[]',
    "body" TEXT,
    "interval_seconds" INTEGER NOT NULL,
    "timeout_ms" INTEGER NOT NULL,
    "follow_redirects" INTEGER NOT NULL DEFAULT 0,
    "regions" TEXT[],
    "version" JSONB,
    "instance" JSONB,
    "verifies_deploys" BOOLEAN NOT NULL,
    "assertions" JSONB NOT NULL DEFAULT '[]',
    "quorum_regions" INTEGER,
    "failure_threshold" INTEGER NOT NULL DEFAULT 2,
    "recovery_threshold" INTEGER NOT NULL DEFAULT 2,
    "fresh_seconds" INTEGER,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "config_version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "monitor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitor_health" (
    "monitor_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "verdict" JSONB NOT NULL,
    "health" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "next_judge_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "monitor_health_pkey" PRIMARY KEY ("monitor_id")
);

-- CreateTable
CREATE TABLE "probe_request" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "probe_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "region_worker" (
    "region" TEXT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "clock_skew_ms" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "region_worker_pkey" PRIMARY KEY ("region","worker_id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "token" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "service" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "current_deploy_id" TEXT,
    "policy" JSONB NOT NULL DEFAULT '{}',
    "health" TEXT NOT NULL DEFAULT 'unknown',
    "health_since" TIMESTAMPTZ(3),
    "served_version" TEXT,
    "served_share" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "plan" TEXT NOT NULL DEFAULT 'self_hosted',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "workspace_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scope" TEXT NOT NULL,
    "services" TEXT[],
    "environments" TEXT[],
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "workspace_id" TEXT NOT NULL,
    "token_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("workspace_id","token_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "channel_workspace_id_id_key" ON "channel"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "outbox_fanned_out_at_created_at_idx" ON "outbox"("fanned_out_at", "created_at");

-- CreateIndex
CREATE INDEX "outbox_workspace_id_incident_id_idx" ON "outbox"("workspace_id", "incident_id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_workspace_id_id_key" ON "outbox"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "delivery_state_next_attempt_at_idx" ON "delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "delivery_workspace_id_channel_id_created_at_idx" ON "delivery"("workspace_id", "channel_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "delivery_workspace_id_outbox_id_idx" ON "delivery"("workspace_id", "outbox_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_outbox_id_channel_id_key" ON "delivery"("outbox_id", "channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_workspace_id_id_key" ON "delivery"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "deploy_workspace_id_environment_id_created_at_idx" ON "deploy"("workspace_id", "environment_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "deploy_workspace_id_created_at_idx" ON "deploy"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "deploy_workspace_id_release_id_idx" ON "deploy"("workspace_id", "release_id");

-- CreateIndex
CREATE INDEX "deploy_next_judge_at_idx" ON "deploy"("next_judge_at");

-- CreateIndex
CREATE INDEX "deploy_environment_id_ended_at_idx" ON "deploy"("environment_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "deploy_workspace_id_id_key" ON "deploy"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rollout_workspace_id_deploy_id_key" ON "rollout"("workspace_id", "deploy_id");

-- CreateIndex
CREATE INDEX "deploy_event_workspace_id_deploy_id_type_seq_idx" ON "deploy_event"("workspace_id", "deploy_id", "type", "seq");

-- CreateIndex
CREATE INDEX "rollout_slice_workspace_id_deploy_id_at_idx" ON "rollout_slice"("workspace_id", "deploy_id", "at");

-- CreateIndex
CREATE INDEX "incident_workspace_id_state_opened_at_idx" ON "incident"("workspace_id", "state", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "incident_workspace_id_environment_id_idx" ON "incident"("workspace_id", "environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "incident_workspace_id_id_key" ON "incident"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "incident_entry_workspace_id_incident_id_at_idx" ON "incident_entry"("workspace_id", "incident_id", "at");

-- CreateIndex
CREATE INDEX "monitor_workspace_id_environment_id_idx" ON "monitor"("workspace_id", "environment_id");

-- CreateIndex
CREATE INDEX "monitor_updated_at_idx" ON "monitor"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "monitor_workspace_id_id_key" ON "monitor"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "monitor_health_workspace_id_environment_id_idx" ON "monitor_health"("workspace_id", "environment_id");

-- CreateIndex
CREATE INDEX "monitor_health_next_judge_at_idx" ON "monitor_health"("next_judge_at");

-- CreateIndex
CREATE UNIQUE INDEX "monitor_health_workspace_id_monitor_id_key" ON "monitor_health"("workspace_id", "monitor_id");

-- CreateIndex
CREATE INDEX "probe_request_created_at_idx" ON "probe_request"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "probe_request_workspace_id_id_key" ON "probe_request"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "region_worker_seen_at_idx" ON "region_worker"("seen_at");

-- CreateIndex
CREATE UNIQUE INDEX "service_workspace_id_id_key" ON "service"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "service_workspace_id_name_key" ON "service"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "environment_workspace_id_service_id_idx" ON "environment"("workspace_id", "service_id");

-- CreateIndex
CREATE UNIQUE INDEX "environment_workspace_id_id_key" ON "environment"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "environment_service_id_name_key" ON "environment"("service_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_slug_key" ON "workspace"("slug");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_workspace_id_id_key" ON "api_token"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_workspace_id_at_idx" ON "audit_event"("workspace_id", "at" DESC);

-- CreateIndex
CREATE INDEX "idempotency_key_expires_at_idx" ON "idempotency_key"("expires_at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_workspace_id_outbox_id_fkey" FOREIGN KEY ("workspace_id", "outbox_id") REFERENCES "outbox"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_workspace_id_channel_id_fkey" FOREIGN KEY ("workspace_id", "channel_id") REFERENCES "channel"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deploy" ADD CONSTRAINT "deploy_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout" ADD CONSTRAINT "rollout_workspace_id_deploy_id_fkey" FOREIGN KEY ("workspace_id", "deploy_id") REFERENCES "deploy"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deploy_event" ADD CONSTRAINT "deploy_event_workspace_id_deploy_id_fkey" FOREIGN KEY ("workspace_id", "deploy_id") REFERENCES "deploy"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_slice" ADD CONSTRAINT "rollout_slice_workspace_id_deploy_id_fkey" FOREIGN KEY ("workspace_id", "deploy_id") REFERENCES "deploy"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_entry" ADD CONSTRAINT "incident_entry_workspace_id_incident_id_fkey" FOREIGN KEY ("workspace_id", "incident_id") REFERENCES "incident"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitor" ADD CONSTRAINT "monitor_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitor_health" ADD CONSTRAINT "monitor_health_workspace_id_monitor_id_fkey" FOREIGN KEY ("workspace_id", "monitor_id") REFERENCES "monitor"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service" ADD CONSTRAINT "service_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment" ADD CONSTRAINT "environment_workspace_id_service_id_fkey" FOREIGN KEY ("workspace_id", "service_id") REFERENCES "service"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
