/** `kubectl describe`: what its `Key: value` lines say, kept line after line. */
import { makeStatement, nowhere, type Place, type Statement } from "./statement.ts";

const fieldShape = /^(\s{0,40})([A-Z][A-Za-z .-]{1,40}):(?:\s{1,80}(\S.{0,8000})?)?$/;
const sections = ["Init Containers", "Containers", "Conditions", "Volumes", "Events"];

/** The present state and the last one. */
const statesPerContainer = 2;

/** Reads a description line by line; `place` is where it stands now. */
export class DescriptionReader {
  place: Place = nowhere;
  #section = "";
  #state: { isPast: boolean } | null = null;
  #last: Statement | null = null;

  /** Whether the line was understood; a statement that it began is added to `found`. */
  read(line: string, found: Statement[]): boolean {
    const container = /^ {2,6}([a-z0-9][a-z0-9-]{0,62}):\s{0,40}$/.exec(line)?.[1];
    if (container !== undefined && /Containers$/.test(this.#section)) {
      this.place = { ...this.place, container, isInit: this.#section === "Init Containers", image: null };
      this.#state = null;
      return true;
    }
    if (this.#section === "Conditions" && /^\s{1,40}Ready\s{1,80}True\b/.test(line)) {
      found.push(makeStatement({ source: "state", message: "Ready", isReady: true, line }, this.place));
      return true;
    }
    const field = fieldShape.exec(line.trimEnd());
    if (field?.[2] === undefined) return false;
    return this.#readField(field[1]?.length ?? 0, field[2], field[3] ?? "", { line, found });
  }

  #readField(indent: number, key: string, value: string, to: { line: string; found: Statement[] }): boolean {
    if (indent === 0 && value === "" && sections.includes(key)) {
      this.#section = key;
      this.#state = null;
      this.place = { ...this.place, container: null, isInit: false };
      return true;
    }
    switch (key) {
      case "Name":
        if (indent === 0) this.place = { ...nowhere, name: value };
        return indent === 0;
      case "Namespace":
        this.place = { ...this.place, namespace: value || null };
        return indent === 0;
      case "Node":
      case "Controlled By":
        if (indent === 0) this.place = { ...this.place, kind: "pod" };
        return indent === 0;
      case "Image":
        this.place = { ...this.place, image: value || null };
        return true;
      case "State":
      case "Last State":
        this.#state = { isPast: key === "Last State" };
        return true;
      default:
        return this.#readState(key, value, to);
    }
  }

  #readState(key: string, value: string, { line, found }: { line: string; found: Statement[] }): boolean {
    const last = this.#last;
    switch (key) {
      case "Reason":
        this.#last = makeStatement(
          { source: "state", reason: value, message: "", isPast: this.#state?.isPast ?? false, line },
          this.place,
        );
        found.push(this.#last);
        return true;
      case "Message":
        if (last === null) return false;
        last.message = value;
        last.line = `${last.line.trim()}: ${value}`.slice(0, 600);
        return true;
      case "Exit Code":
        if (last === null) return false;
        last.message = `${last.message} (exit code ${value})`.trim();
        last.line = `${last.line.trim()}, exit code ${value}`;
        return true;
      case "Ready":
        for (const statement of found.slice(-statesPerContainer))
          if (statement.source === "state" && statement.container === this.place.container)
            statement.isReady ||= value === "True";
        return true;
      case "Restart Count":
        if (last !== null) last.count = Number(value);
        return true;
      default:
        return false;
    }
  }
}
