import { isPermitted } from "@rollcall/services/context";
import { listServices } from "@rollcall/services/services";
import { listTokens } from "@rollcall/services/tokens";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { NewToken } from "@/features/settings/new-token.tsx";
import { TokenTable } from "@/features/settings/token-table.tsx";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "API tokens" };

export default async function TokensPage() {
  const ctx = await requireContext();
  const [tokens, services] = await Promise.all([listTokens(ctx), listServices(ctx)]);
  const canChange = isPermitted(ctx.actor, "admin");
  const choices = {
    services: services.map(({ name }) => name),
    environments: [...new Set(services.flatMap((s) => s.environments.map(({ name }) => name)))].sort(),
  };
  return (
    <>
      <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-quiet">
          What CI and your own tools identify themselves with. Only its beginning is kept here, to know it by.
          {!canChange && " Making and revoking them is for owners and admins."}
        </p>
        {canChange && <NewToken {...choices} />}
      </div>
      <div className="rounded-md border border-line bg-surface">
        {tokens.length === 0 ? (
          <EmptyState title="No token yet">
            CI needs one to announce deploys; give it the scope deploy, limited to its service.
          </EmptyState>
        ) : (
          <TokenTable tokens={tokens} canChange={canChange} />
        )}
      </div>
    </>
  );
}
