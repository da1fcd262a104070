/** Language tags as pages and systems write them: "de_DE", "DE-at", "de_AT.UTF-8", "en-US@posix". */

/**
 * Return the tag as `Intl` takes it, without what makes it none ("de-DE-what-ever" is "de-DE"); undefined when
 * nothing is left of it.
 */
export function languageTag(written: string): string | undefined {
  const parts = written
    .trim()
    .replace(/[.@].*$/, "")
    .split(/[-_]/);
  for (let length = parts.length; length > 0; length--) {
    const tag = canonical(parts.slice(0, length).join("-"));
    if (tag) return tag;
  }
  return undefined;
}

/** Return what is said of the language of this element or of what is around it, outside of shadow roots too. */
export function languageOf(element: Element): string | undefined {
  for (let node: Element | undefined = element; node; node = hostOf(node)) {
    const said = node.closest('[lang]:not([lang=""])')?.getAttribute("lang");
    if (said) return said;
  }
  return undefined;
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
