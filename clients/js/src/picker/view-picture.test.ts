import { expect, test } from "vitest";

import { pictureUrl } from "./view-picture.ts";

const SERVER = "https://seats.example";

test.each([
  ["/views/a.jpg", "https://seats.example/views/a.jpg"],
  ["https://pictures.example/a.jpg", "https://pictures.example/a.jpg"],
  ["javascript:alert(1)", undefined],
  ["data:image/png;base64,AA", undefined],
  ["https://", undefined],
  [undefined, undefined],
])("the picture at %s is opened as %s", (viewUrl, url) => {
  expect(pictureUrl(viewUrl, SERVER)).toBe(url);
});
