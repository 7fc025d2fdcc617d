"use client";

import { Dialog } from "@base-ui/react/dialog";
import type { OverviewView } from "@rollcall/services/views";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import {
  BoxIcon,
  CopyIcon,
  KeyboardIcon,
  LogOutIcon,
  type LucideIcon,
  MonitorIcon,
  MoonIcon,
  PlusIcon,
  SunIcon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { requestApi } from "@/client/request.ts";
import { signOut } from "@/client/sign-out.ts";
import { writeClipboard } from "@/client/use-copy.ts";
import { cn } from "@/components/ui/cn.ts";
import { Kbd } from "@/components/ui/kbd.tsx";
import { popupClasses } from "@/components/ui/popup-classes.ts";
import { toast } from "@/components/ui/toast.tsx";
import { destinations } from "./navigation.ts";
import { readOverlay, setOverlay, subscribeOverlay } from "./overlay-store.ts";

/** ⌘K: go anywhere, create, copy the link, change the theme. */
export function CommandPalette() {
  const isOpen = useSyncExternalStore(subscribeOverlay, readOverlay, () => null) === "palette";
  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => setOverlay(next ? "palette" : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          aria-label="Search and commands"
          className={cn(
            popupClasses,
            "-translate-x-1/2 fixed top-[10vh] left-1/2 z-50 w-[min(36rem,calc(100vw-16px))] overflow-hidden",
          )}
        >
          <PaletteBody />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody() {
  const router = useRouter();
  const { setTheme } = useTheme();
  // Without an answer the palette simply has no services in it.
  const { data } = useQuery({
    queryKey: ["overview"],
    queryFn: () => requestApi<OverviewView>("/api/app/overview"),
  });
  const rows = data?.rows ?? [];
  const run = (action: () => void) => () => {
    setOverlay(null);
    action();
  };
  const go = (href: string) => run(() => router.push(href));
  const copyLink = run(() => {
    void writeClipboard(window.location.href).then(() => toast("Link copied"));
  });
  return (
    <Command label="Search and commands" loop>
      <Command.Input
        placeholder="Go to a service, a page, or run a command"
        className="h-11 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-quiet focus-visible:outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-1 **:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:py-1 **:[[cmdk-group-heading]]:text-quiet **:[[cmdk-group-heading]]:text-xs">
        <Command.Empty className="p-4 text-quiet">Nothing has that name.</Command.Empty>
        <Command.Group heading="Go to">
          {destinations.map(({ href, name, icon, key }) => (
            <Item key={href} icon={icon} onSelect={go(href)} keys={`g ${key}`}>
              {name}
            </Item>
          ))}
        </Command.Group>
        {rows.length > 0 && (
          <Command.Group heading="Services">
            {rows.map((row) => (
              <Item
                key={row.environmentId}
                icon={BoxIcon}
                onSelect={go(
                  row.lastDeploy === null
                    ? `/services/${encodeURIComponent(row.service)}`
                    : `/deploys/${row.lastDeploy.id}`,
                )}
                value={`${row.service} ${row.environment} ${row.lastDeploy?.version ?? ""}`}
              >
                {row.service} <span className="text-quiet">› {row.environment}</span>
                {row.lastDeploy !== null && (
                  <span className="figures ml-auto text-quiet text-sm">{row.lastDeploy.version}</span>
                )}
              </Item>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Do">
          <Item icon={PlusIcon} onSelect={go("/monitors/new")}>
            Create a monitor
          </Item>
          <Item icon={PlusIcon} onSelect={go("/channels")}>
            Add a channel
          </Item>
          <Item icon={CopyIcon} onSelect={copyLink}>
            Copy the link to this page
          </Item>
          <Item icon={SunIcon} onSelect={run(() => setTheme("light"))}>
            Light theme
          </Item>
          <Item icon={MoonIcon} onSelect={run(() => setTheme("dark"))}>
            Dark theme
          </Item>
          <Item icon={MonitorIcon} onSelect={run(() => setTheme("system"))}>
            Theme as the system
          </Item>
          <Item icon={KeyboardIcon} onSelect={() => setOverlay("keys")} keys="?">
            Keys
          </Item>
          <Item icon={LogOutIcon} onSelect={run(() => void signOut())}>
            Sign out
          </Item>
        </Command.Group>
      </Command.List>
    </Command>
  );
}

function Item({
  icon: Icon,
  keys,
  value,
  onSelect,
  children,
}: {
  icon: LucideIcon;
  keys?: string;
  value?: string;
  onSelect: () => void;
  children: React.ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default items-center gap-2 rounded-sm px-2 data-[selected=true]:bg-sunken"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-quiet" />
      {children}
      {keys !== undefined && (
        <span className="ml-auto flex gap-1">
          {keys.split(" ").map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Command.Item>
  );
}
