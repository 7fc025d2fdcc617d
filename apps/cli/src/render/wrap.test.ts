import { describe, expect, it } from "vitest";
import { cutToWidth, plainText, wrapText } from "./wrap.ts";

describe("wrapText", () => {
  it("breaks at spaces and keeps a long word whole", () => {
    expect(wrapText("one two three incomprehensible", 8)).toEqual(["one two", "three", "incomprehensible"]);
    expect(wrapText("", 8)).toEqual([]);
  });
});

describe("plainText", () => {
  it("takes out what would steer a terminal or turn text around", () => {
    expect(plainText("1.42\u001b[2J\r\n\u202e::error::\u0007")).toBe("1.42[2J ::error::");
  });
});

describe("cutToWidth", () => {
  it("counts what is seen and keeps the colours' ends", () => {
    expect(cutToWidth("\u001b[36m▮▮▮\u001b[0mab", 4)).toBe("\u001b[36m▮▮▮\u001b[0ma");
    expect(cutToWidth("\u001b[36m▮▮▮\u001b[0m", 2)).toBe("\u001b[36m▮▮\u001b[0m");
  });
});
