import {
  ActivityIcon,
  BellIcon,
  BoxesIcon,
  GlobeIcon,
  LayoutListIcon,
  type LucideIcon,
  RocketIcon,
  SettingsIcon,
  SirenIcon,
  WrenchIcon,
} from "lucide-react";

export type Destination = { href: string; name: string; icon: LucideIcon; key: string };

/** The rooms of the dashboard, in the order of the rail; `key` follows `g`. */
export const destinations: Destination[] = [
  { href: "/", name: "Overview", icon: LayoutListIcon, key: "o" },
  { href: "/services", name: "Services", icon: BoxesIcon, key: "s" },
  { href: "/deploys", name: "Deploys", icon: RocketIcon, key: "d" },
  { href: "/incidents", name: "Incidents", icon: SirenIcon, key: "i" },
  { href: "/maintenance", name: "Maintenance", icon: WrenchIcon, key: "w" },
  { href: "/monitors", name: "Monitors", icon: ActivityIcon, key: "m" },
  { href: "/regions", name: "Regions", icon: GlobeIcon, key: "r" },
  { href: "/channels", name: "Channels", icon: BellIcon, key: "c" },
  { href: "/settings", name: "Settings", icon: SettingsIcon, key: "t" },
];

/** The room a path belongs to; "/" only itself. */
export function isInside(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
