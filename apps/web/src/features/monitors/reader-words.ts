import type { VersionReader } from "@rollcall/domain/monitor-spec";

/** Where a reader looks: "header x-git-sha", "JSON field git.commit.id". */
export function readerWords(reader: VersionReader): string {
  switch (reader.from) {
    case "header":
      return `header ${reader.name}`;
    case "json":
      return `JSON field ${reader.path}`;
    case "meta":
      return `meta tag ${reader.name}`;
    case "regex":
      return `pattern ${reader.pattern}`;
    case "text":
      return "the whole answer";
  }
}
