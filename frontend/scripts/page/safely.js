/** Run something; whatever goes wrong in it is nobody's concern on somebody else's page. */
export function safely(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
