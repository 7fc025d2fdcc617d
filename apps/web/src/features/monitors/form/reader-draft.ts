import type { VersionReader } from "@rollcall/domain/monitor-spec";

/** A reader being edited: `at` is its name, path or pattern. */
export type ReaderDraft = { from: "none" | VersionReader["from"]; at: string };

export function draftOfReader(reader: VersionReader | null): ReaderDraft {
  if (reader === null) return { from: "none", at: "" };
  switch (reader.from) {
    case "header":
    case "meta":
      return { from: reader.from, at: reader.name };
    case "json":
      return { from: "json", at: reader.path };
    case "regex":
      return { from: "regex", at: reader.pattern };
    case "text":
      return { from: "text", at: "" };
  }
}

export function readerOfDraft(draft: ReaderDraft): VersionReader | null {
  const at = draft.at.trim();
  switch (draft.from) {
    case "none":
      return null;
    case "header":
    case "meta":
      return { from: draft.from, name: at };
    case "json":
      return { from: "json", path: at };
    case "regex":
      return { from: "regex", pattern: draft.at };
    case "text":
      return { from: "text" };
  }
}
