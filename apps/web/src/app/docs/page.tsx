import Link from "next/link";
import { docSections } from "@/features/docs/doc-index.ts";

export const metadata = { title: "Guides" };

export default function DocsPage() {
  return (
    <>
      <h1 className="font-semibold text-2xl">Guides</h1>
      <p className="mt-1 max-w-prose text-quiet">
        Rollcall checks from outside whether a deploy is really live. CI tells it what should be serving; its
        probes ask what is.
      </p>
      {docSections.map((section) => (
        <section key={section.title} className="mt-6">
          <h2 className="font-medium">{section.title}</h2>
          <ul className="mt-1 divide-y divide-line border-line border-y">
            {section.entries.map(({ slug, title, about }) => (
              <li key={slug} className="py-2">
                <Link href={`/docs/${slug}`} className="link">
                  {title}
                </Link>
                <p className="text-quiet text-sm">{about}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section className="mt-6">
        <h2 className="font-medium">Reference</h2>
        <p className="mt-1">
          <a href="/docs/api" className="link">
            API
          </a>
          <span className="text-quiet"> · every call, with its fields</span>
        </p>
      </section>
    </>
  );
}
