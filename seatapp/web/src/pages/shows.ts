/** The list of shows: what stands there for everybody is put into the visitor's own words. */
import { present, renewOnReturn } from "../renew.ts";

present();
renewOnReturn("main > .cards");
