import { notFound } from "next/navigation";
import { docEntries } from "@/features/docs/doc-index.ts";
import { docTexts } from "@/features/docs/doc-texts.ts";
import { Markdown } from "@/features/docs/markdown.tsx";
import { getWiring } from "@/server/wiring.ts";

type Props = { params: Promise<{ slug: string[] }> };

async function findDoc({ params }: Props) {
  const slug = (await params).slug.join("/");
  const entry = docEntries.find((candidate) => candidate.slug === slug);
  const text = docTexts[slug];
  return entry === undefined || text === undefined ? null : { ...entry, text };
}

export async function generateMetadata(props: Props) {
  return { title: (await findDoc(props))?.title ?? "Not found" };
}

/** The address of the example in every guide; shown as that of this instance, so that it can be pasted as it is. */
const exampleUrl = "https://rollcall.example.com";

export default async function DocPage(props: Props) {
  const doc = await findDoc(props);
  if (doc === null) notFound();
  return <Markdown slug={doc.slug} text={doc.text.replaceAll(exampleUrl, getWiring().baseUrl)} />;
}
