/** The element's style sheets. */
import { mapStyles } from "../map/hall-map.ts";
import basket from "./basket.css";
import buttons from "./buttons.css";
import frame from "./frame.css";
import list from "./list.css";
import notices from "./notices.css";
import theme from "./theme.css";
import toolbar from "./toolbar.css";
import wish from "./wish.css";

export const STYLES = [theme, frame, buttons, toolbar, basket, wish, list, notices, mapStyles];
