// What axe finds on this page, and the furniture that it looked at.
//
// Masthead, foot and menus stand on page after page. Where the very same one was looked at before, at this width, in
// these colours, with these style sheets and rules, axe passes over it: that is half of its work on a page with a form.
async ({ options, known }) => {
  const FURNITURE = ["body > header", "body > footer", "body > nav", "[data-wagtail-sidebar]"];

  const digest = async (words) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(36)).join(" ");
  };
  const attributes = (node) => Array.from(node.attributes, ({ name, value }) => `${name}=${value}`).join(" ");
  const around = [
    innerWidth,
    matchMedia("(prefers-color-scheme: dark)").matches,
    attributes(document.documentElement),
    attributes(document.body),
    Array.from(document.styleSheets, ({ href }) => href && new URL(href).pathname).join(" "),
    JSON.stringify(options),
  ].join("|");

  const furniture = [];
  const exclude = [];
  // Without a secure origin, as on a page that was only set, there is no digest: then axe looks at everything.
  for (const selector of crypto.subtle ? FURNITURE : []) {
    const [one, ...others] = document.querySelectorAll(selector);
    if (one && !others.length) {
      const name = await digest(around + one.outerHTML);
      if (known.includes(name)) exclude.push([selector]);
      else furniture.push(name);
    }
  }
  const { violations } = await axe.run(exclude.length ? { exclude } : document, options);
  return { violations, furniture };
};
