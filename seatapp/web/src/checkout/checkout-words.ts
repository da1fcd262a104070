/** The texts of the checkout page that its script writes. */
import { words } from "../words.ts";

export const checkout = words({
  en: {
    book: {
      ready: "Book now",
      booking: "Booking…",
      failed: "Try again",
      repriced: "Book at this price",
    },
    wrong: { name: "Say who it is for.", email: "This is no e-mail address." },
    minuteLeft: "One minute left.",
    secondsLeft: "Ten seconds left.",
    seat: "Seat {seat}",
    inRow: "Row {row}, seat {seat}",
  },
  de: {
    book: {
      ready: "Jetzt buchen",
      booking: "Wird gebucht …",
      failed: "Noch einmal versuchen",
      repriced: "Zu diesem Preis buchen",
    },
    wrong: { name: "Sagen Sie, für wen gebucht wird.", email: "Das ist keine E-Mail-Adresse." },
    minuteLeft: "Noch eine Minute.",
    secondsLeft: "Noch zehn Sekunden.",
    seat: "Platz {seat}",
    inRow: "Reihe {row}, Platz {seat}",
  },
  ar: {
    book: {
      ready: "احجز الآن",
      booking: "جارٍ الحجز…",
      failed: "حاول مرة أخرى",
      repriced: "احجز بهذا السعر",
    },
    wrong: { name: "اكتب اسم صاحب الحجز.", email: "هذا ليس بريدًا إلكترونيًا." },
    minuteLeft: "بقيت دقيقة واحدة.",
    secondsLeft: "بقيت عشر ثوانٍ.",
    seat: "المقعد {seat}",
    inRow: "الصف {row}، المقعد {seat}",
  },
});
