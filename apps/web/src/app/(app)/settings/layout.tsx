import { PageHeader } from "@/components/ui/page-header.tsx";
import { SettingsTabs } from "@/features/settings/settings-tabs.tsx";

export default function SettingsLayout({ children }: { children: React.ReactNode }) {
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      {children}
    </>
  );
}
