import { describe, expect, it } from "vitest";

import { Refusal } from "../http/refusal.ts";
import { Words } from "./words.ts";

const bare = (text: string) => text.replace(/[\u2066-\u2069]/g, "");

describe("words", () => {
  it.each([
    ["de-AT", "de-AT", "ltr"],
    ["ar-EG", "ar-EG", "rtl"],
    ["EN", "en", "ltr"],
    ["fr", "en", "ltr"],
    ["", "en", "ltr"],
    ["not a tag", "en", "ltr"],
  ])("in %j are those of %j, %s", (wanted, lang, dir) => {
    expect(new Words(wanted)).toMatchObject({ lang, dir });
  });

  it.each([
    ["en", 1, "1 seat"],
    ["en", 4, "4 seats"],
    ["de", 1, "1 Platz"],
    ["ar", 1, "مقعد واحد"],
    ["ar", 2, "مقعدان"],
    ["ar", 3, "3 مقاعد"],
    ["ar", 11, "11 مقعدًا"],
  ])("count in %s: %d", (lang, n, text) => {
    expect(bare(new Words(lang).say("seats", { n }))).toBe(text);
  });

  it("begin a sentence with a capital, and only there", () => {
    const words = new Words("en");
    expect(words.say("youHave", { seats: "row A, seat 1" })).toBe("Row A, seat 1: yours for now.");
    expect(words.say("giveBack", { seats: "row A, seat 1" })).toBe("Remove row A, seat 1");
  });

  it("keep foreign values from turning a sentence around, and their own phrases as they are", () => {
    const words = new Words("ar");
    const place = words.say("inRow", { n: 1, row: "F", seats: "7" });
    expect(place).toBe("الصف \u2068F\u2069، المقعد \u20687\u2069");
    expect(words.say("giveBack", { seats: place })).toBe(`إزالة ${place}`);
  });

  it.each([
    [0, "0:00"],
    [-500, "0:00"],
    [1, "0:01"],
    [9_001, "0:10"],
    [600_000, "10:00"],
  ])("write %d ms as %s", (left, text) => {
    expect(new Words("en").time(left)).toBe(text);
  });

  it("leave out what there is nothing to say of", () => {
    expect(new Words("en").join(["Row A", "", undefined, "sold"])).toBe("Row A, sold");
  });

  it("explain a refusal, with what the server knows of it", () => {
    const words = new Words("en");
    expect(words.refusal(new Refusal(422, { code: "too_many_seats", limit: 6 }))).toContain(
      "more than 6 seats",
    );
    expect(words.refusal(new Refusal(409, { code: "brand_new", message: "As said." }))).toBe("As said.");
  });
});
