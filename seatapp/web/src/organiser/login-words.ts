/** The texts of the login. */
import { words } from "../words.ts";

export const login = words({
  en: {
    wrong: "That is not the admin token. It is what the server was given as ADMIN_TOKEN, or an admin key.",
    refused: "The server does not accept the admin token any more. Log in again.",
  },
  de: {
    wrong:
      "Das ist nicht das Admin-Token. Es ist das, was dem Server als ADMIN_TOKEN gegeben wurde, oder ein Admin-Schlüssel.",
    refused: "Der Server nimmt das Admin-Token nicht mehr an. Melden Sie sich noch einmal an.",
  },
  ar: {
    wrong: "هذا ليس رمز الإدارة. الرمز هو ما أُعطي للخادم باسم ADMIN_TOKEN، أو مفتاح إدارة.",
    refused: "لم يعد الخادم يقبل رمز الإدارة. سجّل الدخول من جديد.",
  },
});
