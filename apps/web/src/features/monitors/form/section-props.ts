import type { FieldErrors } from "./field-errors.ts";
import type { MonitorDraft } from "./monitor-draft.ts";

/** What every part of the form gets: the draft, how to change it, and what was refused. */
export type SectionProps = {
  draft: MonitorDraft;
  set: (change: Partial<MonitorDraft>) => void;
  errors: FieldErrors;
};
