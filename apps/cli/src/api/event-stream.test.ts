import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEventStream, type StreamEvent } from "./event-stream.ts";

async function* inPieces(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function read(text: string, size = text.length || 1): Promise<StreamEvent[]> {
  const events = [];
  for await (const event of readEventStream(inPieces(text, size))) events.push(event);
  return events;
}

describe("readEventStream", () => {
  it.each([
    {
      name: "id, type and data",
      input: "id: 7\nevent: state\ndata: {}\n\n",
      expected: [{ id: "7", type: "state", data: "{}" }],
    },
    {
      name: "several lines of data, and no space after the colon",
      input: "data:a\ndata: b\n\n",
      expected: [{ id: null, type: "message", data: "a\nb" }],
    },
    {
      name: "an id that stays until the next",
      input: "id: 1\ndata: a\n\ndata: b\n\n",
      expected: [
        { id: "1", type: "message", data: "a" },
        { id: "1", type: "message", data: "b" },
      ],
    },
    { name: "comments and pings as nothing", input: ": ping\n\nretry: 3000\n\n", expected: [] },
    { name: "an event cut off by the end as nothing", input: "data: a\n", expected: [] },
    {
      name: "every kind of line end",
      input: "data: a\r\n\r\ndata: b\r\rdata: c\n\n",
      expected: ["a", "b", "c"].map((data) => ({ id: null, type: "message", data })),
    },
  ])("reads $name", async ({ input, expected }) => {
    expect(await read(input)).toEqual(expected);
  });

  it("does not care where the network cuts", async () => {
    const text = 'id: 1\r\nevent: state\r\ndata: {"a":1}\r\n\r\n: ping\n\nid: 2\ndata: b\ndata: c\n\n';
    const whole = await read(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: text.length }), async (size) => {
        expect(await read(text, size)).toEqual(whole);
      }),
    );
  });
});
