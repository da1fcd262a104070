import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "seatapp/react"; // defines <seat-picker>, and makes it known to JSX

import { readShop } from "./api.ts";
import { Shop } from "./Shop.tsx";
import "./shop.css";

const shop = await readShop();
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <h1>The shop</h1>
    <Shop {...shop} />
  </StrictMode>,
);
