// What every page's elements do beyond HTML; each topic is a module of its own.
import { watchConfirmations } from "./confirm.js";
import { startCountdowns, startServerClocks } from "./countdown.js";
import { watchRows } from "./rows.js";

watchConfirmations(document);
watchRows(document);
startCountdowns(document);
startServerClocks(document);

// After a refusal the reader hears and sees the reasons first.
document.querySelector("[data-focus]")?.focus();
