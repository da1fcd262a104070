/** @jsxImportSource react */
import type { Order } from "seatapp/react";

export function Hall({ pay }: { pay(order: Order): void }) {
  return (
    <seat-picker
      show="cinema"
      server="https://seats.example"
      token={async () => "a JWT"}
      theme="dark"
      className="hall"
      style={{ height: "40rem" }}
      ref={(picker) => picker?.focusSeat("A1")}
      oncheckout={({ detail }) => pay(detail)}
      onseats-change={({ detail }) => detail.seats.join()}
      onerror={({ detail }) => detail.code}
      onClick={({ clientX }) => clientX.toFixed()}
    />
  );
}

// @ts-expect-error: a show's id is a string
export const WRONG = <seat-picker show={1} />;
// @ts-expect-error: without a show there is nothing to see
export const MISSING = <seat-picker />;
// @ts-expect-error: no such key
export const MISREAD = <seat-picker show="cinema" oncheckout={({ detail }) => detail.price} />;
