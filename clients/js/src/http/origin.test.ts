import { afterEach, expect, test, vi } from "vitest";

import { originOf } from "./origin.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const at = (href: string) => vi.stubGlobal("location", new URL(href));

test.each([
  ["https://shop.example/tonight", "https://seats.example", "https://seats.example"],
  ["https://shop.example/tonight", " https://seats.example/ ", "https://seats.example"],
  ["https://shop.example/tonight", "https://seats.example:8443/app", "https://seats.example:8443"],
  ["https://shop.example/tonight", "//seats.example", "https://seats.example"],
  ["http://shop.example/tonight", "//seats.example", "http://seats.example"],
  ["http://shop.example/tonight", "http://seats.example", "http://seats.example"],
  ["https://shop.example/tonight", "http://localhost:5000", "http://localhost:5000"],
  ["https://shop.example/tonight", "http://127.0.0.1:5000", "http://127.0.0.1:5000"],
  ["https://shop.example/tonight", "https://shop.example", ""],
  ["https://shop.example/tonight", "", ""],
  ["https://shop.example/tonight", "  ", ""],
  ["https://shop.example/tonight", undefined, ""],
  ["https://shop.example/tonight", null, ""],
])("on %s the server %j is at %j", (page, server, origin) => {
  at(page);
  expect(originOf(server)).toBe(origin);
});

test.each([
  "seats.example",
  "seats.example:8080",
  "localhost:5000",
  "/seats",
  "https://",
  "javascript:alert(1)",
  "file:///seats",
  "http://seats.example", // from a page on HTTPS
])("%j is no server", (server) => {
  at("https://shop.example/tonight");
  vi.spyOn(console, "warn").mockReturnValue();
  expect(() => originOf(server)).toThrow(
    expect.objectContaining({ name: "Refusal", code: "invalid_server" }),
  );
});
