/** @jsxImportSource preact */
import type { Order } from "seatapp/preact";

export function Hall({ pay }: { pay(order: Order): void }) {
  return (
    <seat-picker
      show="cinema"
      token={() => "a JWT"}
      class="hall"
      ref={(picker) => picker?.focusSeat("A1")}
      oncheckout={({ detail }) => pay(detail)}
      onseats-change={({ detail }) => detail.seats.join()}
      onClick={({ clientX }) => clientX.toFixed()}
    />
  );
}

// @ts-expect-error: a show's id is a string
export const WRONG = <seat-picker show={1} />;
// @ts-expect-error: no such key
export const MISREAD = <seat-picker show="cinema" oncheckout={({ detail }) => detail.price} />;
