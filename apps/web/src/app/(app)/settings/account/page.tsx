import { Card } from "@/components/ui/card.tsx";
import { Appearance } from "@/features/settings/appearance.tsx";
import { ChangePassword } from "@/features/settings/change-password.tsx";
import { requirePage } from "@/server/session.ts";

export const metadata = { title: "Account" };

export default async function AccountPage() {
  const { user } = await requirePage();
  return (
    <div className="grid max-w-140 grid-cols-1 gap-4">
      <Card title="Appearance">
        <Appearance />
      </Card>
      <Card title="Password">
        <p className="mb-3 text-quiet">
          Signed in as {user.name}, {user.email}.
        </p>
        <ChangePassword email={user.email} />
      </Card>
    </div>
  );
}
