/** The element's style sheets. */
import { mapStyles } from "./map/hallmap.ts";
import basket from "./styles/basket.css";
import buttons from "./styles/buttons.css";
import frame from "./styles/frame.css";
import list from "./styles/list.css";
import notices from "./styles/notices.css";
import theme from "./styles/theme.css";
import toolbar from "./styles/toolbar.css";

export const STYLES = [theme, frame, buttons, toolbar, basket, list, notices, mapStyles];
