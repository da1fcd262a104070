/** The texts of the ticket types in the form of a show. */
import { words } from "../../words.ts";

export const types = words({
  en: {
    called: "Ticket type {n}",
    untitled: "without a title",
    title: "What it is called",
    most: "At most for one buyer (empty: as many as they like)",
    needs: "Is sold only together with",
    nothing: "Nothing else",
    each: "One of these for each so many",
    remove: "Remove",
    noPrice: "Enter a price for at least one category.",
    unsold: "No ticket type has a price for this category yet, so its seats could not be sold.",
  },
  de: {
    called: "Ticketart {n}",
    untitled: "ohne Namen",
    title: "Wie sie heißt",
    most: "Höchstens je Käufer (leer: beliebig viele)",
    needs: "Wird nur verkauft zusammen mit",
    nothing: "Nichts weiter",
    each: "Eines davon für je so viele",
    remove: "Entfernen",
    noPrice: "Geben Sie für mindestens eine Kategorie einen Preis ein.",
    unsold: "Für diese Kategorie hat noch keine Ticketart einen Preis, ihre Plätze könnte niemand kaufen.",
  },
  ar: {
    called: "نوع التذاكر {n}",
    untitled: "بلا اسم",
    title: "اسم النوع",
    most: "الحد الأقصى لكل مشترٍ (فارغ: بلا حد)",
    needs: "لا يُباع إلا مع",
    nothing: "لا شيء آخر",
    each: "واحدة منه لكل هذا العدد",
    remove: "إزالة",
    noPrice: "أدخل سعرًا لفئة واحدة على الأقل.",
    unsold: "لا سعر لهذه الفئة في أي نوع من التذاكر بعد، فلا يمكن بيع مقاعدها.",
  },
});
