/** The type of a notice, by the kind of the incident it tells about. */
import { type IncidentKind, incidentKind, type Severity } from "@rollcall/domain/glossary";
import type { NoticeType } from "@rollcall/domain/notice";

/** The type of a problem; an outage that is only a warning is one bad region that lasts. */
export function problemType(kind: IncidentKind, severity: Severity): NoticeType {
  if (kind === "outage") return severity === "critical" ? "health.down" : "health.advisory";
  return kind === "drift" ? "drift.detected" : `rollout.${kind}`;
}

/** The type of the recovery that answers it. */
export function recoveryType(kind: IncidentKind): NoticeType {
  if (kind === "outage") return "health.recovered";
  return kind === "drift" ? "drift.recovered" : "rollout.recovered";
}

/** The kind of trouble that a problem of this type tells of; `null` for what is no incident's. */
export function noticeKind(type: NoticeType): IncidentKind | null {
  if (type === "health.down" || type === "health.advisory") return "outage";
  if (type === "drift.detected") return "drift";
  return incidentKind.safeParse(type.replace(/^rollout\./, "")).data ?? null;
}
