import Link from "next/link";
import { FullPage } from "@/components/shell/full-page.tsx";
import { Button } from "@/components/ui/button.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <FullPage title="Nothing answers here">
      <p className="text-quiet">
        This page does not exist, or it belongs to another workspace. Links from alerts stay valid: check that
        you are signed in to the workspace that sent it.
      </p>
      <div>
        <Button variant="primary" render={<Link href="/" />}>
          Go to the overview
        </Button>
      </div>
    </FullPage>
  );
}
