import { expect, test } from "vitest";

import { languageTag } from "./language.ts";

test.each([
  ["de", "de"],
  ["de-DE", "de-DE"],
  ["de_DE", "de-DE"],
  ["DE-at", "de-AT"],
  [" de_AT ", "de-AT"],
  ["de_AT.UTF-8", "de-AT"],
  ["de_DE@euro", "de-DE"],
  ["en-US@posix", "en-US"],
  ["zh_hans_cn", "zh-Hans-CN"],
  ["ar-EG-u-nu-latn", "ar-EG-u-nu-latn"],
  ["deu", "de"],
  ["iw", "he"],
  ["de-DE-1", "de-DE"],
  ["de-verylongsubtag", "de"],
  ["de--DE", "de"],
  ["", undefined],
  ["C", undefined],
  ["not a tag", undefined],
  ["日本語", undefined],
  ["__proto__", undefined],
])("the language %j is %j", (written, tag) => {
  expect(languageTag(written)).toBe(tag);
});
