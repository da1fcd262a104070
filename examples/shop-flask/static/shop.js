/** The shop's page: the hall, then the payment of what was chosen there. */
const [main, form, outcome] = ["main", "form", ".outcome"].map((name) => document.querySelector(name));

const { server, show } = await (await fetch("/api/shop")).json();
const { money } = await import(`${server}/static/build/seatapp.js`);
await import(`${server}/static/build/seat-picker.js`);
const picker = document.createElement("seat-picker");
picker.setAttribute("server", server);
picker.setAttribute("show", show);
main.append(picker);

let order;

picker.addEventListener("checkout", async ({ detail: { showId, userId } }) => {
  const answer = await send("POST", "/api/orders", { showId, userId });
  if (answer.error) return tell("Your seats are free again. Please choose once more.");
  order = answer;
  form.querySelector("ul").replaceChildren(...order.items.map(newLine));
  form.querySelector(".total").textContent = `Total ${money(order.total, order.currency)}`;
  form.hidden = false;
  form.elements.name.focus();
});

// The element says why.
picker.addEventListener("seats-lost", () => {
  form.hidden = true;
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, email, card } = Object.fromEntries(new FormData(form));
  const { id, clientSecret } = order.payment;
  const addressed = await send("PUT", `/api/orders/${order.id}`, { name, email });
  if (addressed.error) return tell(addressed.error);
  // To the provider, past the shop: its backend never sees a card.
  const paid = await send("POST", `/fakepay/intents/${id}/confirm`, { clientSecret, card });
  if (paid.error) return tell(paid.error);
  form.hidden = true;
  tell("Paid. One moment …");
  tell(await outcomeOf(order.id));
});

/** Wait until the provider has told the shop, and the shop has booked. */
async function outcomeOf(id) {
  for (;;) {
    const { status, seats, reference } = await (await fetch(`/api/orders/${id}`)).json();
    if (status === "booked") return `Seats ${seats.join(", ")} are yours: ${reference}.`;
    if (status === "refunded") return "Somebody else has a seat of these. You get your money back.";
    await new Promise((later) => setTimeout(later, 500));
  }
}

async function send(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  return (await fetch(path, { method, headers, body: JSON.stringify(body) })).json();
}

function newLine({ row, number, price }) {
  const line = document.createElement("li");
  line.textContent = `Row ${row}, seat ${number}: ${money(price, order.currency)}`;
  return line;
}

function tell(text) {
  outcome.textContent = text;
}
