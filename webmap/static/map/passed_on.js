// The address as it is passed on to others.

/** Leave the street map out: whoever receives the address decides for themselves whether to load it. */
export function addressToPassOn() {
  const address = new URL(location.href);
  if (address.searchParams.has("street")) address.searchParams.delete("street");
  return address;
}
