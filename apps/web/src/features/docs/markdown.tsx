import { lexer, type MarkedToken, type Token, type Tokens } from "marked";
import Link from "next/link";
import { cn } from "@/components/ui/cn.ts";
import { CodeBlock } from "@/components/ui/code-block.tsx";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { docLink, headingAnchor } from "./doc-link.ts";
import { plainText } from "./plain-text.ts";

/**
 * A Markdown document as elements of this app. It is parsed to tokens and never passes through HTML text, and raw
 * HTML in it is left out, so a document can show words and nothing else.
 */
export function Markdown({ text, slug }: { text: string; slug: string }) {
  return (
    <div className="grid min-w-0 max-w-180 grid-cols-1 gap-3">
      <Blocks tokens={lexer(text)} slug={slug} />
    </div>
  );
}

type PartProps = { tokens: Token[]; slug: string };

// Tokens have no identity of their own and never change place: a document is painted once, from its text.
function Blocks({ tokens, slug }: PartProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return tokens.map((token, index) => <Block key={index} token={token as MarkedToken} slug={slug} />);
}

function Words({ tokens, slug }: PartProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return tokens.map((token, index) => <Word key={index} token={token as MarkedToken} slug={slug} />);
}

function Block({ token, slug }: { token: MarkedToken; slug: string }): React.ReactNode {
  switch (token.type) {
    case "heading":
      return <Heading token={token} slug={slug} />;
    case "paragraph":
      return (
        <p>
          <Words tokens={token.tokens} slug={slug} />
        </p>
      );
    case "text":
      return token.tokens === undefined ? token.text : <Words tokens={token.tokens} slug={slug} />;
    case "code":
      return (
        <CodeBlock code={token.text} label={token.lang === undefined ? "Code" : `Code, ${token.lang}`} />
      );
    case "blockquote":
      return (
        <blockquote className="border-line border-l-2 pl-3 text-quiet">
          <Blocks tokens={token.tokens} slug={slug} />
        </blockquote>
      );
    case "list":
      return <List token={token} slug={slug} />;
    case "table":
      return <DocTable token={token} slug={slug} />;
    case "hr":
      return <hr className="border-line" />;
    default:
      return null;
  }
}

const headingClasses = {
  h1: "font-semibold text-2xl",
  h2: "mt-4 font-semibold text-xl",
  h3: "mt-2 font-semibold text-lg",
};

function Heading({ token, slug }: { token: Tokens.Heading; slug: string }) {
  const Tag = token.depth === 1 ? "h1" : token.depth === 2 ? "h2" : "h3";
  const anchor = headingAnchor(plainText(token.tokens));
  return (
    <Tag id={anchor} className={headingClasses[Tag]}>
      <a href={`#${anchor}`} className="hover:underline">
        <Words tokens={token.tokens} slug={slug} />
      </a>
    </Tag>
  );
}

function List({ token, slug }: { token: Tokens.List; slug: string }) {
  const Tag = token.ordered ? "ol" : "ul";
  return (
    <Tag className={cn("grid gap-1.5 pl-5", token.ordered ? "list-decimal" : "list-disc")}>
      {token.items.map((item) => (
        <li key={item.raw}>
          <Blocks tokens={item.tokens} slug={slug} />
        </li>
      ))}
    </Tag>
  );
}

function DocTable({ token, slug }: { token: Tokens.Table; slug: string }) {
  return (
    <Table label={token.header.map((cell) => cell.text).join(", ")} className="text-sm">
      <TableHead>
        {token.header.map((cell) => (
          <TableHeader key={cell.text}>
            <Words tokens={cell.tokens} slug={slug} />
          </TableHeader>
        ))}
      </TableHead>
      <TableBody>
        {token.rows.map((row) => (
          <TableRow key={row.map((cell) => cell.text).join("|")}>
            {row.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
              <td key={column} className="min-w-24 px-3 py-1.5 align-top">
                <Words tokens={cell.tokens} slug={slug} />
              </td>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Word({ token, slug }: { token: MarkedToken; slug: string }): React.ReactNode {
  switch (token.type) {
    case "strong":
      return (
        <strong>
          <Words tokens={token.tokens} slug={slug} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Words tokens={token.tokens} slug={slug} />
        </em>
      );
    case "codespan":
      return <code className="rounded-sm bg-sunken px-1 text-sm">{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return (
        <DocAnchor href={docLink(slug, token.href)}>
          <Words tokens={token.tokens} slug={slug} />
        </DocAnchor>
      );
    case "text":
    case "escape":
      return token.text;
    default:
      return null;
  }
}

function DocAnchor({ href, children }: { href: string | null; children: React.ReactNode }) {
  if (href === null) return children;
  // The API reference is not a page of Next's: it needs a full load.
  const isPage = href.startsWith("/") && href !== "/docs/api";
  if (isPage)
    return (
      <Link href={href} className="link">
        {children}
      </Link>
    );
  return (
    <a href={href} className="link" rel="noreferrer">
      {children}
    </a>
  );
}
