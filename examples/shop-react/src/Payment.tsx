import { type FormEvent, useState } from "react";
import { money } from "seatapp";

import { addressOrder, CallError, confirmPayment, type Order, type Outcome, outcomeOf } from "./api.ts";

interface PaymentProps {
  order: Order;
  finished(outcome: Outcome): void;
}

/** What is paid for, at the seat server's prices, and FakePay's form. */
export function Payment({ order, finished }: PaymentProps) {
  const [paying, setPaying] = useState(false);
  const [problem, setProblem] = useState("");

  async function pay(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const filled = (name: string) => String(form.get(name));
    setPaying(true);
    setProblem("");
    try {
      await addressOrder(order, { name: filled("name"), email: filled("email") });
      await confirmPayment(order, filled("card"));
      finished(await outcomeOf(order));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(error.message);
      setPaying(false);
    }
  }

  return (
    <form className="payment" onSubmit={pay}>
      <h2>Payment</h2>
      <ul>
        {order.items.map(({ seat, row, number, price }) => (
          <li key={seat}>
            Row {row}, seat {number}: {money(price, order.currency)}
          </li>
        ))}
      </ul>
      <p className="total">Total {money(order.total, order.currency)}</p>
      <label>
        Name <input name="name" autoComplete="name" required />
      </label>
      <label>
        E-mail <input name="email" type="email" autoComplete="email" required />
      </label>
      <label>
        Card number <input name="card" inputMode="numeric" autoComplete="cc-number" required />
      </label>
      <p className="hint">FakePay takes 4242 4242 4242 4242, and declines 4000 0000 0000 0002.</p>
      <p role="alert">{problem}</p>
      <button type="submit" disabled={paying}>
        Pay
      </button>
    </form>
  );
}
