import { isPermitted } from "@rollcall/services/context";
import { listRegistries } from "@rollcall/services/registries";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { RegistryList } from "@/features/settings/registry-list.tsx";
import { SetRegistry } from "@/features/settings/set-registry.tsx";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "Registries" };

export default async function RegistriesPage() {
  const ctx = await requireContext();
  const registries = await listRegistries(ctx);
  const canChange = isPermitted(ctx.actor, "write");
  return (
    <div className="max-w-200">
      <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-quiet">
          As whom Rollcall looks whether a deploy's image is there.{" "}
          <Link href="/docs/guides/image-preflight" className="link">
            What it asks, and what follows
          </Link>
        </p>
        {canChange && <SetRegistry />}
      </div>
      <div className="rounded-md border border-line bg-surface">
        {registries.length === 0 ? (
          <EmptyState title="Only public images so far">
            Public images need no credentials. For private ones add a user that may pull, and nothing else.
          </EmptyState>
        ) : (
          <RegistryList registries={registries} canChange={canChange} />
        )}
      </div>
    </div>
  );
}
