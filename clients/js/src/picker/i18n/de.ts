/** The element's texts in German. */
import { refusals } from "./refusals.ts";
import type { Texts } from "./types.ts";

export const de: Texts = {
  loading: "Der Saal wird geladen …",
  views: "Ansicht des Saals",
  map: "Plan",
  list: "Liste",

  seatingPlan: "Sitzplan",
  mapHelp:
    "Mit den Pfeiltasten von Platz zu Platz, mit Enter wählen oder freigeben, mit Plus und Minus zoomen.",
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
  fit: "Ganzen Saal zeigen",
  overview: "Übersicht des Saals",

  inRow: { one: "Reihe {row}, Platz {seats}", other: "Reihe {row}, Plätze {seats}" },
  noRow: { one: "Platz {seats}", other: "Plätze {seats}" },
  inZone: "{zone}, {place}",
  comma: ", ",
  betweenPlaces: "; ",
  wheelchair: "Rollstuhlplatz",
  companion: "Begleitplatz",
  noCharge: "kostenlos",

  states: {
    free: "frei",
    mine: "Ihr Platz",
    taken: "vorübergehend vergeben",
    booked: "verkauft",
    blocked: "nicht im Verkauf",
  },
  asked: "einen Moment",
  whyNot: {
    taken: "{seats} wird gerade von jemand anderem gehalten. Vielleicht wird der Platz wieder frei.",
    booked: "{seats} ist schon verkauft.",
    blocked: "{seats} ist nicht im Verkauf.",
  },

  howMany: "Plätze nebeneinander",
  fewer: "Ein Platz weniger",
  more: "Ein Platz mehr",
  chooseForMe: { one: "Platz aussuchen lassen", other: "{n} Plätze aussuchen lassen" },
  noneTogether: {
    one: "Es ist kein Platz mehr frei.",
    other: "Es sind keine {n} Plätze nebeneinander frei. Versuchen Sie es mit weniger.",
  },
  chosenForYou: "Für Sie ausgesucht: {seats}.",

  yourSeats: "Ihre Plätze",
  noSeats: "Wählen Sie einen Platz im Plan, oder lassen Sie uns aussuchen.",
  seats: { one: "{n} Platz", other: "{n} Plätze" },
  heldFor: "Noch {time} für Sie reserviert",
  giveBack: "{seats} entfernen",
  clear: "Alle entfernen",
  ticketTypeOf: "Karte für {seats}",
  total: "Summe",
  checkout: "Zur Kasse",
  checkingOut: "Einen Moment …",
  showDetails: "Einzelheiten zeigen",
  hideDetails: "Einzelheiten ausblenden",

  prices: "Preise",
  showCategory: "{category}, {price}: freie Plätze zeigen",
  signs: "Was die Zeichen bedeuten",

  onlyFree: "Nur freie",
  onlyWheelchair: "Rollstuhl- und Begleitplätze",
  price: "Preis",
  allPrices: "Alle Preise",
  row: "Reihe {row}",
  rowless: "Plätze",
  seatNumber: "Platz {number}",
  free: { one: "{n} frei", other: "{n} frei" },
  noneFree: "nichts frei",
  from: "ab {price}",
  nothingFound: "Solche Plätze gibt es nicht.",
  findLabel: "Platz suchen, etwa „{example}“",
  find: "Wählen",
  notFound: { one: "Den Platz „{names}“ gibt es nicht.", other: "Die Plätze „{names}“ gibt es nicht." },
  ambiguous: "Mehrere Plätze heißen „{names}“. Nennen Sie auch den Bereich, etwa „{example}“.",

  youHave: "{seats}: für Sie reserviert.",
  givenBack: "{seats}: freigegeben.",
  allGivenBack: "Alle Plätze freigegeben.",
  booked: "Gebucht: {seats}.",
  conflict: {
    one: "Jemand war einen Moment schneller: {seats} ist weg.",
    other: "Jemand war einen Moment schneller: {seats} sind weg.",
  },
  noneTaken: "Deshalb ist keiner der gewählten Plätze reserviert.",
  takeInstead: "Stattdessen {seats} nehmen",
  coolingDown:
    "{seats}: so lange reserviert, wie es möglich ist. Bitte lassen Sie anderen ein paar Minuten den Vortritt.",
  dismiss: "Schließen",

  expiring: {
    one: "Ihr Platz wird in {time} freigegeben.",
    other: "Ihre {n} Plätze werden in {time} freigegeben.",
  },
  expiringSoon: {
    one: "Ihr Platz wird in zehn Sekunden freigegeben. Sie können ihn behalten.",
    other: "Ihre {n} Plätze werden in zehn Sekunden freigegeben. Sie können sie behalten.",
  },
  lastChance: {
    one: "Ihr Platz wird in {time} freigegeben. Länger kann er nicht reserviert bleiben.",
    other: "Ihre {n} Plätze werden in {time} freigegeben. Länger können sie nicht reserviert bleiben.",
  },
  lastChanceSoon: {
    one: "Ihr Platz wird in zehn Sekunden freigegeben und kann nicht länger reserviert bleiben. Gehen Sie jetzt zur Kasse.",
    other:
      "Ihre {n} Plätze werden in zehn Sekunden freigegeben und können nicht länger reserviert bleiben. Gehen Sie jetzt zur Kasse.",
  },
  keep: { one: "Behalten", other: "Behalten" },
  kept: "Ihre Plätze bleiben reserviert.",
  expired: { one: "Die Zeit für {seats} ist abgelaufen.", other: "Die Zeit für {seats} ist abgelaufen." },
  lost: {
    one: "{seats} ist nicht mehr für Sie reserviert.",
    other: "{seats} sind nicht mehr für Sie reserviert.",
  },
  removed: {
    one: "Der Veranstalter hat {seats} aus dem Saal genommen; der Platz gehört nicht mehr Ihnen.",
    other: "Der Veranstalter hat {seats} aus dem Saal genommen; die Plätze gehören nicht mehr Ihnen.",
  },
  chooseAgain: { one: "Noch einmal wählen", other: "Noch einmal wählen" },

  offline: "Verbindung unterbrochen. Sie wird wiederhergestellt …",
  unreachable: "Der Sitzplan ist gerade nicht erreichbar. Neuer Versuch läuft …",
  notSetUp: "Der Sitzplan kann hier nicht gezeigt werden: Diese Seite ist nicht dafür eingerichtet.",
  showMissing: "Diese Seite sagt nicht, um welche Vorstellung es geht.",
  tryNow: "Jetzt versuchen",
  online: "Wieder verbunden.",
  salesClosed: "Diese Vorstellung ist gerade nicht im Verkauf.",
  salesUpcoming: "Der Verkauf beginnt am {time}.",
  salesEnded: "Der Verkauf für diese Vorstellung ist beendet.",
  salesOpened: "Der Verkauf hat begonnen: Wählen Sie Ihre Plätze.",
  inOwnTime: "{time} (bei Ihnen {own})",
  gone: "Diese Vorstellung ist nicht mehr im Verkauf.",

  changed: {
    title: "Der Veranstalter hat den Titel geändert: „{title}“.",
    times: "Der Veranstalter hat die Zeit geändert: {time}.",
    prices: "Der Veranstalter hat Preise geändert.",
    plan: "Der Veranstalter hat die Plätze des Saals geändert.",
  },
  pricesKept: "Für Ihre Plätze gelten die Preise, zu denen Sie sie gewählt haben.",

  refusals: refusals.de,
  refused: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
};
