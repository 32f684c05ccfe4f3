/** Whether the visitor asks not to be followed: Global Privacy Control, or Do Not Track. */
export function asksForPrivacy() {
  return navigator.globalPrivacyControl === true || navigator.doNotTrack === "1" || window.doNotTrack === "1";
}
