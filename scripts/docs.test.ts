/** What documents name has to be there; the pages that the product itself shows are also held in apps/web. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const inside = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
const documents = [...readdirSync(root), ...inside.map((file) => join("docs", file))].filter((file) =>
  file.endsWith(".md"),
);
const { scripts } = JSON.parse(read("package.json"));
const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

describe.each(documents)("%s", (file) => {
  const text = read(file);

  it("names files and folders that exist", () => {
    const paths = named(text, /`((?:apps|deploy|docs|e2e|packages|prisma|scripts)\/[^`\s*<{]+)`/g);
    const linked = named(text, /\]\(([^)#]+)[^)]*\)/g).filter((to) => !/^(https?:|\/)/.test(to));
    const missing = [...paths, ...linked.map((to) => join(file, "..", to))].filter(
      (path) => !existsSync(join(root, path)),
    );
    expect(missing).toEqual([]);
  });

  it("names commands and benchmarks that exist", () => {
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining(named(text, /npm run (?:--silent )?([a-z][a-z:-]+)/g)),
    );
    const benches = named(text, /npm run bench -- ([a-z]+)/g);
    expect(benches.filter((name) => !existsSync(join(root, `scripts/bench/${name}.ts`)))).toEqual([]);
  });
});

describe.each(documents.filter((file) => file.startsWith("docs/adr/")))("%s", (file) => {
  it("says what was decided, why, and what holds it", () => {
    const number = Number(/\/(\d{4})-/.exec(file)?.[1]);
    expect(read(file)).toMatch(new RegExp(`^# ${number}\\. `));
    for (const part of ["Decision", "Why", "Consequences", "Confirmation"])
      expect(read(file)).toContain(`\n**${part}.**`);
  });
});
