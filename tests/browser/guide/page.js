/** What the guide's example leaves to the page: who the user is, and the display. */
const seats = {}; // seat → what the page shows of it

function mark(state, ids) {
  for (const id of ids) seats[id] = state;
  document.querySelector("output").textContent = JSON.stringify(seats);
}

const markSeatsAsLocked = (ids) => mark("locked", ids);
const markSeatsAsAvailable = (ids) => mark("available", ids);
const updateSelectedSeats = (ids) => mark("selected", ids);
const clearSelectedSeats = (ids) => mark("available", ids);
const showConflictMessage = (message) => {
  document.querySelector("[role=alert]").textContent = message;
};

function updateSeatDisplay({ bookedSeats, lockedByOthers, lockedByMe }) {
  for (const id of Object.keys(seats)) delete seats[id];
  mark("booked", bookedSeats);
  mark("locked", lockedByOthers);
  mark("selected", lockedByMe);
}

async function begin() {
  const session = await fetch("/api/session", { method: "POST" });
  window.userId = (await session.json()).userId;
  const script = document.createElement("script");
  script.src = "example.js";
  script.onload = () => {
    socket.on("seat-conflict", (data) => mark("conflict", data.seats)); // the third event of the guide
    socket.on("connect", () => document.body.setAttribute("data-connected", ""));
  };
  document.body.append(script);
}

begin();
