/** What is said of refusals, by code and language. */
import type { Translated } from "../../util/phrases.ts";

const en = {
  offline: "There is no connection right now. One moment.",
  unreachable: "The server cannot be reached right now. Please try again.",
  too_many_seats: "You can have no more than {limit} seats for this show.",
  lock_expired: "The time for your seats has run out. Choose again.",
  price_changed: "These seats cost something else than you were shown. Nothing was booked.",
  mixed_currencies: "These seats have prices in different currencies. Give the older ones back first.",
  sales_closed: "This show is not on sale right now.",
  unknown_seats: "The hall has these seats no more. Look at it again.",
  rate_limited: "That was a lot at once. Wait a moment and try again.",
  unavailable: "The service cannot answer right now. Try again in a moment.",
  internal_error: "Something went wrong on our side. Try again in a moment.",
  show_not_found: "There is no such show.",
  unauthenticated: "You are no longer signed in. Reload the page.",
  invalid_token: "You are no longer signed in. Reload the page.",
  forbidden: "You may not do this. Reload the page.",
};

export const refusals = {
  en,
  de: {
    offline: "Gerade besteht keine Verbindung. Einen Moment bitte.",
    unreachable: "Der Server ist gerade nicht erreichbar. Bitte versuchen Sie es noch einmal.",
    too_many_seats: "Für diese Vorstellung können Sie höchstens {limit} Plätze haben.",
    lock_expired: "Die Zeit für Ihre Plätze ist abgelaufen. Bitte wählen Sie neu.",
    price_changed: "Diese Plätze kosten etwas anderes als angezeigt. Es wurde nichts gebucht.",
    mixed_currencies:
      "Diese Plätze haben Preise in verschiedenen Währungen. Geben Sie zuerst die älteren zurück.",
    sales_closed: "Diese Vorstellung ist gerade nicht im Verkauf.",
    unknown_seats: "Diese Plätze gibt es im Saal nicht mehr. Bitte sehen Sie noch einmal hin.",
    rate_limited: "Das war viel auf einmal. Bitte warten Sie einen Moment.",
    unavailable: "Der Dienst kann gerade nicht antworten. Bitte versuchen Sie es gleich noch einmal.",
    internal_error: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.",
    show_not_found: "Diese Vorstellung gibt es nicht.",
    unauthenticated: "Sie sind nicht mehr angemeldet. Bitte laden Sie die Seite neu.",
    invalid_token: "Sie sind nicht mehr angemeldet. Bitte laden Sie die Seite neu.",
    forbidden: "Das ist nicht erlaubt. Bitte laden Sie die Seite neu.",
  },
  ar: {
    offline: "لا يوجد اتصال الآن. لحظة من فضلك.",
    unreachable: "تعذّر الوصول إلى الخادم. حاول مرة أخرى.",
    too_many_seats: "الحد الأقصى لعدد مقاعدك في هذا العرض: {limit}.",
    lock_expired: "انتهت مدة حجز مقاعدك. اختر من جديد.",
    price_changed: "سعر هذه المقاعد يختلف عمّا عُرض عليك. لم يُحجز شيء.",
    mixed_currencies: "أسعار هذه المقاعد بعملات مختلفة. أعد المقاعد الأقدم أولاً.",
    sales_closed: "هذا العرض غير متاح للبيع الآن.",
    unknown_seats: "لم تعد هذه المقاعد في القاعة. انظر إليها من جديد.",
    rate_limited: "طلبات كثيرة في وقت قصير. انتظر لحظة ثم حاول مرة أخرى.",
    unavailable: "الخدمة غير متاحة الآن. حاول بعد لحظات.",
    internal_error: "حدث خطأ لدينا. حاول بعد لحظات.",
    show_not_found: "لا يوجد عرض كهذا.",
    unauthenticated: "انتهت جلستك. أعد تحميل الصفحة.",
    invalid_token: "انتهت جلستك. أعد تحميل الصفحة.",
    forbidden: "هذا غير مسموح لك. أعد تحميل الصفحة.",
  },
} satisfies Record<string, Translated<typeof en>>;
