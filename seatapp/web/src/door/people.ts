/** What a buyer is called by. */
import type { Schemas } from "seatapp/http";

import { door } from "./door-words.ts";

type Buyer = Pick<Schemas["OrganisersBooking"], "customer">;

/** Return the buyer's name, else the e-mail address; a booking need not have either. */
export function nameOf({ customer }: Buyer): string {
  return customer?.name ?? customer?.email ?? door.text("unnamed");
}
