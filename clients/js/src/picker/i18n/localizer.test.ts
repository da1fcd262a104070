import { describe, expect, it } from "vitest";

import { Refusal } from "../../http/refusal.ts";
import { Localizer } from "./localizer.ts";

const bare = (text: string) => text.replace(/[\u2066-\u2069]/g, "");

describe("words", () => {
  it.each([
    ["de-AT", "de-AT", "ltr"],
    ["ar-EG", "ar-EG", "rtl"],
    ["EN", "en", "ltr"],
    ["eo", "en", "ltr"],
    ["", "en", "ltr"],
    ["not a tag", "en", "ltr"],
  ])("in %j are those of %j, %s", (wanted, lang, dir) => {
    expect(new Localizer(wanted)).toMatchObject({ lang, dir });
  });

  it.each([
    ["fr-CA", "fr-CA", "ltr"],
    ["he", "he", "rtl"],
    ["iw", "he", "rtl"],
  ])("are loaded in %j, and then are those of %j, %s", async (wanted, lang, dir) => {
    await Localizer.load(wanted);
    expect(Localizer.load(wanted)).toBeUndefined();
    expect(new Localizer(wanted)).toMatchObject({ lang, dir });
  });

  it("are not waited for where there are none to load", () => {
    expect(["en", "de-AT", "eo", "", "constructor"].map(Localizer.load)).toEqual(Array(5).fill(undefined));
  });

  it.each([
    ["en", 1, "1 seat"],
    ["en", 4, "4 seats"],
    ["de", 1, "1 Platz"],
    ["ar", 1, "مقعد واحد"],
    ["ar", 2, "مقعدان"],
    ["ar", 3, "3 مقاعد"],
    ["ar", 11, "11 مقعدًا"],
    ["fr", 0, "0 place"],
    ["pl", 1, "1 miejsce"],
    ["pl", 3, "3 miejsca"],
    ["pl", 12, "12 miejsc"],
    ["pl", 22, "22 miejsca"],
    ["he", 2, "שני מושבים"],
    ["ja", 1, "1席"],
  ])("count in %s: %d", async (lang, n, text) => {
    await Localizer.load(lang);
    expect(bare(new Localizer(lang).text("seats", { n }))).toBe(text);
  });

  it("begin a sentence with a capital, and only there", () => {
    const i18n = new Localizer("en");
    expect(i18n.text("youHave", { seats: "row A, seat 1" })).toBe("Row A, seat 1: yours for now.");
    expect(i18n.text("giveBack", { seats: "row A, seat 1" })).toBe("Remove row A, seat 1");
  });

  it("keep foreign values from turning a sentence around, and their own phrases as they are", () => {
    const i18n = new Localizer("ar");
    const place = i18n.text("inRow", { n: 1, row: "F", seats: "7" });
    expect(place).toBe("الصف \u2068F\u2069، المقعد \u20687\u2069");
    expect(i18n.text("giveBack", { seats: place })).toBe(`إزالة ${place}`);
  });

  it.each([
    [0, "0:00"],
    [-500, "0:00"],
    [1, "0:01"],
    [9_001, "0:10"],
    [600_000, "10:00"],
  ])("write %d ms as %s", (left, text) => {
    expect(new Localizer("en").time(left)).toBe(text);
  });

  it("leave out what there is nothing to say of", () => {
    expect(new Localizer("en").join(["Row A", "", undefined, "sold"])).toBe("Row A, sold");
  });

  it("explain a refusal, with what the server knows of it", () => {
    const i18n = new Localizer("en");
    expect(i18n.refusal(new Refusal(422, { code: "too_many_seats", limit: 6 }))).toContain(
      "more than 6 seats",
    );
    expect(i18n.refusal(new Refusal(409, { code: "brand_new", message: "As said." }))).toBe("As said.");
    const refusal = (rule: string) => i18n.refusal(new Refusal(409, { code: "rule_broken", rule }));
    expect(refusal("wholeTable")).toBe(i18n.texts.refusals.wholeTable);
    expect(refusal("brand new")).toBe(i18n.texts.refusals.rule_broken);
  });
});
