// Counts down to a deadline by the server's clock: the page says what time it was when it was made,
// and the browser only adds the time that has passed since, so its own clock may be wrong.

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

export function timeLeft(seconds, language) {
  const parts = [];
  let rest = Math.max(0, Math.floor(seconds));
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0 || (unit === "second" && parts.length === 0)) {
      parts.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count));
    }
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

export function startCountdowns(root) {
  const language = document.documentElement.lang || "en";
  for (const element of root.querySelectorAll("[data-countdown]")) {
    const { deadline, now, left, over } = element.dataset;
    const seconds = (Date.parse(deadline) - Date.parse(now)) / 1000;
    const text = element.querySelector("[data-countdown-text]");
    const show = () => {
      const rest = seconds - performance.now() / 1000;
      text.textContent = rest > 0 ? left.replace("{time}", timeLeft(rest, language)) : over;
      element.classList.toggle("countdown-soon", rest > 0 && rest < 86400);
      element.classList.toggle("countdown-over", rest <= 0);
      if (rest > 0) setTimeout(show, rest < 3600 ? 1000 : 30000);
    };
    show();
  }
}

// Shows what the server's clock says now, to the second, in the reader's zone.
export function startServerClocks(root) {
  const language = document.documentElement.lang || "en";
  for (const element of root.querySelectorAll("[data-server-clock]")) {
    const { now, zone, text } = element.dataset;
    const began = Date.parse(now);
    const time = new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23", timeZone: zone });
    const show = () => {
      const instant = began + performance.now();
      element.textContent = text.replace("{time}", time.format(instant));
      setTimeout(show, 1000 - (instant % 1000));
    };
    show();
  }
}
