/** What pages say of refusals, by code: their own messages are for those who call the API. */
import type { Refusal } from "seatapp";
import { refusals, type Values } from "seatapp/browser";

import { language, words } from "./words.ts";

export const refused = words({
  en: {
    ...refusals.en,
    sales_upcoming: "The sales of this show have not begun yet.",
    sales_ended: "The sales of this show have ended.",
    seats_unavailable: "Somebody else was a moment faster.",
    seats_taken: "Some of these seats are held, sold or blocked.",
    booking_not_found: "There is no such booking.",
    too_late_to_cancel: "This booking can no longer be cancelled.",
    confirmed_by_shop: "The shop confirms bookings once they are paid.",
    already_checked_in: "Somebody came in with this ticket already.",
    booking_cancelled: "This booking was cancelled.",
    wrong_show: "This ticket is for another show.",
    checked_in: "Somebody came in by this booking already.",
    scope_missing: "Your admin key is not for this.",
    key_for_other_shows: "Your admin key is for other shows.",
    admin_key_not_found: "There is no such admin key.",
    admin_key_exists: "There is an admin key with this name already.",
    show_exists: "There is a show with this id already.",
    show_changed: "Somebody else changed the show meanwhile. Look at it again.",
    show_too_large: "The show has too many prices.",
    hall_not_found: "There is no such hall.",
    show_not_over: "This show is not over yet.",
    validation_error: "Some of this is missing or wrong.",
    unknown: "That did not work. Please try again.",
  },
  de: {
    ...refusals.de,
    sales_upcoming: "Der Verkauf für diese Vorstellung hat noch nicht begonnen.",
    sales_ended: "Der Verkauf für diese Vorstellung ist beendet.",
    seats_unavailable: "Jemand war einen Moment schneller.",
    seats_taken: "Einige dieser Plätze sind reserviert, verkauft oder gesperrt.",
    booking_not_found: "Diese Buchung gibt es nicht.",
    too_late_to_cancel: "Diese Buchung kann nicht mehr storniert werden.",
    confirmed_by_shop: "Der Shop bestätigt Buchungen, sobald sie bezahlt sind.",
    already_checked_in: "Mit diesem Ticket ist schon jemand eingelassen worden.",
    booking_cancelled: "Diese Buchung wurde storniert.",
    wrong_show: "Dieses Ticket ist für eine andere Vorstellung.",
    checked_in: "Mit dieser Buchung ist schon jemand eingelassen worden.",
    scope_missing: "Dafür ist Ihr Admin-Schlüssel nicht bestimmt.",
    key_for_other_shows: "Ihr Admin-Schlüssel ist für andere Vorstellungen bestimmt.",
    admin_key_not_found: "Diesen Admin-Schlüssel gibt es nicht.",
    admin_key_exists: "Einen Admin-Schlüssel mit diesem Namen gibt es schon.",
    show_exists: "Eine Vorstellung mit dieser Kennung gibt es schon.",
    show_changed: "Die Vorstellung wurde inzwischen geändert. Bitte sehen Sie noch einmal hin.",
    show_too_large: "Die Vorstellung hat zu viele Preise.",
    hall_not_found: "Diesen Saal gibt es nicht.",
    show_not_over: "Diese Vorstellung ist noch nicht vorbei.",
    validation_error: "Einiges davon fehlt oder stimmt nicht.",
    unknown: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  },
  ar: {
    ...refusals.ar,
    sales_upcoming: "لم يبدأ البيع لهذا العرض بعد.",
    sales_ended: "انتهى البيع لهذا العرض.",
    seats_unavailable: "سبقك شخص آخر بلحظة.",
    seats_taken: "بعض هذه المقاعد محجوز أو مباع أو محجوب.",
    booking_not_found: "لا يوجد حجز كهذا.",
    too_late_to_cancel: "لم يعد إلغاء هذا الحجز ممكنًا.",
    confirmed_by_shop: "يؤكد المتجر الحجوزات بعد دفعها.",
    already_checked_in: "دخل شخص بهذه التذكرة من قبل.",
    booking_cancelled: "أُلغي هذا الحجز.",
    wrong_show: "هذه التذكرة لعرض آخر.",
    checked_in: "دخل شخص بهذا الحجز من قبل.",
    scope_missing: "مفتاح الإدارة الذي لديك لا يسمح بهذا.",
    key_for_other_shows: "مفتاح الإدارة الذي لديك لعروض أخرى.",
    admin_key_not_found: "لا يوجد مفتاح إدارة كهذا.",
    admin_key_exists: "يوجد مفتاح إدارة بهذا الاسم من قبل.",
    show_exists: "يوجد عرض بهذا المعرّف من قبل.",
    show_changed: "غيّر شخص آخر العرض في هذه الأثناء. انظر إليه من جديد.",
    show_too_large: "أسعار العرض كثيرة جدًا.",
    hall_not_found: "لا توجد قاعة كهذه.",
    show_not_over: "لم ينته هذا العرض بعد.",
    validation_error: "بعض هذا ناقص أو غير صحيح.",
    unknown: "لم ينجح ذلك. حاول مرة أخرى.",
  },
});

/** Return a sentence about a refusal in the page's language; one without words of ours has the server's, in English. */
export function explain({ code, message, details }: Refusal): string {
  const known: Record<string, string> = refused.texts;
  const other = language() === "en" && message ? message : refused.texts.unknown;
  // Why a show is not on sale: `salesState`.
  const text = known[code === "sales_closed" ? `sales_${details.salesState}` : code] ?? known[code];
  return refused.fill(text ?? other, details as Values);
}
