/** What is written beside the times of a page. */
import { words } from "./words.ts";

export const times = words({
  en: { own: "({time} your time)" },
  de: { own: "(bei Ihnen {time})" },
  ar: { own: "({time} بتوقيتك)" },
});
