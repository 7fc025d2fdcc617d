export type ShellUser = { name: string; email: string };
export type ShellWorkspace = { id: string; name: string };
