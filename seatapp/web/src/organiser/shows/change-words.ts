/** The texts of the preview: what a change of a show means for those who have seats. */
import { words } from "../../words.ts";

export const change = words({
  en: {
    nobody: "Nobody who has a seat is affected.",
    types:
      "Seats that are sold or being chosen keep the ticket type and the price that were agreed. The new types are for whoever chooses after the change; how many one buyer may have and what goes with them counts at the checkout at once.",
    rules:
      "The new rules count from the next choice on, and at the checkout and the booking: who is choosing seats that break them is asked to choose others. Bookings stay as they are.",
    hall: "The hall has {before} seats now and {after} then: {added} more, {removed} fewer.",
    bookings: {
      one: "There is {n} booking. Its holder is not told of a new title or time by us: tell them.",
      other: "There are {n} bookings. Their holders are not told of a new title or time by us: tell them.",
    },
    booked: { one: "{n} sold seat", other: "{n} sold seats" },
    locked: { one: "{n} seat that is being chosen", other: "{n} seats that are being chosen" },
    blocked: { one: "{n} blocked seat", other: "{n} blocked seats" },
    vanishes: "{seats} would vanish: {places}.",
    becomes: "{seats}, {before}, would be {after}: {places}.",
    stands: "{seats}: {places}.",
    areaVanishes: {
      one: "{n} place in {area} that somebody has would vanish.",
      other: "{n} places in {area} that somebody has would vanish.",
    },
    terms: "{category} at {price}",
    keepsBooked: "Who bought them keeps what was paid; the new price is for whoever buys after the change.",
    keepsLocked:
      "Who is choosing them pays what was shown, if they book by {until}; the new price is for whoever chooses after the change.",
    keepsBlocked: "The new price is for whoever gets them once they are unblocked.",
    cancelFirst: "Cancel these bookings first.",
    waitFirst: "They are free again at {until} at the latest, unless somebody books them.",
    unblockFirst: "Unblock them first.",
    unblockOrWait: "Unblock them first, or wait: the last of them is free again on {until}.",
    impossible:
      "So the change cannot be made as it is: seats that somebody has do not vanish, and their currency stays.",
    possibleFrom: "It can be made from {until} on, unless these seats are booked by then.",
    currency: "Another currency, {currency}, is possible only while nobody has a seat.",
    more: { one: "and {n} more", other: "and {n} more" },
  },
  de: {
    nobody: "Niemand, der einen Platz hat, ist betroffen.",
    types:
      "Verkaufte und gerade gewählte Plätze behalten die vereinbarte Ticketart und ihren Preis. Die neuen Arten gelten für alle, die nach der Änderung wählen; wie viele jemand haben darf und was dazugehört, gilt an der Kasse sofort.",
    rules:
      "Die neuen Regeln gelten ab der nächsten Auswahl, an der Kasse und bei der Buchung: Wer gerade Plätze wählt, die gegen sie verstoßen, wird um andere gebeten. Buchungen bleiben, wie sie sind.",
    hall: "Der Saal hat jetzt {before} Plätze und dann {after}: {added} mehr, {removed} weniger.",
    bookings: {
      one: "Es gibt {n} Buchung. Einen neuen Titel oder Termin melden wir niemandem: Sagen Sie es selbst.",
      other:
        "Es gibt {n} Buchungen. Einen neuen Titel oder Termin melden wir niemandem: Sagen Sie es selbst.",
    },
    booked: { one: "{n} verkaufter Platz", other: "{n} verkaufte Plätze" },
    locked: { one: "{n} Platz, der gerade gewählt wird", other: "{n} Plätze, die gerade gewählt werden" },
    blocked: { one: "{n} gesperrter Platz", other: "{n} gesperrte Plätze" },
    vanishes: "{seats}, im neuen Saal nicht vorhanden: {places}.",
    becomes: "{seats}, bisher {before}, dann {after}: {places}.",
    stands: "{seats}: {places}.",
    areaVanishes: {
      one: "{n} vergebener Platz in {area} wäre nicht mehr vorhanden.",
      other: "{n} vergebene Plätze in {area} wären nicht mehr vorhanden.",
    },
    terms: "{category} zu {price}",
    keepsBooked:
      "Wer gekauft hat, behält den bezahlten Preis; der neue gilt für alle, die nach der Änderung kaufen.",
    keepsLocked:
      "Wer gerade wählt, zahlt den gezeigten Preis, wenn bis {until} gebucht wird; der neue gilt für alle, die nach der Änderung wählen.",
    keepsBlocked: "Der neue Preis gilt, sobald die Sperre aufgehoben ist.",
    cancelFirst: "Stornieren Sie zuerst diese Buchungen.",
    waitFirst: "Spätestens um {until} sind sie wieder frei, falls niemand bucht.",
    unblockFirst: "Heben Sie zuerst die Sperre auf.",
    unblockOrWait: "Heben Sie zuerst die Sperre auf, oder warten Sie: Sie endet spätestens am {until}.",
    impossible: "So geht die Änderung nicht: Vergebene Plätze verschwinden nicht, und ihre Währung bleibt.",
    possibleFrom: "Ab {until} ist sie möglich, falls diese Plätze bis dahin niemand bucht.",
    currency: "Eine andere Währung, {currency}, ist nur möglich, solange niemand einen Platz hat.",
    more: { one: "und {n} weiterer", other: "und {n} weitere" },
  },
  ar: {
    nobody: "لا يتأثر أحد ممن لديهم مقاعد.",
    types:
      "المقاعد المباعة والتي يجري اختيارها تحتفظ بنوع التذكرة والسعر المتفق عليهما. الأنواع الجديدة لمن يختار بعد التغيير؛ أما الحد الأقصى لكل مشترٍ وما يُشترط معها فيسري عند الدفع فورًا.",
    rules:
      "تسري القواعد الجديدة من الاختيار التالي، وعند الدفع والحجز: من يختار الآن مقاعد تخالفها يُطلب منه اختيار غيرها. وتبقى الحجوزات كما هي.",
    hall: "في القاعة الآن {before} مقعدًا وبعد التغيير {after}: زيادة {added} ونقصان {removed}.",
    bookings: {
      zero: "لا توجد حجوزات.",
      one: "يوجد حجز واحد. لا نُبلغ صاحبه بعنوان أو موعد جديد: أبلغه بنفسك.",
      two: "يوجد حجزان. لا نُبلغ صاحبيهما بعنوان أو موعد جديد: أبلغهما بنفسك.",
      few: "توجد {n} حجوزات. لا نُبلغ أصحابها بعنوان أو موعد جديد: أبلغهم بنفسك.",
      many: "يوجد {n} حجزًا. لا نُبلغ أصحابها بعنوان أو موعد جديد: أبلغهم بنفسك.",
      other: "يوجد {n} حجز. لا نُبلغ أصحابها بعنوان أو موعد جديد: أبلغهم بنفسك.",
    },
    booked: {
      zero: "لا مقاعد مباعة",
      one: "مقعد مباع",
      two: "مقعدان مباعان",
      few: "{n} مقاعد مباعة",
      many: "{n} مقعدًا مباعًا",
      other: "{n} مقعد مباع",
    },
    locked: {
      zero: "لا مقاعد قيد الاختيار",
      one: "مقعد قيد الاختيار",
      two: "مقعدان قيد الاختيار",
      few: "{n} مقاعد قيد الاختيار",
      many: "{n} مقعدًا قيد الاختيار",
      other: "{n} مقعد قيد الاختيار",
    },
    blocked: {
      zero: "لا مقاعد محجوبة",
      one: "مقعد محجوب",
      two: "مقعدان محجوبان",
      few: "{n} مقاعد محجوبة",
      many: "{n} مقعدًا محجوبًا",
      other: "{n} مقعد محجوب",
    },
    vanishes: "{seats}، غير موجودة في القاعة الجديدة: {places}.",
    becomes: "{seats}، كانت {before} وتصبح {after}: {places}.",
    stands: "{seats}: {places}.",
    areaVanishes: {
      zero: "لا أماكن محجوزة في {area} تزول.",
      one: "مكان واحد محجوز في {area} سيزول.",
      two: "مكانان محجوزان في {area} سيزولان.",
      few: "{n} أماكن محجوزة في {area} ستزول.",
      many: "{n} مكانًا محجوزًا في {area} ستزول.",
      other: "{n} مكان محجوز في {area} ستزول.",
    },
    terms: "{category} بسعر {price}",
    keepsBooked: "من اشترى يحتفظ بما دفع؛ والسعر الجديد لمن يشتري بعد التغيير.",
    keepsLocked:
      "من يختارها الآن يدفع السعر الذي رآه إن حجز حتى {until}؛ والسعر الجديد لمن يختار بعد التغيير.",
    keepsBlocked: "السعر الجديد لمن يحصل عليها بعد رفع الحجب.",
    cancelFirst: "ألغِ هذه الحجوزات أولًا.",
    waitFirst: "تعود متاحة في {until} على الأكثر ما لم يحجزها أحد.",
    unblockFirst: "ارفع الحجب عنها أولًا.",
    unblockOrWait: "ارفع الحجب عنها أولًا، أو انتظر: ينتهي آخر حجب في {until}.",
    impossible: "لا يمكن التغيير هكذا: المقاعد التي لأحد لا تختفي وتبقى عملتها.",
    possibleFrom: "يمكن التغيير من {until} ما لم تُحجز هذه المقاعد حتى ذلك الحين.",
    currency: "لا يمكن تغيير العملة إلى {currency} إلا ما دام لا أحد لديه مقعد.",
    more: {
      zero: "ولا غيرها",
      one: "وواحد آخر",
      two: "واثنان آخران",
      few: "و{n} أخرى",
      many: "و{n} أخرى",
      other: "و{n} أخرى",
    },
  },
});
