import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";

/** Back and forth in a long list; nothing where it fits on one page. */
export function PageLinks({
  page,
  pages,
  href,
}: {
  page: number;
  pages: number;
  href: (page: number) => string;
}) {
  if (pages === 1) return null;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 border-line border-t p-2">
      {page > 1 && (
        <Button size="sm" render={<Link href={href(page - 1)} />}>
          Back
        </Button>
      )}
      <span className="text-quiet text-sm">
        Page {page} of {pages}
      </span>
      {page < pages && (
        <Button size="sm" render={<Link href={href(page + 1)} />}>
          Next
        </Button>
      )}
    </nav>
  );
}
