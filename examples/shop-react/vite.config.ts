import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const SHOP = "http://localhost:7000"; // shop-flask

export default defineConfig({
  plugins: [react()],
  build: { target: ["es2022", "chrome111", "firefox113", "safari16.2"] },
  server: { proxy: { "/api": SHOP, "/fakepay": SHOP } },
});
