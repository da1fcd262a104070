import { useState } from "react";
import type { Order as Choice } from "seatapp/react";

import { CallError, createOrder, type Order, type Outcome, type ShopSettings } from "./api.ts";
import { Payment } from "./Payment.tsx";

/** The hall, then the payment of what was chosen there, then what came of it. */
export function Shop({ server, show }: ShopSettings) {
  const [order, setOrder] = useState<Order>();
  const [message, setMessage] = useState("");

  async function checkout({ showId, userId }: Choice) {
    try {
      setOrder(await createOrder(showId, userId));
      setMessage("");
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setMessage("Your seats are free again. Please choose once more.");
    }
  }

  function finished({ status, seats, reference }: Outcome) {
    setOrder(undefined);
    setMessage(
      status === "booked"
        ? `Seats ${seats.join(", ")} are yours: ${reference}.`
        : "Somebody else has a seat of these. You get your money back.",
    );
  }

  return (
    <>
      <seat-picker
        server={server}
        show={show}
        oncheckout={({ detail }) => void checkout(detail)}
        onseats-lost={() => setOrder(undefined)}
      />
      {order && <Payment key={order.id} order={order} finished={finished} />}
      <p className="outcome" role="status">
        {message}
      </p>
    </>
  );
}
