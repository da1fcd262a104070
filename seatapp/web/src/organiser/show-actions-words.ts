/** The texts of what may be done to a show. */
import { words } from "../words.ts";

export const action = words({
  en: {
    edit: "Change",
    duplicate: "More dates",
    archive: "Archive",
    archived: "Archived",
    archiveAsk: "Archive “{title}”? Its bookings stay. Its hall and its seats go, for good.",
    notArchived: "The show was not archived.",
  },
  de: {
    edit: "Ändern",
    duplicate: "Weitere Termine",
    archive: "Archivieren",
    archived: "Archiviert",
    archiveAsk: "„{title}“ archivieren? Die Buchungen bleiben. Saal und Plätze werden endgültig gelöscht.",
    notArchived: "Die Vorstellung wurde nicht archiviert.",
  },
  ar: {
    edit: "تغيير",
    duplicate: "مواعيد أخرى",
    archive: "أرشفة",
    archived: "مؤرشف",
    archiveAsk: "أرشفة «{title}»؟ تبقى الحجوزات، وتُحذف القاعة والمقاعد نهائيًا.",
    notArchived: "لم يُؤرشف العرض.",
  },
});
