import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";

export const metadata = { title: "Not found" };

export default function NotFoundInWorkspace() {
  return (
    <EmptyState
      title="Nothing answers here"
      action={
        <Button variant="primary" render={<Link href="/" />}>
          Go to the overview
        </Button>
      }
    >
      It does not exist, was deleted, or belongs to another workspace. If a colleague sent you this link,
      switch to their workspace and open it again.
    </EmptyState>
  );
}
