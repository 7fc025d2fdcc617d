import { spawn } from "node:child_process";
import { root } from "./paths.mjs";

/** Runs a program to its end and returns what it printed. Throws with its output when it fails. */
export async function runProgram(command, args, { cwd = root, env = {} } = {}) {
  const { code, output } = await tryProgram(command, args, { cwd, env });
  if (code !== 0) throw new Error(`${[command, ...args].join(" ")} failed:\n${output.trim()}`);
  return output;
}

/** Runs a program to its end; `output` is what it wrote to both streams, in order. */
export function tryProgram(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
