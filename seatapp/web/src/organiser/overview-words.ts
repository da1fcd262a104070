/** The texts of the list of all shows. */
import { words } from "../words.ts";

export const overview = words({
  en: {
    sales: {
      upcoming: "Sales have not begun",
      open: "Sales open",
      closed: "Sales closed",
      ended: "Sales ended",
    },
    none: "No show.",
    notListed: "The shows could not be listed.",
    sold: "{sold} of {seats} sold, {share}",
  },
  de: {
    sales: {
      upcoming: "Verkauf noch nicht begonnen",
      open: "Verkauf offen",
      closed: "Verkauf geschlossen",
      ended: "Verkauf beendet",
    },
    none: "Keine Vorstellung.",
    notListed: "Die Vorstellungen konnten nicht aufgelistet werden.",
    sold: "{sold} von {seats} verkauft, {share}",
  },
  ar: {
    sales: {
      upcoming: "لم يبدأ البيع",
      open: "البيع مفتوح",
      closed: "البيع متوقف",
      ended: "انتهى البيع",
    },
    none: "لا عروض.",
    notListed: "تعذّر سرد العروض.",
    sold: "بيع {sold} من {seats}، {share}",
  },
});
