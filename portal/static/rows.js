// Adds and removes the repeated rows of a form. A new row is the template's content with its number put in
// place of __n__; numbers are never used twice, and the server closes the gaps when it reads the form.

const PLACE = "__n__";

function number(element, n) {
  for (const node of element.querySelectorAll("*")) {
    for (const { name, value } of [...node.attributes]) {
      if (value.includes(PLACE)) node.setAttribute(name, value.replaceAll(PLACE, n));
    }
  }
}

function nextNumber(block) {
  const numbers = [...block.querySelectorAll("[data-rows-body] [name]")].map((field) => {
    const found = field.name.slice(block.id.length).match(/^-(\d+)-/);
    return found ? Number(found[1]) : -1;
  });
  return Math.max(Number(block.dataset.last ?? -1), ...numbers) + 1;
}

function renumber(block) {
  const rows = block.querySelectorAll("[data-row]");
  rows.forEach((row, at) => {
    row.querySelector("[data-row-number]").textContent = at + 1;
    row.querySelector("[data-row-remove]").hidden = rows.length <= Number(block.dataset.least);
  });
}

function say(block, what) {
  const said = block.querySelector("[data-rows-said]");
  if (said) said.textContent = said.dataset[what];
}

function add(block) {
  const n = nextNumber(block);
  block.dataset.last = n;
  const row = block.querySelector("template").content.cloneNode(true);
  number(row, n);
  const body = block.querySelector("[data-rows-body]");
  body.append(row);
  renumber(block);
  say(block, "added");
  body.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(block, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  renumber(block);
  say(block, "removed");
  (next?.querySelector("input:not([type=hidden]), select, textarea") ?? block).focus();
}

export function watchRows(root) {
  for (const block of root.querySelectorAll("[data-rows]")) {
    const button = block.querySelector("[data-row-add]");
    if (button) button.hidden = false;
    renumber(block);
    block.addEventListener("click", (event) => {
      if (event.target.closest("[data-row-add]")) add(block);
      const removal = event.target.closest("[data-row-remove]");
      if (removal) remove(block, removal.closest("[data-row]"));
    });
  }
}
